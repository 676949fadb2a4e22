// What is said of a row of which trials do not count: a cell without a measured trial says why in place of its numbers, and
// one with some of them is marked. Knows nothing of tables and charts.
import { count } from "./numbers.ts";
import type { Row } from "./panels.ts";
import { join } from "./phrases.ts";

type Counted = Pick<Row, "trials" | "notes">;

/** "invalid: a client process used 93 % of a core: … (6 of 6 trials)"; null where a trial was measured. */
export const describeAbsence = ({ trials, notes }: Counted): string | null => {
  if (trials.measured > 0) return null;
  return notes.find((note) => /^(invalid|failed): /.test(note)) ?? "no trial was run";
};

/** Behind the figure of a row of which only some trials count. */
export const partlyMark = " *";

/** "invalid" or "failed", and no more: where there is no room for the reason. */
export const nameAbsence = ({ trials }: Pick<Row, "trials">): string => {
  const parts = [trials.invalid > 0 ? "invalid" : "", trials.failed > 0 ? "failed" : ""];
  return parts.filter((part) => part !== "").join(", ") || "not run";
};

export const isPartly = ({ trials }: Pick<Row, "trials">): boolean =>
  trials.measured > 0 && trials.invalid + trials.failed > 0;

interface Named {
  readonly row: Row;
  readonly name: string;
}

/** The sentences that a chart adds to how it is read, each with a space before it; empty where every trial counts. */
export const explainAbsences = (shown: readonly Named[]): string => {
  const partly = shown
    .filter(({ row }) => isPartly(row))
    .map(({ row: { trials }, name }) => {
      const rest = [
        trials.invalid > 0 ? `${count(trials.invalid)} invalid` : "",
        trials.failed > 0 ? `${count(trials.failed)} failed` : "",
      ].filter((part) => part !== "");
      return `${name} (${join(rest)} of ${count(trials.measured + trials.invalid + trials.failed)} trials)`;
    });
  const absent = shown.flatMap(({ row, name }) => {
    const why = describeAbsence(row);
    return why === null ? [] : [`${name}: ${why}`];
  });
  return [
    partly.length === 0 ? "" : ` Marked *: trials that were not measured do not count: ${join(partly)}.`,
    absent.length === 0 ? "" : ` Without figures: ${absent.join("; ")}.`,
  ].join("");
};
