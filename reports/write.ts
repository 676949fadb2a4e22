// Writes a run's page and its Markdown summary into the run's folder. The one module of the room that touches the disk
// for output; what the files say is made elsewhere.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "../bench/record/run.ts";
import { chartReport } from "./charts/charts.ts";
import { compileCharts, drawCharts } from "./charts/drawing.ts";
import { comparisonFiles } from "./compare/write.ts";
import { readAssets } from "./page/assets.ts";
import type { Edition } from "./page/editions.ts";
import { renderPage } from "./page/page.ts";
import { formatMarkdown } from "./text.ts";
import { buildReport } from "./view/report.ts";
import { chinese } from "./words/chinese/chinese.ts";
import { escapeMarkdown } from "./writing/escapes.ts";

/** A reader sees the old file or the new one, never half of one. */
const replaceFile = async (path: string, text: string): Promise<string> => {
  const unfinished = `${path}.unfinished`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
  return path;
};

const translateReport = (run: Run): Edition => {
  const report = buildReport(run, chinese);
  return { words: chinese, report, charts: compileCharts(chartReport(report, chinese)) };
};

/** Of a comment on a pull request; a job's summary takes more. */
const mostCharacters = 65_000;

/**
 * summary.md, and its path: what the run says of itself, folded below its comparison with another where its folder has
 * one, and left out where a comment would not hold both.
 */
export const writeSummary = async (folder: string, run: Run): Promise<string> => {
  const own = formatMarkdown(buildReport(run));
  const comparison = await readFile(join(folder, comparisonFiles.markdown), "utf8").catch(() => null);
  const both = `${comparison}\n<details><summary>HEAD by itself: ${escapeMarkdown(run.id)}</summary>\n\n${own}\n</details>\n`;
  const text = comparison === null ? own : both.length > mostCharacters ? comparison : both;
  return replaceFile(join(folder, "summary.md"), text);
};

/** The paths of the written files. */
export const writeReport = async (folder: string, run: Run): Promise<{ page: string; summary: string }> => {
  const report = buildReport(run);
  const charts = await drawCharts(chartReport(report));
  const page = renderPage({ run, report, charts, translation: translateReport(run), assets: await readAssets() });
  return {
    page: await replaceFile(join(folder, "index.html"), page),
    summary: await writeSummary(folder, run),
  };
};
