// A panel's rows as the charts of cost show them, each under the name it stands for: the rows with a measured trial, and
// apart from them those without one.

import type { TransportView } from "../legend/transports.ts";
import { isPartly, nameAbsence, partlyMark } from "../view/absences.ts";
import { nameRow, type Panel, type Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";

export interface Entry {
  readonly row: Row;
  readonly view: TransportView;
  readonly name: string;
  /** Behind a figure: nothing, or the mark of a row of which some trials do not count. */
  readonly mark: string;
}

const allEntries = (panel: Panel, transports: readonly TransportView[], words: Words): readonly Entry[] =>
  panel.rows.flatMap((row) =>
    viewOf(transports, row).map((view) => ({
      row,
      view,
      name: panel.kind === "sweep" ? nameRow(row, words) : row.label,
      mark: isPartly(row) ? partlyMark : "",
    })),
  );

export const entriesOf = (panel: Panel, transports: readonly TransportView[], words: Words): readonly Entry[] =>
  allEntries(panel, transports, words).filter(({ row }) => row.measured.length > 0);

/** Those that have a place in a chart and no figure there. */
export const absentEntries = (panel: Panel, transports: readonly TransportView[], words: Words): readonly Entry[] =>
  allEntries(panel, transports, words).filter(({ row }) => row.measured.length === 0);

/** The look of a row's transport: a list of one, or of none where the run does not name it. */
export const viewOf = (transports: readonly TransportView[], row: Row): readonly TransportView[] =>
  transports.filter(({ name }) => name === row.transport);

/** Rows of a bar chart for what has no bar; `field` names the category. */
export const absentRows = (
  field: string,
  entries: readonly Entry[],
  words: Words,
): readonly { readonly [field: string]: string }[] =>
  entries.map(({ row, name }) => ({ [field]: name, absent: nameAbsence(row, words) }));

/** As the panel's table has them, whether or not they have a figure. */
export const inPanelOrder = <T extends { readonly row: Row }>(panel: Panel, shown: readonly T[]): readonly T[] =>
  shown.toSorted((a, b) => panel.rows.indexOf(a.row) - panel.rows.indexOf(b.row));
