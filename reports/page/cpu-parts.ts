// The table of the server's CPU in two parts: of deliveries, and of the time without any. Knows nothing of how they are parted.
import type { Estimate, Summary } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel, Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { renderColumns, renderEstimate, renderName, type TableColumn } from "./table.ts";

interface Parted {
  readonly row: Row;
  readonly slope: NonNullable<Summary["cpuSlope"]>;
}

const columnsOf = (views: readonly TransportView[], { panel }: Words): readonly TableColumn<Parted>[] => {
  const part = (text: string, unit: string, of: (slope: Parted["slope"]) => Estimate): TableColumn<Parted> => ({
    text,
    unit,
    cell: ({ slope }) => renderEstimate(of(slope), unit),
  });
  const { added, idle, cores } = panel.cpuSlopes;
  const renderRow = ({ row: { transport, label, setting } }: Parted): Markup =>
    renderName(
      label,
      [setting],
      views.find(({ name }) => name === transport),
    );
  return [
    { text: panel.transport, words: true, cell: renderRow },
    part(added, "ms", ({ msPerThousandDeliveries }) => msPerThousandDeliveries),
    part(idle, cores, ({ idleCores }) => idleCores),
  ];
};

/** Nothing where no row's CPU could be parted. */
export const renderCpuParts = (panel: Panel, views: readonly TransportView[], words: Words): Markup | false => {
  const { summary, caption, why } = words.panel.cpuSlopes;
  const parted = panel.rows.flatMap((row) => (row.cpuSlope === null ? [] : [{ row, slope: row.cpuSlope }]));
  if (parted.length === 0) return false;
  return html`<details><summary>${summary}</summary>
${renderColumns(`${panel.id}-cpu-parts`, caption(panel.title), columnsOf(views, words), parted)}
<p class="caption">${why}</p></details>`;
};
