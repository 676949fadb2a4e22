// Rows with trials that do not count: a cell without a measured trial says why in place of its numbers, and one with some of
// them is marked. Knows nothing of tables and charts.

import type { Words } from "../words/words.ts";
import type { Row } from "./panels.ts";

type Counted = Pick<Row, "trials" | "notes">;

/** "invalid: a client process used 93 % of a core: … (6 of 6 trials)"; null where a trial was measured. */
export const describeAbsence = ({ trials, notes }: Counted, { panel: { because, absences } }: Words): string | null => {
  if (trials.measured > 0) return null;
  return notes.find((note) => note.startsWith(because.invalid) || note.startsWith(because.failed)) ?? absences.none;
};

/** Marks the figure of a row of which only some trials count. */
export const partlyMark = " *";

/** "invalid" or "failed", and no more: where there is no room for the reason. */
export const nameAbsence = ({ trials }: Pick<Row, "trials">, { basics, panel: { absences } }: Words): string =>
  basics.parts([trials.invalid > 0 ? absences.invalid : "", trials.failed > 0 ? absences.failed : ""]) ||
  absences.notRun;

/** A row's name in the table of a chart that has no figure of it. */
export const nameAbsent = ({ row, name }: Named, words: Words): string =>
  `${name}${words.basics.bracketed(nameAbsence(row, words))}`;

/** "1 invalid", "2 failed": how many trials do not count, by status. */
export const uncounted = ({ trials }: Pick<Row, "trials">, { page: { statuses } }: Words): readonly string[] =>
  (["invalid", "failed"] as const).flatMap((status) => (trials[status] > 0 ? [statuses[status](trials[status])] : []));

export const isPartly = ({ trials }: Pick<Row, "trials">): boolean =>
  trials.measured > 0 && trials.invalid + trials.failed > 0;

interface Named {
  readonly row: Row;
  readonly name: string;
}

/** The sentences that a chart adds to how it is read; none where every trial counts. */
export const explainAbsences = (shown: readonly Named[], words: Words): readonly string[] => {
  const { basics, panel } = words;
  const partly = shown
    .filter(({ row }) => isPartly(row))
    .map(({ row, name }) => {
      const { measured, invalid, failed } = row.trials;
      const rest = basics.join(uncounted(row, words));
      return `${name}${basics.bracketed(panel.absences.ofTrials(rest, measured + invalid + failed))}`;
    });
  const absent = shown.flatMap(({ row, name }) => {
    const why = describeAbsence(row, words);
    return why === null ? [] : [basics.headed(name, why)];
  });
  return [
    ...(partly.length === 0 ? [] : [panel.absences.partly(basics.join(partly))]),
    ...(absent.length === 0 ? [] : [panel.absences.absent(basics.clauses(absent))]),
  ];
};
