// The view model of many runs: a row for each, trends of the plans that were run again, and the changes in them as
// sentences. Pure: randomness is an argument. Knows nothing of HTML, charts or files.
import type { Run } from "../../bench/record/run.ts";
import type { RunsFolder, UnreadRun } from "../../bench/run/runs.ts";
import type { Random } from "../../bench/statistics/random.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import { plainTransports } from "../legend/transports.ts";
import { adviceOf, headlineOf } from "../view/report.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import type { Standing } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { instant } from "../writing/numbers.ts";
import { type Change, findChanges, isTestable, isTooShort } from "./change-points.ts";
import {
  buildTrends,
  describeMachine,
  type HistoryRun,
  type RunDigest,
  type Series,
  shortCommit,
  showValue,
  type Trend,
} from "./trends.ts";

export interface HistoryRow {
  readonly id: string;
  /** Relative to the page. */
  readonly href: string;
  readonly startedAt: string;
  /** The advice; empty where the run gives none. */
  readonly advice: string;
  readonly headline: string;
  readonly command: string;
  readonly standing: Standing;
  /** "28 of 30 trials measured, 2 invalid" */
  readonly trials: string;
  /** Empty where no commit is known. */
  readonly commit: string;
  readonly uncommittedChanges: boolean;
  readonly node: string;
  readonly machine: string;
}

export interface HistoryChange {
  /** Counts from 1, as charts do. */
  readonly number: number;
  readonly trend: Trend;
  readonly series: Series;
  /** The index in the trend of the first run after the change. */
  readonly at: number;
  readonly href: string;
  /** It ends before the name of that run. */
  readonly sentence: string;
  readonly runName: string;
}

export interface History {
  readonly headline: string;
  readonly changes: readonly HistoryChange[];
  /** The sentence on which series were looked at, and which could not tell. */
  readonly scope: string;
  readonly rows: readonly HistoryRow[];
  readonly trends: readonly Trend[];
  readonly unread: readonly UnreadRun[];
}

/** A page shows the trends of no more plans than this: those that were run last. */
export const mostTrends = 6;

const inBoth = (tell: (words: Words) => string): Readonly<Record<string, string>> =>
  Object.fromEntries([english, chinese].map((words) => [words.basics.language, tell(words)]));

/** There may be hundreds of runs: only the part of the report that the headline rests on is built. */
export const digestRun = (run: Run): RunDigest => ({
  headlines: inBoth((words) => headlineOf(run, words)),
  advice: inBoth((words) => adviceOf(run, words)),
  transports: plainTransports(run),
});

export const buildHistory = (
  { runs, unread }: RunsFolder<RunDigest>,
  random: Random,
  words: Words = english,
): History => {
  const trends = buildTrends(runs, words).slice(0, mostTrends);
  const judged = trends.flatMap((trend) => drawnSeries(trend).map((series) => ({ trend, series })));
  const values = judged.map(({ series }) => series.points.map(({ value }) => value.median));
  const found = findChanges(values, random);
  const changes = judged
    .flatMap(({ trend, series }, i) => valueAt(found, i).map((change) => describeChange(trend, series, change, words)))
    .toSorted((x, y) => trends.indexOf(x.trend) - trends.indexOf(y.trend) || y.at - x.at)
    .map((change, i) => ({ ...change, number: i + 1 }));
  return {
    headline: describeHeadline(runs.length, changes.length, values, words),
    changes,
    scope: describeScope(values, words),
    rows: runs.map((run) => buildRow(run, words)),
    trends,
    unread,
  };
};

/** The part of each series that is drawn. Changes are looked for only there. */
export const drawnSeries = ({ series, drawnFrom }: Trend): readonly Series[] =>
  series
    .map((one) => ({ ...one, points: one.points.filter(({ at }) => at >= drawnFrom) }))
    .filter(({ points }) => points.length > 0);

/** The page one folder down. Any name stays one step of a relative address. */
export const hrefOf = (id: string): string => `./${encodeURIComponent(id.toWellFormed())}/index.html`;

const describeChange = (
  trend: Trend,
  series: Series,
  change: Change,
  { basics, index }: Words,
): Omit<HistoryChange, "number"> => {
  const { metric, transport } = series;
  const { at } = valueAt(series.points, change.at);
  const { run } = valueAt(trend.runs, at);
  const [before, after] = [showValue(change.before, metric), showValue(change.after, metric)];
  const ratio = change.before > 0 ? basics.bracketed(`×${(change.after / change.before).toFixed(3)}`) : "";
  return {
    trend,
    series,
    at,
    href: hrefOf(run.id),
    sentence: index.changes.sentence(
      transport.label,
      index.trends.metrics[metric],
      before,
      `${after}${ratio}`,
      basics.scenario(trend.scenario),
      trend.profile,
    ),
    runName: [instant(run.startedAt), shortCommit(run)].filter((part) => part !== "").join(", "),
  };
};

const describeHeadline = (
  runs: number,
  changes: number,
  values: readonly (readonly number[])[],
  { index }: Words,
): string => {
  if (changes > 0) return index.changed(runs, changes);
  if (runs === 0) return index.noRun;
  return values.some((one) => isConclusive(one, values)) ? index.unchanged(runs) : index.tooFew(runs);
};

/** Whether the values differ, and are enough for a change in them to be told. */
const isConclusive = (one: readonly number[], all: readonly (readonly number[])[]): boolean =>
  isTestable(one) && !isTooShort(one, all);

const describeScope = (values: readonly (readonly number[])[], { index: { changes } }: Words): string =>
  values.length === 0
    ? changes.nothingAgain
    : changes.scope(values.length, values.filter((one) => isTooShort(one, values)).length);

const standingOf = ({ partial, trials }: HistoryRun): Standing => {
  if (trials.failed > 0) return "failed";
  if (partial) return "partial";
  return trials.invalid > 0 ? "invalid" : "measured";
};

/** Throws an Error for a language that no digest has: a caller's bug. */
const textIn = (texts: Readonly<Record<string, string>>, language: string): string => {
  const text = texts[language];
  if (text === undefined) throw new Error(`a run's digest has no text in ${language}`);
  return text;
};

const buildRow = (run: HistoryRun, words: Words): HistoryRow => {
  const { measured, invalid, failed } = run.trials;
  const { basics, index } = words;
  return {
    id: run.id,
    href: hrefOf(run.id),
    startedAt: run.startedAt,
    headline: basics.capitalise(textIn(run.digest.headlines, basics.language)),
    advice: basics.capitalise(textIn(run.digest.advice, basics.language)),
    command: run.command,
    standing: standingOf(run),
    trials: index.runs.trials(measured, run.plannedTrials, invalid, failed),
    commit: run.environment.commit?.slice(0, 12) ?? "",
    uncommittedChanges: run.environment.uncommittedChanges === true,
    node: run.environment.node,
    machine: describeMachine(run, words),
  };
};
