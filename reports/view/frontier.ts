// The cells of a run among which a reader chooses how to push under given conditions: every transport in every setting of
// its own, everything else equal. Knows nothing of drawing.
import { describeSetting, sharedKey } from "../legend/conditions.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { nameRow, type Panel, type Row } from "./panels.ts";

export interface FrontierPoint {
  readonly view: TransportView;
  readonly row: Row;
  /** Stands beside the point: the setting where the transport has several, else its label. */
  readonly name: string;
}

export interface Frontier {
  readonly panel: Panel;
  /** The points of each transport, in the order of its settings. */
  readonly points: readonly FrontierPoint[];
  /** Settings without a valid trial, by name. */
  readonly absent: readonly string[];
}

/** The group of rows with the most settings of one transport; null where no transport was run with two. */
export const findFrontier = (
  panels: readonly Panel[],
  transports: readonly TransportView[],
  words: Words,
): Frontier | null => {
  const groups = panels.flatMap((panel) =>
    [...Map.groupBy(panel.rows, ({ conditions }) => sharedKey(conditions)).values()].map((rows) => ({
      panel,
      rows: rows.filter(isTold),
      absent: rows.filter(({ measured }) => measured.length === 0).map((row) => nameOwn(row, words)),
    })),
  );
  const [best] = groups.toSorted((a, b) => mostSettings(b.rows) - mostSettings(a.rows));
  return best === undefined || mostSettings(best.rows) < 2
    ? null
    : { panel: best.panel, points: pointsOf(best.rows, transports, words), absent: best.absent };
};

const isTold = ({ metrics }: Row): boolean =>
  metrics.responseTimeP99Ms !== null && metrics.bytesPerSubscriberSecond !== null;

/** Transport and setting, without the factor of the panel's sweep. */
const nameOwn = ({ label, conditions }: Row, words: Words): string =>
  nameRow({ label, setting: describeSetting(conditions, words) }, words);

const mostSettings = (rows: readonly Row[]): number =>
  Math.max(0, ...[...Map.groupBy(rows, ({ transport }) => transport).values()].map((own) => own.length));

const pointsOf = (rows: readonly Row[], transports: readonly TransportView[], words: Words): readonly FrontierPoint[] =>
  transports.flatMap((view) => {
    const own = rows.filter(({ transport }) => transport === view.name);
    return own.map((row) => ({
      view,
      row,
      name: own.length === 1 ? view.label : describeSetting(row.conditions, words),
    }));
  });

/** The whole name, for tables, which have no colour. */
export const namePoint = ({ row }: FrontierPoint, words: Words): string => nameOwn(row, words);
