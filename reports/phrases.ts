// Turns of phrase that the sentences of a verdict share. An interval that is missing is named as missing, and an order
// is claimed only where no two intervals overlap. Knows nothing of scenarios.
import type { Estimate } from "../bench/record.ts";
import { figure, thin } from "./numbers.ts";

/** A number that stands for a transport in a sentence. */
export interface Entry {
  readonly name: string;
  readonly estimate: Estimate;
}

export const join = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** A label inside a sentence: "Long polling" loses its capital, "WebSocket" keeps it. */
export const inSentence = (label: string): string =>
  /^[A-Z][a-z]+(?![A-Za-z])/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const ascending = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((a, b) => a.estimate.median - b.estimate.median);

export const withoutInterval = (entries: readonly Entry[]): boolean =>
  entries.some(({ estimate }) => estimate.low === null || estimate.high === null);

/** Whether two intervals have nothing in common; null where one is missing. */
export const apart = (a: Estimate, b: Estimate): boolean | null =>
  a.low === null || a.high === null || b.low === null || b.high === null ? null : a.high < b.low || b.high < a.low;

/** Neighbours in ascending order between which the trials tell no difference. */
export const ties = (entries: readonly Entry[]): readonly (readonly [Entry, Entry])[] =>
  entries.flatMap((entry, i) => {
    const next = entries[i + 1];
    return next && apart(entry.estimate, next.estimate) === false ? [[entry, next] as const] : [];
  });

/** "0.367 ms by WebSocket (0.336 to 0.383)"; an interval that prints like its median is left out. */
export const say = ({ name, estimate: { median, low, high } }: Entry, unit: string): string => {
  const value = figure(median);
  const known = low !== null && high !== null && (figure(low) !== value || figure(high) !== value);
  return `${value}${unit === "" ? "" : thin + unit} by ${name}${known ? ` (${figure(low)} to ${figure(high)})` : ""}`;
};

/** What the intervals allow to be said of an order; empty for a single entry. */
export const caution = (entries: readonly Entry[]): string => {
  if (entries.length < 2) return "";
  if (withoutInterval(entries)) return "not ranked, with fewer than six trials";
  const tied = ties(entries).map(([a, b]) => `between ${a.name} and ${b.name}`);
  return tied.length === 0 ? "no two of the intervals overlap" : `no difference was detected ${tied.join(", or ")}`;
};

/** "5 trials each", "4 to 5 trials each". */
export const trialsEach = (entries: readonly Entry[]): string => {
  const counts = entries.map(({ estimate }) => estimate.trials);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? least : `${least} to ${most}`} ${most === 1 ? "trial" : "trials"} each`;
};
