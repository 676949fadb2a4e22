// A panel's rows as the charts show them, each under the name it stands for. Knows nothing of what a chart shows of them.
import { metricOf } from "../../bench/record/metrics.ts";
import type { MetricName } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import { isPartly, partlyMark } from "../view/absences.ts";
import { nameRow, type Panel, type Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";

export interface ShownRow {
  readonly row: Row;
  readonly view: TransportView;
  readonly name: string;
  /** Stands behind a figure: nothing, or the mark of a row of which some trials do not count. */
  readonly mark: string;
}

export interface ShownRows {
  /** The rows with a measured trial. */
  readonly measured: readonly ShownRow[];
  /** The others: they have a place in a chart and no figure there. */
  readonly absent: readonly ShownRow[];
}

export const showRows = (panel: Panel, transports: readonly TransportView[], words: Words): ShownRows => {
  const all = panel.rows.flatMap((row) =>
    viewOf(transports, row).map((view) => ({
      row,
      view,
      name: panel.kind === "sweep" ? nameRow(row, words) : row.label,
      mark: isPartly(row) ? partlyMark : "",
    })),
  );
  return {
    measured: all.filter(({ row }) => row.measured.length > 0),
    absent: all.filter(({ row }) => row.measured.length === 0),
  };
};

/** The look of a row's transport: a list of one, or of none where the run does not name it. */
export const viewOf = (transports: readonly TransportView[], row: Row): readonly TransportView[] =>
  transports.filter(({ name }) => name === row.transport);

/** The order of the panel's table. */
export const inPanelOrder = <T extends { readonly row: Row }>(panel: Panel, shown: readonly T[]): readonly T[] =>
  shown.toSorted((a, b) => panel.rows.indexOf(a.row) - panel.rows.indexOf(b.row));

/** A metric's values in the row's invalid trials, which are drawn hollow, apart from what was measured. */
export const invalidValues = ({ invalid }: Row, metric: MetricName): readonly number[] =>
  invalid.flatMap((trial) => metricOf[metric]({ ...trial, status: "measured" }) ?? []);
