// The table of a fan-out: when a message reached its first, its median and its last subscriber, and the tail of a trial.
import type { MetricName } from "../../bench/record/summary.ts";
import type { TransportView } from "../legend/transports.ts";
import { describeAbsence } from "../view/absences.ts";
import type { Panel, Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { renderColumns, renderEstimate, renderName, type TableColumn } from "./table.ts";

const columnsOf = (views: readonly TransportView[], { panel }: Words): readonly TableColumn<Row>[] => {
  const time = (text: string, metric: MetricName): TableColumn<Row> => ({
    text,
    unit: "ms",
    cell: ({ metrics }) => renderEstimate(metrics[metric], "ms"),
  });
  const renderRow = ({ transport, label, setting }: Row): Markup =>
    renderName(
      label,
      [setting],
      views.find(({ name }) => name === transport),
    );
  return [
    { text: panel.transport, words: true, cell: renderRow },
    time(panel.fanOut.first, "firstSubscriberMs"),
    time(panel.fanOut.median, "medianSubscriberMs"),
    time(panel.fanOut.last, "lastSubscriberMs"),
    time(panel.fanOut.tail, "responseTimeTailMs"),
  ];
};

/** Nothing for a sweep, nor where no trial tells. */
export const renderFanOut = (panel: Panel, views: readonly TransportView[], words: Words): Markup | false => {
  const rows = panel.rows.filter((row) => describeAbsence(row, words) === null);
  if (panel.kind === "sweep" || rows.every(({ metrics }) => metrics.lastSubscriberMs === null)) return false;
  const { fanOut } = words.panel;
  return html`<details><summary>${fanOut.summary}</summary>
${renderColumns(`${panel.id}-fan-out`, fanOut.caption(panel.title), columnsOf(views, words), rows)}
<p class="caption">${fanOut.why}</p></details>`;
};
