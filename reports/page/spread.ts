// How far the subscribers of one transport are apart: each one's own response time, beside the pooled distribution.

import { recordOf } from "../../bench/record/metrics.ts";
import type { Spread } from "../../bench/record/times.ts";
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel, Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, figure } from "../writing/numbers.ts";
import { headsOf, renderName, renderNumber, renderTable, renderWords } from "./table.ts";

interface RowSpread {
  /** The one of a subscriber's own numbers that is spread. */
  readonly word: "median" | "mean";
  /** Medians over the trials that tell it. */
  readonly spread: Spread;
}

const ends = ["least", "p10", "median", "p90", "most"] as const;

const medianSpread = (spreads: readonly Spread[]): Spread | null =>
  spreads.length === 0
    ? null
    : recordOf([...ends, "subscribers"], (part) => median(spreads.map((spread) => spread[part])));

/** Subscribers' medians; their means where they got too few messages for a median; null where neither is told. */
export const spreadOfRow = ({ measured }: Pick<Row, "measured">): RowSpread | null => {
  const medians = medianSpread(measured.flatMap(({ perSubscriber }) => perSubscriber.p50Ms ?? []));
  if (medians !== null) return { word: "median", spread: medians };
  const means = medianSpread(measured.flatMap(({ perSubscriber }) => perSubscriber.meanMs ?? []));
  return means === null ? null : { word: "mean", spread: means };
};

/** The slowest subscriber's number over the fastest's; null where that is 0. */
const ratioOf = ({ spread: { least, most } }: RowSpread): number | null => (least > 0 ? most / least : null);

const renderRow = (
  { label, setting }: Row,
  found: RowSpread | null,
  view: TransportView | undefined,
  { panel: { spread } }: Words,
): Markup =>
  html`<tr>${[
    renderName(label, [setting], view),
    renderWords(found === null ? absent : spread.of[found.word]),
    ...ends.map((end) => renderNumber(found === null ? null : found.spread[end])),
    renderNumber(found === null ? null : ratioOf(found)),
    renderNumber(found === null ? null : found.spread.subscribers, count),
  ]}</tr>\n`;

/** The widest spread, for the fold's own line. Means of a message or two are apart by chance, and are not told. */
const describeWidest = (
  rows: readonly { readonly row: Row; readonly found: RowSpread | null }[],
  { panel: { spread } }: Words,
): string => {
  const ratios = rows.flatMap(({ row: { label }, found }) => {
    const ratio = found === null || found.word === "mean" ? null : ratioOf(found);
    return ratio === null ? [] : [{ label, ratio }];
  });
  const [widest] = ratios.toSorted((a, b) => b.ratio - a.ratio);
  return widest === undefined ? "" : spread.widest(widest.label, figure(widest.ratio));
};

/** Nothing for a sweep, nor where no trial tells. */
export const renderSpread = (panel: Panel, views: readonly TransportView[], words: Words): Markup | false => {
  const rows = panel.rows.map((row) => ({ row, found: spreadOfRow(row) }));
  if (panel.kind === "sweep" || rows.every(({ found }) => found === null)) return false;
  const { spread } = words.panel;
  return html`<details class="spread"><summary>${spread.summary}${describeWidest(rows, words)}</summary>
<p>${spread.why}</p>
${renderTable(
  `${panel.id}-spread`,
  spread.caption(panel.title),
  headsOf(spread.heads, (i) => i < 2),
  rows.map(({ row, found }) => {
    const view = views.find(({ name }) => name === row.transport);
    return renderRow(row, found, view, words);
  }),
)}</details>`;
};
