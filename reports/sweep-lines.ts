// The lines of a sweep: a panel's rows by transport and by what only that transport responds to, each line with a look
// of its own. Knows nothing of metrics.
import { describeSetting } from "./conditions.ts";
import type { Panel, Row } from "./panels.ts";
import type { Shape, TransportView } from "./transport-views.ts";
import type { Words } from "./words/words.ts";

export interface SweepLine {
  readonly view: TransportView;
  readonly name: string;
  /** In the order of the factor. */
  readonly rows: readonly Row[];
}

/** For the further settings of a transport: its colour stays, its points change. */
const furtherShapes: readonly Shape[] = ["diamond", "cross", "triangle-down"];

/** In the order of the transports; a transport with one setting goes by its label alone. */
export const sweepLines = (panel: Panel, transports: readonly TransportView[], words: Words): readonly SweepLine[] =>
  transports.flatMap((view) => {
    const own = panel.rows.filter(({ transport }) => transport === view.name);
    const settings = [...Map.groupBy(own, ({ conditions }) => describeSetting(conditions, words))];
    return settings.map(([setting, rows], index) => ({
      view: { ...view, shape: index === 0 ? view.shape : (furtherShapes[(index - 1) % 3] ?? view.shape) },
      name: words.panel.row(view.label, settings.length === 1 ? "" : setting),
      rows,
    }));
  });
