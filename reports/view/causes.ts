// The causes that left trials of a run without a result: each once, with how many trials it holds for and what to do next. Knows
// nothing of pages and terminals.

import type { Run } from "../../bench/record/run.ts";
import { isMeasured, type TrialRecord } from "../../bench/record/trial.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { Words } from "../words/words.ts";
import { kindOf, sayTogether } from "./remarks.ts";

/** A remark says what to do next; a failure is told in the words of whoever failed, who knows no remedy. */
const remedy = (trials: readonly TrialRecord[], { page: { causes } }: Words): string => {
  const of = (name: (trial: TrialRecord) => string): string => [...new Set(trials.map(name))].join(",");
  return trials.every(({ status }) => status === "failed")
    ? causes.alone(
        of(({ scenario }) => scenario),
        of(({ transport }) => transport.split(":", 1).join("")),
      )
    : "";
};

/** From the most trials to the fewest; without the cause for which the run stopped itself, which is a warning of its own. */
export const causesOf = ({ trials, stopped }: Run, words: Words): readonly string[] => {
  const known = stopped?.because === "spoilt" ? kindOf(stopped.reason) : null;
  const told = trials.flatMap((trial) => {
    if (isMeasured(trial)) return [];
    const because = words.panel.because[trial.status];
    return trial.reasons.map((remark) => ({ trial, remark, because }));
  });
  const alike = Map.groupBy(
    told.filter(({ remark }) => kindOf(remark) !== known),
    ({ because, remark }) => `${because}${kindOf(remark)}`,
  );
  return [...alike.values()]
    .map((of) => ({ of, spoilt: [...new Set(of.map(({ trial }) => trial))] }))
    .toSorted((x, y) => y.spoilt.length - x.spoilt.length)
    .map(({ of, spoilt }) => {
      const remarks = of.map(({ remark }) => remark);
      const said = `${valueAt(of, 0).because}${sayTogether(remarks, words)}`;
      return words.basics.clauses([words.panel.note(said, spoilt.length, trials.length), remedy(spoilt, words)]);
    });
};
