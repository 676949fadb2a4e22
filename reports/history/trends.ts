// Runs of the same plan on the same machine, in the order of time, and their numbers as series: one for each transport,
// metric and Node. Pure. Knows nothing of what a change is, nor of charts.
import { cellKey } from "../../bench/record/metrics.ts";
import { type ComparedMetric, comparedMetrics, type Estimate } from "../../bench/record/summary.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import type { CellFacts, RunFacts } from "../../bench/run/runs.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { figure, thin } from "../writing/numbers.ts";

/** The part of a whole run that a history keeps, beside its facts. */
export interface RunDigest {
  /** The headline by the language of its words. */
  readonly headlines: Readonly<Record<string, string>>;
  /** The advice, by the language of its words; empty where the run gives none. */
  readonly advice: Readonly<Record<string, string>>;
  readonly transports: readonly TransportView[];
}

export type HistoryRun = RunFacts<RunDigest>;

/** A chart draws no more runs of a plan than this, the last ones. Changes are looked for in them alone. */
export const mostDrawn = 60;

interface MetricForm {
  readonly unit: string;
  /** A word for a chart's id. */
  readonly id: string;
}

export const metricForms: Readonly<Record<ComparedMetric, MetricForm>> = {
  responseTimeP50Ms: { unit: "ms", id: "p50" },
  responseTimeTailMs: { unit: "ms", id: "tail" },
  bytesPerDelivery: { unit: "B", id: "bytes" },
  requestsPerDelivery: { unit: "", id: "requests" },
  serverCpuMsPerThousandDeliveries: { unit: "ms", id: "cpu" },
};

/** "0.367 ms" */
export const showValue = (value: number, metric: ComparedMetric): string => {
  const { unit } = metricForms[metric];
  return `${figure(value)}${unit === "" ? "" : thin + unit}`;
};

interface TrendRun {
  readonly run: HistoryRun;
  /** Date and commit; no other run of the trend has the same label. */
  readonly label: string;
  /** Differences in the environment from the run before, in words. */
  readonly changed: readonly string[];
}

interface TrendPoint {
  /** The index of the run in its trend. */
  readonly at: number;
  readonly value: Estimate;
}

/** The values of one metric of one transport with one Node. */
export interface Series {
  readonly transport: TransportView;
  readonly metric: ComparedMetric;
  readonly node: string;
  /** Oldest first; runs without a value are left out. */
  readonly points: readonly TrendPoint[];
}

export interface Trend {
  readonly id: string;
  readonly scenario: string;
  readonly profile: string;
  /** The conditions of the scenario for one of the transports. */
  readonly conditions: Conditions;
  readonly machine: string;
  /** Oldest first. */
  readonly runs: readonly TrendRun[];
  /** The index of the first run that is drawn. */
  readonly drawnFrom: number;
  readonly transports: readonly TransportView[];
  readonly series: readonly Series[];
}

/**
 * The same text for all runs with the same profile, scenarios, transports and conditions, in whatever order they were
 * named. The conditions are those of all cells: a sweep over other values is another plan, and so is a run that was stopped
 * before each cell had a trial. Seed, number of trials and length of the window are left out: they change how surely a
 * number is known, not what number it is.
 */
export const planOf = ({ profile, scenarios, transports, cells }: HistoryRun): string =>
  JSON.stringify([
    profile,
    scenarios.toSorted(),
    transports.map(({ name }) => name).toSorted(),
    [...new Set(cells.map(cellKey))].toSorted(),
  ]);

/** "Example CPU, 4 cores, linux x64, through network namespaces" */
export const describeMachine = (
  { environment: { cpu, cores, platform }, link }: HistoryRun,
  { index: { trends } }: Words,
): string => trends.machine(cpu, cores, platform, link.way === "namespaces");

/** "0123456"; "0123456+" with uncommitted changes; empty where no commit is known. */
export const shortCommit = ({ environment: { commit, uncommittedChanges } }: HistoryRun): string =>
  `${commit?.slice(0, 7) ?? ""}${uncommittedChanges === true ? "+" : ""}`;

/** Differences in the environment from an earlier run, in words. */
export const describeNews = (run: HistoryRun, before: HistoryRun | undefined, { index }: Words): readonly string[] => {
  const { news } = index.trends;
  if (before === undefined) return [];
  const [now, then] = [run.environment, before.environment];
  return [
    ...(shortCommit(run) === shortCommit(before) && now.commit === then.commit ? [] : [news.commit]),
    ...(now.node === then.node ? [] : [news.node(then.node, now.node)]),
    ...(now.cpu === then.cpu && now.cores === then.cores ? [] : [news.cpu]),
  ];
};

/** Fewer runs make no trend: two points are always on a line. */
export const leastRuns = 4;

/** Trends of the plans that were run so often on one machine; the plan that was run last comes first. `runs` are newest first. */
export const buildTrends = (runs: readonly HistoryRun[], words: Words): readonly Trend[] => {
  const groups = Map.groupBy(runs, (run) => JSON.stringify([planOf(run), describeMachine(run, words)]));
  return [...groups.values()]
    .filter((group) => group.length >= leastRuns)
    .flatMap((group, index) => buildTrend(`trend-${index + 1}`, group, words) ?? []);
};

const buildTrend = (id: string, newestFirst: readonly HistoryRun[], words: Words): Trend | null => {
  const [newest] = newestFirst;
  const scenario = newest === undefined ? null : trendScenario(newest.cells);
  const conditions = newest?.cells.find((cell) => cell.scenario === scenario)?.conditions;
  if (newest === undefined || scenario === null || conditions === undefined) return null;
  const runs = labelled(newestFirst.toReversed(), words);
  const ran = new Set(newest.cells.filter((cell) => cell.scenario === scenario).map(({ transport }) => transport));
  const transports = newest.digest.transports
    .filter(({ name }) => ran.has(name))
    .map((view) => ({ ...view, label: words.basics.transport(view.name, view.label) }));
  return {
    id,
    scenario,
    profile: newest.profile,
    conditions,
    machine: describeMachine(newest, words),
    runs,
    drawnFrom: Math.max(0, runs.length - mostDrawn),
    transports,
    series: comparedMetrics.flatMap((metric) =>
      transports.flatMap((transport) => seriesOf(runs, scenario, transport, metric)),
    ),
  };
};

/** `broadcast`, or else the first scenario that sweeps nothing, and so has one cell for each transport. */
const trendScenario = (cells: readonly CellFacts[]): string | null => {
  const names = [...new Set(cells.map(({ scenario }) => scenario))];
  const plain = names.filter((name) => {
    const own = cells.filter(({ scenario }) => scenario === name).map(({ transport }) => transport);
    return new Set(own).size === own.length;
  });
  return plain.find((name) => name === "broadcast") ?? plain[0] ?? null;
};

const seriesOf = (
  runs: readonly TrendRun[],
  scenario: string,
  transport: TransportView,
  metric: ComparedMetric,
): readonly Series[] => {
  const points = runs.flatMap(({ run }, at) => {
    const cell = run.cells.find((one) => one.scenario === scenario && one.transport === transport.name);
    const value = cell?.metrics[metric] ?? null;
    return value === null ? [] : [{ at, value, node: run.environment.node }];
  });
  return [...Map.groupBy(points, ({ node }) => node)].map(([node, own]) => ({
    transport,
    metric,
    node,
    points: own.map(({ at, value }) => ({ at, value })),
  }));
};

/** "01-15 0123456"; a plus sign marks uncommitted changes, a number tells equal labels apart. */
const labelled = (runs: readonly HistoryRun[], words: Words): readonly TrendRun[] => {
  const taken = new Map<string, number>();
  return runs.map((run, i) => {
    const label = `${new Date(run.startedAt).toISOString().slice(5, 10)} ${shortCommit(run)}`.trim();
    const seen = (taken.get(label) ?? 0) + 1;
    taken.set(label, seen);
    return { run, label: seen === 1 ? label : `${label} (${seen})`, changed: describeNews(run, runs[i - 1], words) };
  });
};
