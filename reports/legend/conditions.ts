// Conditions in words, and which of them the rows of a panel share. Knows nothing of measurements.
import type { Conditions, TrialRecord } from "../../bench/record/trial.ts";
import { type Factor, sharedFactors } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { bytes, count, duration } from "../writing/numbers.ts";

/** The setting that is one transport's own: "every 1 s", "hold 30 s"; empty without one. */
export const describeSetting = (
  { pollEveryMs, holdMs, connection }: Pick<Conditions, "pollEveryMs" | "holdMs" | "connection">,
  { basics, conditions }: Words,
): string =>
  basics.parts([
    pollEveryMs === null ? "" : basics.every(duration(pollEveryMs)),
    holdMs === null ? "" : basics.hold(duration(holdMs)),
    connection === "close" ? conditions.newConnection : "",
  ]);

const spacingOf = ({ schedule }: Conditions): "poisson" | "periodic" =>
  schedule === "poisson" ? "poisson" : "periodic";

const publishingOf = (c: Conditions, { basics, conditions }: Words): string =>
  c.schedule === "silent" ? conditions.silent : conditions.spaced[spacingOf(c)](basics.rate(c.ratePerSec));

/** One factor's value, as it stands in a row's setting or a title; empty for one that nobody set. */
export const describeFactor = (factor: Factor, c: Conditions, { basics, conditions }: Words): string => {
  const words: Readonly<Record<Factor, () => string>> = {
    ratePerSec: () => (c.schedule === "silent" ? conditions.silent : basics.rate(c.ratePerSec)),
    oneWayMs: () => conditions.away(duration(c.oneWayMs)),
    bodyBytes: () => conditions.bodies(bytes(c.bodyBytes)),
    subscribers: () => basics.subscribers(c.subscribers),
    headers: () => conditions.headers[c.headers],
    clientProcesses: () => (c.clientProcesses === null ? "" : conditions.clientProcesses(c.clientProcesses)),
    pollEveryMs: () => (c.pollEveryMs === null ? "" : basics.every(duration(c.pollEveryMs))),
  };
  return words[factor]();
};

/** The shared conditions in words, in the order of a panel's line. `factor`: the one that its rows do not share. */
const describeShared = (c: Conditions, factor: Factor | null, words: Words): readonly string[] => [
  ...(factor === "subscribers" ? [] : [describeFactor("subscribers", c, words)]),
  ...(factor === "ratePerSec" ? [words.conditions.messages[spacingOf(c)]] : [publishingOf(c, words)]),
  ...(factor === "bodyBytes" || c.schedule === "silent" ? [] : [describeFactor("bodyBytes", c, words)]),
  ...(factor === "headers" ? [] : [describeFactor("headers", c, words)]),
  ...(factor === "oneWayMs" || c.oneWayMs === 0 ? [] : [describeFactor("oneWayMs", c, words)]),
  ...(factor === "clientProcesses" || c.clientProcesses === null ? [] : [describeFactor("clientProcesses", c, words)]),
];

/** Conditions have the same text where they agree in all that transports share, apart from the factor of a sweep. */
export const sharedKey = (c: Conditions, factor: Factor | null = null): string =>
  JSON.stringify([c.schedule, ...sharedFactors.map((name) => (name === factor ? null : c[name]))]);

const span = (values: readonly number[], { basics }: Words): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? duration(low) : basics.range(duration(low), duration(high));
};

/** The least and the most of a sweep's factor; kinds of headers have no such ends. */
const describeRange = (
  factor: Factor | null,
  all: readonly Conditions[],
  { conditions: { ranges } }: Words,
): readonly string[] => {
  if (factor === null || factor === "headers" || factor === "pollEveryMs") return [];
  const values = all.map((conditions) => placeOf(factor, conditions));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const words: Readonly<Record<typeof factor, string>> = {
    ratePerSec: ranges.ratePerSec(low, high),
    oneWayMs: ranges.oneWayMs(duration(low), duration(high)),
    bodyBytes: ranges.bodyBytes(bytes(low), bytes(high)),
    subscribers: ranges.subscribers(count(low), count(high)),
    clientProcesses: ranges.clientProcesses(count(low), count(high)),
  };
  return [words[factor]];
};

/** The conditions that the rows share, the range of a sweep's factor, and the window of its trials. */
export const describeConditions = (
  all: readonly Conditions[],
  factor: Factor | null,
  trials: readonly TrialRecord[],
  words: Words,
): string => {
  const [first] = all;
  if (first === undefined) return "";
  const shared = [...describeShared(first, factor, words), ...describeRange(factor, all, words)];
  if (trials.length === 0) return shared.join(" · ");
  const [measured, warmup] = [trials.map((trial) => trial.measureMs), trials.map((trial) => trial.warmupMs)];
  return [...shared, words.conditions.window(span(measured, words), span(warmup, words))].join(" · ");
};

/** The difference of one panel from the others of its scenario: "1000 subscribers". */
export const describeDifference = (
  c: Conditions,
  others: readonly Conditions[],
  factor: Factor | null,
  words: Words,
): readonly string[] =>
  sharedFactors
    .filter((name) => name !== factor && others.some((other) => other[name] !== c[name]))
    .map((name) => describeFactor(name, c, words))
    .filter((text) => text !== "");

const headKinds: readonly Conditions["headers"][] = ["published", "minimal", "browser"];

/** A value's place along a sweep. */
export const placeOf = (factor: Factor, conditions: Conditions): number =>
  factor === "headers" ? headKinds.indexOf(conditions.headers) : (conditions[factor] ?? 0);

/** Two points are no curve: two values of a factor are two panels, each of which says more. */
const leastValues = 3;

/** The factor with the most values among those that all transports respond to; else the poll interval, if it has several. */
export const sweptFactor = (all: readonly Conditions[]): Factor | null => {
  const valuesOf = (factor: Factor): number => new Set(all.flatMap((conditions) => conditions[factor] ?? [])).size;
  const [most] = sharedFactors.toSorted((a, b) => valuesOf(b) - valuesOf(a));
  if (most !== undefined && valuesOf(most) >= leastValues) return most;
  return valuesOf("pollEveryMs") > 1 ? "pollEveryMs" : null;
};
