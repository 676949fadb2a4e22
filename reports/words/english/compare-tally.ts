// English: how many comparisons have which verdict, and the headline that follows from it.
import type { GateVerdict } from "../../../bench/gate/line.ts";
import { plural } from "./plural.ts";

export type Counts = Readonly<Record<GateVerdict, number>>;

/** A number of comparisons with that verdict. */
export const tallied: Readonly<Record<GateVerdict, (count: number) => string>> = {
  regression: (count) => plural(count, "regression", "regressions"),
  improvement: (count) => plural(count, "improvement", "improvements"),
  changed: (count) => `${count} changed`,
  same: (count) => `${count} the same`,
  "cannot tell": (count) => `${count} that cannot be told`,
  "not comparable": (count) => `${count} not comparable`,
};

export const tallyOrder: readonly GateVerdict[] = [
  "regression",
  "improvement",
  "changed",
  "same",
  "cannot tell",
  "not comparable",
];

/** Comparisons that have a verdict, and all. */
export const sizesOf = (counts: Counts): Readonly<Record<"judged" | "all" | "untold", number>> => {
  const untold = counts["cannot tell"] + counts["not comparable"];
  const all = tallyOrder.reduce((sum, verdict) => sum + counts[verdict], 0);
  return { judged: all - untold, all, untold };
};

/** "84 of 132 comparisons judged, 48 could not be told": every headline says so. */
const judgedOf = (counts: Counts): string => {
  const { judged, all, untold } = sizesOf(counts);
  const rest = untold === 0 ? "" : `, ${untold} could not be told`;
  return `${judged} of ${plural(all, "comparison", "comparisons")} judged${rest}`;
};

export const headline = (counts: Counts, noTime: boolean): string => {
  const { regression, improvement } = counts;
  if (noTime) {
    const { judged, all } = sizesOf(counts);
    const worse = regression > 0 ? tallied.regression(regression) : "none worse";
    return `${judged} of ${all} judged, ${worse}; no response time could be judged: that is no pass`;
  }
  if (regression > 0) return `${tallied.regression(regression)}: ${judgedOf(counts)}`;
  const better = improvement > 0 ? `, and ${tallied.improvement(improvement)}` : "";
  return `No regression${better}: ${judgedOf(counts)}`;
};
