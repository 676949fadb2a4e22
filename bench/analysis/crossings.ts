// The settings of one factor where one transport overtakes another in one metric, found in a run's summaries. Pure. Knows
// nothing of trials, and says nothing where the intervals at two neighbouring settings do not settle it.

import type { Estimate, MetricName, Summary } from "../record/summary.ts";
import type { Interval } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import { sharesConditions } from "./comparisons.ts";
import { blackoutOf, longPollRequestsPerSec, shortPollBeatsLongPollAbove } from "./model.ts";

export const crossingFactors = ["ratePerSec", "oneWayMs", "pollEveryMs", "bodyBytes", "subscribers"] as const;
export type CrossingFactor = (typeof crossingFactors)[number];

const crossingMetrics = [
  "requestsPerSubscriberSecond",
  "bytesPerSubscriberSecond",
  "responseTimeP50Ms",
  "responseTimeMeanMs",
  "responseTimeP99Ms",
  "serverCpuMsPerThousandDeliveries",
] as const satisfies readonly MetricName[];
export type CrossingMetric = (typeof crossingMetrics)[number];

export interface Crossing {
  readonly scenario: string;
  readonly metric: CrossingMetric;
  readonly factor: CrossingFactor;
  /** The transport that has less of the metric, which is better, below the crossing. */
  readonly below: string;
  /** The one that has less above it. */
  readonly above: string;
  /** The setting of the factor where the medians meet: between two measured ones, logarithms against logarithms. */
  readonly at: number;
  readonly between: readonly [number, number];
  /** The setting where the closed form of the requests has long and short polling meet; null where there is none. */
  readonly predictedAt: number | null;
  /** The settings of the other factors, which stayed the same. */
  readonly held: Readonly<Partial<Record<CrossingFactor, number>>>;
}

/** All crossings, in the order of the factors, then of the summaries, then of the metrics above. */
export const crossings = (summaries: readonly Summary[]): readonly Crossing[] =>
  crossingFactors.flatMap((factor) => {
    const lines = linesAlong(factor, summaries);
    return lines.flatMap((first, index) =>
      lines
        .slice(index + 1)
        .flatMap((second) =>
          comparable(first, second, factor)
            ? crossingMetrics.flatMap((metric) => crossingsOf(meetings(first, second, factor), factor, metric))
            : [],
        ),
    );
  });

/** The cells of one transport that differ in the factor alone, ascending in it; one cell where it does not respond to it. */
type Line = readonly [Summary, ...Summary[]];

const linesAlong = (factor: CrossingFactor, summaries: readonly Summary[]): readonly Line[] => {
  const lines = Map.groupBy(summaries, ({ scenario, transport, conditions }) =>
    JSON.stringify([scenario, transport, ...Object.entries({ ...conditions, [factor]: null })]),
  );
  return [...lines.values()].flatMap((line) => {
    const [first, ...rest] = line.toSorted((x, y) => (x.conditions[factor] ?? 0) - (y.conditions[factor] ?? 0));
    return first === undefined ? [] : [[first, ...rest] as const];
  });
};

/** Whether these are two transports under the same conditions, but for the factor. */
const comparable = ([first]: Line, [second]: Line, factor: CrossingFactor): boolean =>
  first.scenario === second.scenario &&
  first.transport !== second.transport &&
  sharesConditions(first.conditions, second.conditions, factor);

/** Both transports at one setting of the factor. */
interface Meeting {
  readonly setting: number;
  readonly first: Summary;
  readonly second: Summary;
}

/** The cell at that setting. A transport that does not respond to the factor has one cell, which stands at all settings. */
const cellAt = (line: Line, factor: CrossingFactor, setting: number): Summary | undefined =>
  line[0].conditions[factor] === null ? line[0] : line.find(({ conditions }) => conditions[factor] === setting);

const meetings = (first: Line, second: Line, factor: CrossingFactor): readonly Meeting[] => {
  const settings = new Set([...first, ...second].flatMap(({ conditions }) => conditions[factor] ?? []));
  return [...settings]
    .toSorted((x, y) => x - y)
    .flatMap((setting) => {
      const [one, other] = [cellAt(first, factor, setting), cellAt(second, factor, setting)];
      return one === undefined || other === undefined ? [] : [{ setting, first: one, second: other }];
    });
};

/** -1 where the first has clearly less, 1 where the second has; 0 where their intervals do not tell, or they have none. */
const sideOf = (first: Estimate, second: Estimate): -1 | 0 | 1 =>
  isBelow(first, second) ? -1 : isBelow(second, first) ? 1 : 0;

const isBelow = ({ high }: Interval, { low }: Interval): boolean => high !== null && low !== null && high < low;

/** The crossings between neighbouring settings at which the sides change. */
const crossingsOf = (met: readonly Meeting[], factor: CrossingFactor, metric: CrossingMetric): readonly Crossing[] =>
  met.slice(1).flatMap((after, index) => {
    const before = valueAt(met, index);
    const [low, high] = [estimatesAt(before, metric), estimatesAt(after, metric)];
    if (low === null || high === null) return [];
    const side = sideOf(...low);
    if (side === 0 || sideOf(...high) !== -side) return [];
    const [below, above] = side < 0 ? [before.first, before.second] : [before.second, before.first];
    return [
      {
        scenario: below.scenario,
        metric,
        factor,
        below: below.transport,
        above: above.transport,
        at: settingAt(before.setting, after.setting, shareUntilEqual(low, high)),
        between: [before.setting, after.setting],
        predictedAt: metric === "requestsPerSubscriberSecond" ? predictedAt(factor, before) : null,
        held: heldOf(factor, before),
      },
    ];
  });

type Estimates = readonly [first: Estimate, second: Estimate];

const estimatesAt = ({ first, second }: Meeting, metric: CrossingMetric): Estimates | null => {
  const [one, other] = [first.metrics[metric], second.metrics[metric]];
  return one === null || other === null ? null : [one, other];
};

/** How far from the one setting to the other the medians' logarithms are equal, or the medians where one has no logarithm. */
const shareUntilEqual = (low: Estimates, high: Estimates): number => {
  const inLogs = [...low, ...high].every(({ median }) => median > 0);
  const difference = ([one, other]: Estimates): number =>
    inLogs ? Math.log(one.median / other.median) : one.median - other.median;
  const start = difference(low);
  return start / (start - difference(high));
};

const settingAt = (from: number, to: number, share: number): number =>
  from > 0 ? from * (to / from) ** share : from + (to - from) * share;

/** The model's crossing of long and short polling, along the rate or the poll interval, under Poisson messages. */
const predictedAt = (factor: CrossingFactor, { first, second }: Meeting): number | null => {
  const short = [first, second].find(({ conditions }) => conditions.pollEveryMs !== null);
  const long = [first, second].find(({ conditions }) => conditions.holdMs !== null);
  if (short === undefined || long === undefined || long.conditions.schedule !== "poisson") return null;
  const { pollEveryMs } = short.conditions;
  const { holdMs, ratePerSec } = long.conditions;
  const blackoutMs = blackoutOf(long.delays);
  if (blackoutMs === null || pollEveryMs === null || holdMs === null) return null;
  if (factor === "ratePerSec") return shortPollBeatsLongPollAbove(pollEveryMs, blackoutMs);
  return factor === "pollEveryMs" ? 1000 / longPollRequestsPerSec(ratePerSec, holdMs, blackoutMs) : null;
};

const heldOf = (factor: CrossingFactor, { first, second }: Meeting): Crossing["held"] => {
  const settingOf = (name: CrossingFactor): number | null => first.conditions[name] ?? second.conditions[name];
  return Object.fromEntries(
    crossingFactors.flatMap((name) => {
      const value = name === factor ? null : settingOf(name);
      return value === null ? [] : [[name, value] as const];
    }),
  );
};
