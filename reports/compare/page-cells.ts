// The comparisons of one cell as a table that unfolds, and the columns that all tables of comparisons choose from.
import { type GateVerdict, gateVerdicts } from "../../bench/gate/line.ts";
import { unitOf } from "../../bench/gate/metrics.ts";
import { renderBelow, renderColumns, renderSwatch, type TableColumn } from "../page/table.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, thin } from "../writing/numbers.ts";
import type { ComparedCell, ComparedLine } from "./view.ts";

const classes: Readonly<Record<GateVerdict, string>> = {
  regression: "regression",
  improvement: "improvement",
  changed: "changed",
  "cannot tell": "untold",
  "not comparable": "untold",
  same: "same",
};

/** The class of an element that shows a verdict. */
export const verdictClass = (verdict: GateVerdict): string => `verdict-${classes[verdict]}`;

export const renderMetric = ({ metric }: ComparedLine, below: string): Markup =>
  html`<th scope="row">${metric}${renderBelow(below)}</th>`;

/** A size in per cent of the change that would have been seen. */
const detectable = ({ line }: ComparedLine): string =>
  line.detectable === null ? absent : `${((line.detectable - 1) * 100).toPrecision(2)}${thin}%`;

/** A dash for a test of shares alone, which has no tolerance. */
const renderTolerance = ({ line }: ComparedLine): Markup => {
  if (line.metric === "invalidTrials") return html`<td>${absent}</td>`;
  const unit = unitOf(line.metric);
  const slack = `${line.slack}${unit === "" ? "" : `${thin}${unit}`}`;
  if (line.slack > 0 && line.tolerance === 0) return html`<td>±${slack}</td>`;
  const percent = Number((line.tolerance * 100).toPrecision(3));
  return html`<td>±${percent}${thin}%${renderBelow(line.slack > 0 ? `+ ${slack}` : "")}</td>`;
};

const chance = (p: number | null): string => (p === null ? absent : p < 0.0001 ? "< 0.0001" : p.toPrecision(2));

const sampleSizes = ({ line: { of } }: ComparedLine): string =>
  of.base === of.head ? count(of.base) : `${count(of.base)} / ${count(of.head)}`;

type LineColumn = keyof Omit<CompareWords["columns"], "where" | "tier">;

export const lineColumns = ({ columns }: CompareWords): Readonly<Record<LineColumn, TableColumn<ComparedLine>>> => ({
  metric: {
    text: columns.metric,
    words: true,
    cell: (line) => renderMetric(line, [line.tier, line.cells].filter((text) => text !== "").join(" · ")),
  },
  verdict: {
    text: columns.verdict,
    words: true,
    cell: ({ line, verdict }) => html`<td class="words ${verdictClass(line.verdict)}">${verdict}</td>`,
  },
  ratio: { text: columns.ratio, cell: ({ ratio, interval }) => html`<td>${ratio}${renderBelow(interval)}</td>` },
  base: { text: columns.base, cell: ({ base }) => html`<td>${base}</td>` },
  head: { text: columns.head, cell: ({ head }) => html`<td>${head}</td>` },
  p: { text: columns.p, cell: ({ line }) => html`<td>${chance(line.adjustedP)}</td>` },
  detectable: { text: columns.detectable, cell: (line) => html`<td>${detectable(line)}</td>` },
  tolerance: { text: columns.tolerance, cell: renderTolerance },
  of: { text: columns.of, cell: (line) => html`<td>${sampleSizes(line)}</td>` },
  why: { text: columns.why, words: true, cell: ({ why }) => html`<td class="words long">${why}</td>` },
});

export const renderCell = ({ where, view, lines }: ComparedCell, index: number, words: CompareWords): Markup => {
  const { all, tallied } = words;
  const { metric, verdict, ratio, base, head, p, detectable, tolerance, of, why } = lineColumns(words);
  const columns = [metric, verdict, ratio, base, head, p, detectable, tolerance, of, why];
  const tally = gateVerdicts.flatMap((one) => {
    const some = lines.filter(({ line }) => line.verdict === one).length;
    return some === 0 ? [] : [tallied[one](some)];
  });
  return html`<details class="cell"><summary>${view && renderSwatch(view)}${where}: ${all.summary(lines.length)} (${tally.join(", ")})</summary>
${renderColumns(`cell-${index + 1}`, all.caption(where), columns, lines)}</details>
`;
};
