// Writes a comparison of two runs: page, Markdown, JUnit XML and what trackers read. Touches the disk for output; what it
// says is made elsewhere.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawChart } from "../charts/drawing.ts";
import { readAssets } from "../page/assets.ts";
import { compareCharts, mostCharts } from "./charts.ts";
import { formatJUnit } from "./junit.ts";
import { formatComparisonMarkdown } from "./markdown.ts";
import { renderComparePage } from "./page.ts";
import { formatActionBenchmark, formatBencher } from "./trackers.ts";
import type { Compared } from "./view.ts";
import type { CompareWords } from "./words.ts";

/** In the folder that is written to. */
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
  const [drawn, { style }, own] = await Promise.all([
    Promise.all(charts.slice(0, mostCharts).map(drawChart)),
    readAssets(),
    readFile(new URL("../page/style/compare.css", import.meta.url), "utf8"),
  ]);
  const dropped = Math.max(0, charts.length - mostCharts);
  return {
    page: renderComparePage({ compared, charts: drawn, changed, dropped, words, style: `${style}\n${own}` }),
    markdown: formatComparisonMarkdown(compared, words),
    junit: formatJUnit(compared, words),
    actionBenchmark: formatActionBenchmark(compared),
    bencher: formatBencher(compared),
  };
};

/** Makes the folder where it is missing, and returns the page's path; each file whole or not at all. */
export const writeComparison = async (folder: string, texts: Readonly<Record<Kind, string>>): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const kinds = Object.keys(comparisonFiles).filter((kind): kind is Kind => kind in comparisonFiles);
  for (const kind of kinds) {
    const path = join(folder, comparisonFiles[kind]);
    await writeFile(`${path}.unfinished`, texts[kind]);
    await rename(`${path}.unfinished`, path);
  }
  return join(folder, comparisonFiles.page);
};
