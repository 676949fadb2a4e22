// Turns of phrase that the sentences of a verdict share. A missing interval is named as missing, and a difference is claimed
// only where the run's comparison with its baseline found one. Knows nothing of scenarios.
import type { Comparison, Estimate } from "../../bench/record/summary.ts";
import type { Words } from "../words/words.ts";
import { figure, withUnit } from "../writing/numbers.ts";
import { shownInterval } from "./estimates.ts";

/** A transport's number in a sentence. */
export interface NamedEstimate {
  readonly name: string;
  readonly estimate: Estimate;
  /** Against the baseline. `baseline`: it is the baseline itself; null where the two were not compared. */
  readonly verdict: Comparison["verdict"] | "baseline" | "saturated";
  /** "±12 %": what its comparison could have shown; empty where it has none. */
  readonly seen: string;
}

export interface ByVerdict {
  /** null without one, and with several, among which "the baseline" would not say which. */
  readonly baseline: NamedEstimate | null;
  readonly less: readonly NamedEstimate[];
  readonly more: readonly NamedEstimate[];
  /** The same within the margin of equivalence. */
  readonly same: readonly NamedEstimate[];
  /** Neither a difference nor sameness is told. */
  readonly unclear: readonly NamedEstimate[];
  readonly untold: readonly NamedEstimate[];
  readonly saturated: readonly NamedEstimate[];
}

export const groupByVerdict = (entries: readonly NamedEstimate[]): ByVerdict => {
  const of = (verdict: NamedEstimate["verdict"]): readonly NamedEstimate[] =>
    entries.filter((entry) => entry.verdict === verdict);
  const [baseline = null, ...others] = of("baseline");
  return {
    baseline: others.length === 0 ? baseline : null,
    less: of("less"),
    more: of("more"),
    same: of("same"),
    unclear: of("~"),
    untold: of("untold"),
    saturated: of("saturated"),
  };
};

/** From the least to the most; what is saturated ranks last. */
export const ascending = (entries: readonly NamedEstimate[]): readonly NamedEstimate[] =>
  entries.toSorted(
    (a, b) =>
      Number(a.verdict === "saturated") - Number(b.verdict === "saturated") || a.estimate.median - b.estimate.median,
  );

export const withoutInterval = (entries: readonly NamedEstimate[]): boolean =>
  entries.some(({ estimate }) => estimate.low === null || estimate.high === null);

/** "0.367 ms by WebSocket (0.336 to 0.383)"; an interval that prints like its median is left out. */
export const say = ({ name, estimate }: NamedEstimate, unit: string, { basics, verdict }: Words): string => {
  const value = figure(estimate.median);
  const interval = shownInterval(estimate, value, figure);
  return verdict.said(
    unit === "" ? value : withUnit(estimate.median, unit),
    name,
    interval === null ? "" : basics.range(...interval),
  );
};

/** Nothing was tested: why a reader is told of no difference. */
const untested = (entries: readonly NamedEstimate[], { verdict }: Words): string =>
  withoutInterval(entries) ? verdict.notRanked : verdict.untested;

/** Claims no more than the comparisons with the baseline allow, and nothing of two others against each other. */
export const caution = (entries: readonly NamedEstimate[], words: Words): string => {
  if (entries.length < 2) return "";
  const { baseline, less, more, same, unclear, untold, saturated } = groupByVerdict(entries);
  const told = [...less, ...more, ...same, ...unclear];
  if (baseline === null || (told.length === 0 && (untold.length === 0 || withoutInterval(entries)))) {
    return untested(entries, words);
  }
  const { basics, verdict } = words;
  const names = (group: readonly NamedEstimate[]): string => basics.join(group.map(({ name }) => name));
  const withSeen = (group: readonly NamedEstimate[]): string =>
    basics.join(group.map(({ name, seen }) => verdict.withSeen(name, seen)));
  const clauses = [
    less.length > 0 ? verdict.tookLess(names(less), baseline.name) : "",
    more.length > 0 ? verdict.tookMore(names(more), baseline.name) : "",
    same.length > 0 ? verdict.tookSame(withSeen(same), baseline.name) : "",
    unclear.length > 0 ? verdict.notTold(withSeen(unclear), baseline.name) : "",
    untold.length > 0 ? verdict.tooFew(names(untold), baseline.name) : "",
    saturated.length > 0 ? verdict.saturated(names(saturated)) : "",
  ].filter((clause) => clause !== "");
  return basics.conjoin(clauses);
};

/** "5 trials each", "4 to 5 trials each". */
export const trialsEach = (entries: readonly NamedEstimate[], { verdict }: Words): string => {
  const counts = entries.map(({ estimate }) => estimate.trials);
  return verdict.trialsEach(Math.min(...counts), Math.max(...counts));
};
