// Writes the page of all runs into the folder that holds them. Touches the disk for output; its text is made elsewhere.
import { open, stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { replaceFile } from "../../bench/files.ts";
import { comparedMetrics } from "../../bench/record/summary.ts";
import type { RunsFolder } from "../../bench/run/runs.ts";
import { type Random, seededRandom } from "../../bench/statistics/random.ts";
import { drawChart } from "../charts/drawing.ts";
import { readStillAssets } from "../page/assets.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { buildHistory } from "./history.ts";
import { generator, renderIndex, type Translation } from "./page.ts";
import { findComparisons } from "./stored-comparisons.ts";
import { trendChart } from "./trend-chart.ts";
import type { RunDigest } from "./trends.ts";

/** Writes `out`/index.html and returns its path; null where another's file of that name stands there. */
export const writeIndex = async (out: string, runs: RunsFolder<RunDigest>, random: Random): Promise<string | null> => {
  const path = join(out, "index.html");
  if (!(await mayReplace(path))) return null;
  // Both languages begin with the same randomness, so that they tell of the same changes.
  const seed = Math.floor(random() * 2 ** 32);
  const ids = runs.runs.map(({ id }) => id);
  const [own, translation, comparisons, assets] = await Promise.all([
    translate(runs, seededRandom(seed), english),
    translate(runs, seededRandom(seed), chinese),
    findComparisons(out, ids),
    readStillAssets("history", "compare-runs"),
  ]);
  return replaceFile(path, renderIndex({ own, translation, stored: { folder: nameFolder(out), comparisons }, assets }));
};

/** As a command names it that is given where this one was; elsewhere by its name alone, since a page tells no machine's paths. */
const nameFolder = (out: string): string => {
  const path = relative(process.cwd(), resolve(out));
  return path === "" || path.startsWith("..") ? basename(resolve(out)) : path;
};

const translate = async (runs: RunsFolder<RunDigest>, random: Random, words: Words): Promise<Translation> => {
  const history = buildHistory(runs, random, words);
  const charts = history.trends.map((trend) =>
    Promise.all(
      comparedMetrics
        .map((metric) => trendChart(trend, metric, history.changes, words))
        .filter((chart) => chart !== null)
        .map(drawChart),
    ),
  );
  return { words, history, charts: await Promise.all(charts) };
};

/** The folder is the user's choice, and an index.html in it may be somebody's. A page of ours says so near its beginning. */
const mayReplace = async (path: string): Promise<boolean> => {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // A folder is somebody's, and a pipe would be waited for without an end.
    if (!(await stat(path)).isFile()) return false;
    file = await open(path);
  } catch (error) {
    // A file that cannot be read may be anybody's.
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString("utf8", 0, bytesRead).includes(`<meta name="generator" content="${generator}">`);
  } finally {
    await file.close();
  }
};
