// A panel's rows as the charts of cost show them: those with a measured trial, each under the name it stands for.
import { nameRow, type Panel, type Row } from "./panels.ts";
import type { TransportView } from "./transport-views.ts";

export interface Entry {
  readonly row: Row;
  readonly view: TransportView;
  readonly name: string;
}

export const entriesOf = (panel: Panel, transports: readonly TransportView[]): readonly Entry[] =>
  panel.rows.flatMap((row) =>
    row.measured.length === 0
      ? []
      : transports
          .filter(({ name }) => name === row.transport)
          .map((view) => ({ row, view, name: panel.kind === "sweep" ? nameRow(row) : row.label })),
  );

/** The look of a row's transport: a list of one, or of none where the run does not name it. */
export const viewOf = (transports: readonly TransportView[], row: Row): readonly TransportView[] =>
  transports.filter(({ name }) => name === row.transport);
