// Where one transport overtakes another along one factor, in one metric: found in a run's summaries. Pure.
// Knows nothing of trials; says nothing where two neighbouring settings do not settle it.

import type { Estimate, MetricName, Summary } from "../record/summary.ts";
import { blackoutOf, longPollRequestsPerSec, shortPollBeatsLongPollAbove } from "./model.ts";

export const crossingFactors = ["ratePerSec", "oneWayMs", "pollEveryMs", "bodyBytes", "subscribers"] as const;
export type CrossingFactor = (typeof crossingFactors)[number];

export const crossingMetrics = [
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
  /** The transport that has less of the metric (less is better) below the crossing, and the one that has less above it. */
  readonly below: string;
  readonly above: string;
  /** The setting where the medians meet: between two measured ones, logarithms against logarithms. */
  readonly at: number;
  readonly between: readonly [number, number];
  /** Where the closed form of the requests has long and short polling meet; null where there is none. */
  readonly predictedAt: number | null;
  /** The other factors, which stayed the same. */
  readonly held: Readonly<Partial<Record<CrossingFactor, number>>>;
}

/** In the order of the summaries, then of the factors and metrics above. */
export const crossings = (summaries: readonly Summary[]): readonly Crossing[] =>
  crossingFactors.flatMap((factor) => {
    const lines = linesAlong(factor, summaries);
    return lines.flatMap((first, index) =>
      lines
        .slice(index + 1)
        .flatMap((second) =>
          comparable(first, second, factor)
            ? crossingMetrics.flatMap((metric) => crossingsOf({ factor, metric, first, second }))
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

/** Of two transports under the same conditions, but for the factor and for what only one of them responds to. */
const comparable = ([first]: Line, [second]: Line, factor: CrossingFactor): boolean => {
  if (first.scenario !== second.scenario || first.transport === second.transport) return false;
  const others = { ...second.conditions, [factor]: null };
  return Object.entries({ ...first.conditions, [factor]: null }).every(([name, value]) => {
    const other = Object.entries(others).find(([key]) => key === name)?.[1] ?? null;
    return value === other || value === null || other === null;
  });
};

interface Pair {
  readonly factor: CrossingFactor;
  readonly metric: CrossingMetric;
  readonly first: Line;
  readonly second: Line;
}

/** Both transports at one setting of the factor. */
interface Meeting {
  readonly setting: number;
  readonly first: Summary;
  readonly second: Summary;
}

/** The cell at that setting; at any of them, the one cell of a transport that does not respond to the factor. */
const cellAt = (line: Line, factor: CrossingFactor, setting: number): Summary | undefined =>
  line[0].conditions[factor] === null ? line[0] : line.find(({ conditions }) => conditions[factor] === setting);

const meetings = ({ factor, first, second }: Pair): readonly Meeting[] => {
  const settings = new Set([...first, ...second].flatMap(({ conditions }) => conditions[factor] ?? []));
  return [...settings]
    .toSorted((x, y) => x - y)
    .flatMap((setting) => {
      const [one, other] = [cellAt(first, factor, setting), cellAt(second, factor, setting)];
      return one === undefined || other === undefined ? [] : [{ setting, first: one, second: other }];
    });
};

/** Which of two has clearly less: by the intervals, by the medians where one has none; 0 where neither. */
const sideOf = (first: Estimate, second: Estimate): -1 | 0 | 1 => {
  const known = first.low !== null && first.high !== null && second.low !== null && second.high !== null;
  const [one, other] = known
    ? [
        { low: first.low, high: first.high },
        { low: second.low, high: second.high },
      ]
    : [
        { low: first.median, high: first.median },
        { low: second.median, high: second.median },
      ];
  return one.high < other.low ? -1 : other.high < one.low ? 1 : 0;
};

const crossingsOf = (pair: Pair): readonly Crossing[] => {
  const { factor, metric } = pair;
  const met = meetings(pair);
  return met.slice(1).flatMap((after, index) => {
    const before = met[index];
    if (before === undefined) return [];
    const low = [before.first.metrics[metric], before.second.metrics[metric]] as const;
    const high = [after.first.metrics[metric], after.second.metrics[metric]] as const;
    if (low[0] === null || low[1] === null || high[0] === null || high[1] === null) return [];
    const side = sideOf(low[0], low[1]);
    if (side === 0 || sideOf(high[0], high[1]) !== -side) return [];
    const [below, above] = side < 0 ? [before.first, before.second] : [before.second, before.first];
    const share = shareUntilEqual([low[0].median, low[1].median], [high[0].median, high[1].median]);
    return [
      {
        scenario: below.scenario,
        metric,
        factor,
        below: below.transport,
        above: above.transport,
        at: settingAt(before.setting, after.setting, share),
        between: [before.setting, after.setting],
        predictedAt: metric === "requestsPerSubscriberSecond" ? predictedAt(factor, before) : null,
        held: heldOf(factor, before),
      },
    ];
  });
};

/** How far from the one setting to the other: where the logarithms are equal, or the values where one has no logarithm. */
const shareUntilEqual = (low: readonly [number, number], high: readonly [number, number]): number => {
  const inLogs = [...low, ...high].every((value) => value > 0);
  const difference = ([one, other]: readonly [number, number]): number =>
    inLogs ? Math.log(one / other) : one - other;
  const start = difference(low);
  return start / (start - difference(high));
};

const settingAt = (from: number, to: number, share: number): number =>
  from > 0 ? from * (to / from) ** share : from + (to - from) * share;

/** Of Poisson messages, for long against short polling: along the rate, and along the interval. */
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
