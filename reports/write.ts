// Writes a run's page into the run's folder, and beside it what others read: Markdown, CSV, a badge, OpenMetrics. Touches the disk for output; the files' texts are
// made elsewhere.
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../bench/files.ts";
import type { Run } from "../bench/record/run.ts";
import { chartReport } from "./charts/charts.ts";
import { compileCharts, drawCharts } from "./charts/drawing.ts";
import { comparisonFiles } from "./compare/write.ts";
import { readAssets } from "./page/assets.ts";
import type { Edition } from "./page/editions.ts";
import { renderPage } from "./page/page.ts";
import { badgeOf } from "./sharing/badge.ts";
import { openMetricsOf } from "./sharing/open-metrics.ts";
import { trialsCsv } from "./sharing/trials-csv.ts";
import { formatMarkdown } from "./text.ts";
import { buildReport, type Report } from "./view/report.ts";
import { chinese } from "./words/chinese/chinese.ts";
import { escapeMarkdown } from "./writing/escapes.ts";

const translateReport = (run: Run): Edition => {
  const report = buildReport(run, chinese);
  return { words: chinese, report, charts: compileCharts(chartReport(report, chinese)) };
};

/** The limit is that of a comment on a pull request; a job's summary takes more. */
const mostCharacters = 65_000;

/**
 * Writes summary.md and returns its path. Where the run's folder has a comparison with another run, the run's own summary
 * is folded below it, and left out where a comment would not hold both.
 */
export const writeSummary = async (folder: string, report: Report): Promise<string> => {
  const own = formatMarkdown(report);
  const comparison = await readText(join(folder, comparisonFiles.markdown));
  const both = `${comparison}\n<details><summary>HEAD by itself: ${escapeMarkdown(report.id)}</summary>\n\n${own}\n</details>\n`;
  const text = comparison === null ? own : both.length > mostCharacters ? comparison : both;
  return replaceFile(join(folder, "summary.md"), text);
};

/** null where there is no such file. A pipe would be waited for without an end. */
const readText = async (path: string): Promise<string | null> => {
  try {
    return (await stat(path)).isFile() ? await readFile(path, "utf8") : null;
  } catch {
    return null;
  }
};

/** The English report, and the paths of the files that tell it. */
interface WrittenReport {
  readonly report: Report;
  readonly page: string;
  readonly summary: string;
}

/** Builds the report once for each language of the page. */
export const writeReport = async (folder: string, run: Run): Promise<WrittenReport> => {
  const report = buildReport(run);
  const charts = await drawCharts(chartReport(report));
  const page = renderPage({ run, report, charts, translation: translateReport(run), assets: await readAssets() });
  replaceFile(join(folder, "trials.csv"), trialsCsv(run));
  replaceFile(join(folder, "badge.json"), `${JSON.stringify(badgeOf(run))}\n`);
  replaceFile(join(folder, "metrics.txt"), openMetricsOf(run));
  return {
    report,
    page: replaceFile(join(folder, "index.html"), page),
    summary: await writeSummary(folder, report),
  };
};
