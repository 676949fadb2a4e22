// Conditions in words, and which of them the rows of a panel share. Knows nothing of measurements.
import type { Conditions, TrialRecord } from "../bench/record.ts";
import { bytes, count, duration, rate } from "./numbers.ts";

/** What one transport responds to: "every 1 s", "hold 30 s"; empty where nothing. */
export const describeSetting = ({
  pollEveryMs,
  holdMs,
  connection,
}: Pick<Conditions, "pollEveryMs" | "holdMs" | "connection">): string =>
  [
    pollEveryMs === null ? "" : `every ${duration(pollEveryMs)}`,
    holdMs === null ? "" : `hold ${duration(holdMs)}`,
    connection === "close" ? "new connection each" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");

/** Factors that every transport responds to, so that a scenario run with several values of one is a sweep over all of them. */
export const sharedFactors = ["ratePerSec", "oneWayMs", "bodyBytes", "subscribers", "headers"] as const;
export type SharedFactor = (typeof sharedFactors)[number];
/** What a sweep goes along; a poll interval is a factor of short polling alone. */
export type Factor = SharedFactor | "pollEveryMs";

const subscribersOf = ({ subscribers }: Conditions): string =>
  `${count(subscribers)} ${subscribers === 1 ? "subscriber" : "subscribers"}`;

const publishingOf = ({ ratePerSec, schedule }: Conditions): string =>
  schedule === "silent" ? "nothing is said" : `${rate(ratePerSec)}, ${schedule === "poisson" ? "Poisson" : "periodic"}`;

/** One factor's value, as it stands in a row's setting or a title. */
export const describeFactor = (factor: Factor, c: Conditions): string => {
  const words: Readonly<Record<Factor, () => string>> = {
    ratePerSec: () => (c.schedule === "silent" ? "nothing is said" : rate(c.ratePerSec)),
    oneWayMs: () => `${duration(c.oneWayMs)} away`,
    bodyBytes: () => `${bytes(c.bodyBytes)} bodies`,
    subscribers: () => subscribersOf(c),
    headers: () => `${c.headers} headers`,
    pollEveryMs: () => (c.pollEveryMs === null ? "" : `every ${duration(c.pollEveryMs)}`),
  };
  return words[factor]();
};

/** In words, in the order of a panel's line; null of the factor that its rows do not share. */
const describeShared = (c: Conditions, factor: Factor | null): readonly string[] => [
  ...(factor === "subscribers" ? [] : [subscribersOf(c)]),
  ...(factor === "ratePerSec" ? [`${c.schedule === "poisson" ? "Poisson" : "periodic"} messages`] : [publishingOf(c)]),
  ...(factor === "bodyBytes" || c.schedule === "silent" ? [] : [describeFactor("bodyBytes", c)]),
  ...(factor === "headers" ? [] : [describeFactor("headers", c)]),
  ...(factor === "oneWayMs" || c.oneWayMs === 0 ? [] : [describeFactor("oneWayMs", c)]),
];

/** The same text for conditions that all transports share, but for the factor of a sweep. */
export const sharedKey = (c: Conditions, factor: Factor | null = null): string =>
  JSON.stringify([c.schedule, ...sharedFactors.map((name) => (name === factor ? null : c[name]))]);

const span = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? duration(low) : `${duration(low)} to ${duration(high)}`;
};

/** From the least to the most of what a sweep goes along; kinds of headers have no such ends. */
const describeRange = (factor: Factor | null, all: readonly Conditions[]): readonly string[] => {
  if (factor === null || factor === "headers" || factor === "pollEveryMs") return [];
  const values = all.map((conditions) => conditions[factor]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const words: Readonly<Record<typeof factor, string>> = {
    ratePerSec: `${Number(low.toPrecision(3))} to ${rate(high)}`,
    oneWayMs: `${duration(low)} to ${duration(high)} away`,
    bodyBytes: `bodies of ${bytes(low)} to ${bytes(high)}`,
    subscribers: `${count(low)} to ${count(high)} subscribers`,
  };
  return [words[factor]];
};

/** What the rows share, the range of what a sweep goes along, and the window of its trials. */
export const describeConditions = (
  all: readonly Conditions[],
  factor: Factor | null,
  trials: readonly TrialRecord[],
): string => {
  const [first] = all;
  if (first === undefined) return "";
  const shared = [...describeShared(first, factor), ...describeRange(factor, all)];
  if (trials.length === 0) return shared.join(" · ");
  const warmup = span(trials.map((trial) => trial.warmupMs));
  const measured = `${span(trials.map((trial) => trial.measureMs))} measured after ${warmup} of warm-up`;
  return [...shared, measured].join(" · ");
};

/** Of several panels of one scenario, what sets this one apart from the others: ", 1000 subscribers". */
export const describeDifference = (c: Conditions, others: readonly Conditions[], factor: Factor | null): string =>
  sharedFactors
    .filter((name) => name !== factor && others.some((other) => other[name] !== c[name]))
    .map((name) => `, ${describeFactor(name, c)}`)
    .join("");
