// How far the subscribers of one transport are apart: each one's own response time, beside the pooled distribution.
import type { Spread } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Panel, Row } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, figure } from "../writing/numbers.ts";
import { renderName, renderNumber, renderTable } from "./table.ts";

export interface RowSpread {
  /** Which of a subscriber's own numbers it is. */
  readonly word: "median" | "mean";
  /** Each the median over the trials that tell it. */
  readonly spread: Spread;
}

const ends = ["least", "p10", "median", "p90", "most"] as const;

const medianSpread = (spreads: readonly Spread[]): Spread | null => {
  if (spreads.length === 0) return null;
  const of = (end: keyof Spread): number => median(spreads.map((spread) => spread[end]));
  return {
    least: of("least"),
    p10: of("p10"),
    median: of("median"),
    p90: of("p90"),
    most: of("most"),
    subscribers: of("subscribers"),
  };
};

/** Subscribers' medians; their means where they got too few messages for a median; null where neither is told. */
export const spreadOfRow = ({ measured }: Pick<Row, "measured">): RowSpread | null => {
  const medians = medianSpread(measured.flatMap(({ perSubscriber }) => perSubscriber.p50Ms ?? []));
  if (medians !== null) return { word: "median", spread: medians };
  const means = medianSpread(measured.flatMap(({ perSubscriber }) => perSubscriber.meanMs ?? []));
  return means === null ? null : { word: "mean", spread: means };
};

const renderRow = (
  { label, setting }: Row,
  found: RowSpread | null,
  view: TransportView | undefined,
  { panel: { spread } }: Words,
): Markup =>
  html`<tr>${renderName(label, [setting], view)}<td class="words">${found === null ? absent : spread.of[found.word]}</td>${ends.map(
    (end) => renderNumber(found?.spread[end] ?? null, figure),
  )}${renderNumber(found === null || found.spread.least <= 0 ? null : found.spread.most / found.spread.least)}${renderNumber(found?.spread.subscribers ?? null, count)}</tr>\n`;

/** One line that can be read unopened: the widest of them. Means of a message or two are apart by chance and not told. */
const describeWidest = (
  rows: readonly { readonly row: Row; readonly found: RowSpread | null }[],
  { panel: { spread } }: Words,
): string => {
  const ratios = rows.flatMap(({ row, found }) =>
    found === null || found.word === "mean" || found.spread.least <= 0
      ? []
      : [{ label: row.label, ratio: found.spread.most / found.spread.least }],
  );
  const [widest] = ratios.toSorted((a, b) => b.ratio - a.ratio);
  return widest === undefined ? "" : spread.widest(widest.label, figure(widest.ratio));
};

/** Nothing of a sweep, nor where no trial tells. */
export const renderSpread = (panel: Panel, views: readonly TransportView[], words: Words): Markup | false => {
  const rows = panel.rows.map((row) => ({ row, found: spreadOfRow(row) }));
  if (panel.kind === "sweep" || rows.every(({ found }) => found === null)) return false;
  const { spread } = words.panel;
  return html`<details class="spread"><summary>${spread.summary}${describeWidest(rows, words)}</summary>
<p>${spread.why}</p>
${renderTable(
  `${panel.id}-spread`,
  spread.caption(panel.title),
  spread.heads.map((text, i) => (i < 2 ? { text, words: true } : { text })),
  rows.map(({ row, found }) => {
    const view = views.find(({ name }) => name === row.transport);
    return renderRow(row, found, view, words);
  }),
)}</details>`;
};
