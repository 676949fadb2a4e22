// Writes a comparison of two runs: page, Markdown, JUnit XML, and two files for trackers. Touches the disk for output;
// their texts are made elsewhere.
import { join } from "node:path";
import { makeFolder, replaceFile } from "../../bench/files.ts";
import { drawChart } from "../charts/drawing.ts";
import { readStillAssets } from "../page/assets.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { comparisonPage } from "../writing/comparison-mark.ts";
import { compareCharts, mostCharts } from "./charts.ts";
import { formatJUnit } from "./junit.ts";
import { formatComparisonMarkdown } from "./markdown.ts";
import { type CompareEdition, renderComparePage } from "./page.ts";
import { formatActionBenchmark, formatBencher } from "./trackers.ts";
import type { Compared } from "./view.ts";

/** Names in the folder that is written to. */
export const comparisonFiles = {
  page: comparisonPage,
  markdown: "compare.md",
  junit: "compare.xml",
  actionBenchmark: "compare-github-action-benchmark.json",
  bencher: "compare-bencher.json",
} as const;
type Kind = keyof typeof comparisonFiles;

/** A comparison in one language. */
export type ToldComparison = Pick<CompareEdition, "compared" | "words">;

const draw = async (compared: Compared, words: CompareWords): Promise<CompareEdition> => {
  const { charts, changed } = compareCharts(compared, words);
  const drawn = await Promise.all(charts.slice(0, mostCharts).map(drawChart));
  return { compared, charts: drawn, changed, dropped: Math.max(0, charts.length - mostCharts), words };
};

/** The page has both languages, the other files the first, which is English. */
export const renderComparison = async (
  { compared, words }: ToldComparison,
  translation: ToldComparison,
): Promise<Record<Kind, string>> => {
  const [own, other, assets] = await Promise.all([
    draw(compared, words),
    draw(translation.compared, translation.words),
    readStillAssets("compare"),
  ]);
  return {
    page: renderComparePage({ own, translation: other, assets }),
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
