// Writes a comparison of two runs: page, Markdown, JUnit XML, and two files for trackers. Touches the disk for output;
// their texts are made elsewhere.
import { join } from "node:path";
import { makeFolder, replaceFile } from "../../bench/files.ts";
import { drawChart } from "../charts/drawing.ts";
import { readStyle } from "../page/assets.ts";
import { compareCharts, mostCharts } from "./charts.ts";
import { formatJUnit } from "./junit.ts";
import { formatComparisonMarkdown } from "./markdown.ts";
import { renderComparePage } from "./page.ts";
import { formatActionBenchmark, formatBencher } from "./trackers.ts";
import type { Compared } from "./view.ts";
import type { CompareWords } from "./words.ts";

/** Names in the folder that is written to. */
export const comparisonFiles = {
  page: "compare.html",
  markdown: "compare.md",
  junit: "compare.xml",
  actionBenchmark: "compare-github-action-benchmark.json",
  bencher: "compare-bencher.json",
} as const;
type Kind = keyof typeof comparisonFiles;

export const renderComparison = async (compared: Compared, words: CompareWords): Promise<Record<Kind, string>> => {
  const { charts, changed } = compareCharts(compared, words);
  const [drawn, style] = await Promise.all([
    Promise.all(charts.slice(0, mostCharts).map(drawChart)),
    readStyle("compare"),
  ]);
  const dropped = Math.max(0, charts.length - mostCharts);
  return {
    page: renderComparePage({ compared, charts: drawn, changed, dropped, words, style }),
    markdown: formatComparisonMarkdown(compared, words),
    junit: formatJUnit(compared, words),
    actionBenchmark: formatActionBenchmark(compared),
    bencher: formatBencher(compared),
  };
};

/** Makes the folder where it is missing. Returns the page's path. Throws StorageFailure. */
export const writeComparison = (folder: string, texts: Readonly<Record<Kind, string>>): string => {
  makeFolder(folder);
  const kinds = Object.keys(comparisonFiles).filter((kind): kind is Kind => kind in comparisonFiles);
  for (const kind of kinds) {
    replaceFile(join(folder, comparisonFiles[kind]), texts[kind]);
  }
  return join(folder, comparisonFiles.page);
};
