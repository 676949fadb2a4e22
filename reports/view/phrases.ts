// Turns of phrase that the sentences of a verdict share. An interval that is missing is named as missing, and a difference
// is claimed only where the run's comparison with its baseline found one. Knows nothing of scenarios.
import type { Comparison, Estimate } from "../../bench/record/summary.ts";
import type { Words } from "../words/words.ts";
import { figure, thin } from "../writing/numbers.ts";

/** A number that stands for a transport in a sentence. */
export interface Entry {
  readonly name: string;
  readonly estimate: Estimate;
  /** Against the baseline; `baseline` of that one itself, null where the two were not compared. */
  readonly verdict: Comparison["verdict"] | "baseline" | null;
}

export interface Groups {
  /** null where there is none, or more than one, so that "the baseline" would not say which. */
  readonly baseline: Entry | null;
  readonly less: readonly Entry[];
  readonly more: readonly Entry[];
  /** No difference was detected. */
  readonly same: readonly Entry[];
  readonly untold: readonly Entry[];
}

export const groupEntries = (entries: readonly Entry[]): Groups => {
  const of = (verdict: Entry["verdict"]): readonly Entry[] => entries.filter((entry) => entry.verdict === verdict);
  const [baseline = null, ...others] = of("baseline");
  return {
    baseline: others.length === 0 ? baseline : null,
    less: of("less"),
    more: of("more"),
    same: of("~"),
    untold: of("untold"),
  };
};

export const ascending = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((a, b) => a.estimate.median - b.estimate.median);

export const withoutInterval = (entries: readonly Entry[]): boolean =>
  entries.some(({ estimate }) => estimate.low === null || estimate.high === null);

/** "0.367 ms by WebSocket (0.336 to 0.383)"; an interval that prints like its median is left out. */
export const say = (
  { name, estimate: { median, low, high } }: Entry,
  unit: string,
  { basics, verdict }: Words,
): string => {
  const value = figure(median);
  const known = low !== null && high !== null && (figure(low) !== value || figure(high) !== value);
  const interval = known ? basics.range(figure(low), figure(high)) : "";
  return verdict.said(`${value}${unit === "" ? "" : thin + unit}`, name, interval);
};

/** What a reader is told where nothing was tested. */
const untested = (entries: readonly Entry[], { verdict }: Words): string =>
  withoutInterval(entries) ? verdict.notRanked : verdict.untested;

/** What the comparisons with the baseline allow to be said, and nothing of two others against each other. */
export const caution = (entries: readonly Entry[], words: Words): string => {
  if (entries.length < 2) return "";
  const { baseline, less, more, same, untold } = groupEntries(entries);
  const told = [...less, ...more, ...same];
  if (baseline === null || (told.length === 0 && (untold.length === 0 || withoutInterval(entries)))) {
    return untested(entries, words);
  }
  const { basics, verdict } = words;
  const names = (group: readonly Entry[]): string => basics.join(group.map(({ name }) => name));
  const clauses = [
    less.length > 0 ? verdict.tookLess(names(less), baseline.name) : "",
    more.length > 0 ? verdict.tookMore(names(more), baseline.name) : "",
    same.length > 0 ? verdict.tookSame(names(same), baseline.name) : "",
    untold.length > 0 ? verdict.tooFew(names(untold), baseline.name) : "",
  ].filter((clause) => clause !== "");
  return basics.conjoin(clauses);
};

/** "5 trials each", "4 to 5 trials each". */
export const trialsEach = (entries: readonly Entry[], { verdict }: Words): string => {
  const counts = entries.map(({ estimate }) => estimate.trials);
  return verdict.trialsEach(Math.min(...counts), Math.max(...counts));
};
