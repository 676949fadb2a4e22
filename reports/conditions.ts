// Conditions in words, and which of them the rows of a panel share. Knows nothing of measurements.
import type { Conditions, TrialRecord } from "../bench/record.ts";
import { bytes, count, duration, rate } from "./numbers.ts";

/** What one transport responds to: "every 1 s", "hold 30 s"; empty where nothing. */
export const describeSetting = ({ pollEveryMs, holdMs, connection }: Conditions): string =>
  [
    pollEveryMs === null ? "" : `every ${duration(pollEveryMs)}`,
    holdMs === null ? "" : `hold ${duration(holdMs)}`,
    connection === "close" ? "new connection each" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");

/** What all transports of a panel share, in words. */
const describeShared = (c: Conditions): readonly string[] => [
  `${count(c.subscribers)} ${c.subscribers === 1 ? "subscriber" : "subscribers"}`,
  `${rate(c.ratePerSec)}, ${c.schedule === "poisson" ? "Poisson" : "periodic"}`,
  `${bytes(c.bodyBytes)} bodies`,
  `${c.headers} headers`,
];

export const sharedKey = (c: Conditions): string =>
  JSON.stringify([c.subscribers, c.ratePerSec, c.schedule, c.bodyBytes, c.headers]);

export const sameConditions = (a: Conditions, b: Conditions): boolean =>
  sharedKey(a) === sharedKey(b) &&
  a.pollEveryMs === b.pollEveryMs &&
  a.holdMs === b.holdMs &&
  a.connection === b.connection;

const span = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? duration(low) : `${duration(low)} to ${duration(high)}`;
};

export const describeConditions = (c: Conditions, trials: readonly TrialRecord[]): string => {
  const shared = describeShared(c);
  if (trials.length === 0) return shared.join(" · ");
  const warmup = span(trials.map((trial) => trial.warmupMs));
  const measured = `${span(trials.map((trial) => trial.measureMs))} measured after ${warmup} of warm-up`;
  return [...shared, measured].join(" · ");
};

/** Of several panels of one scenario, what sets this one apart from the others: ", 1000 subscribers". */
export const describeDifference = (c: Conditions, others: readonly Conditions[]): string => {
  const all = others.map(describeShared);
  const parts = describeShared(c).filter((part, i) => all.some((other) => other[i] !== part));
  return parts.map((part) => `, ${part}`).join("");
};
