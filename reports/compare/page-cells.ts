// The comparisons of one cell as a table that unfolds, and the cells of a row that all tables of the page share.

import { type GateVerdict, gateVerdicts } from "../../bench/gate/line.ts";
import { unitOf } from "../../bench/gate/metrics.ts";
import { type Head, renderSwatch, renderTable } from "../page/table.ts";
import { html, type Markup } from "../writing/markup.ts";
import { absent, count, thin } from "../writing/numbers.ts";
import type { ComparedCell, ComparedLine } from "./view.ts";
import type { CompareWords } from "./words.ts";

export const verdictCell = ({ line, verdict }: ComparedLine): Markup =>
  html`<td class="words verdict-${classOf[line.verdict]}">${verdict}</td>`;

const classOf: Readonly<Record<GateVerdict, string>> = {
  regression: "regression",
  improvement: "improvement",
  unclear: "unclear",
  "not comparable": "unclear",
  same: "same",
};

export const ratioCell = ({ ratio, interval }: ComparedLine): Markup =>
  html`<td>${ratio}${interval !== "" && html`<small>${interval}</small>`}</td>`;

/** Of what is told by a test of shares alone there is none. */
const tolerance = ({ line }: ComparedLine): Markup => {
  if (line.metric === "invalidTrials") return html`${absent}`;
  const unit = unitOf(line.metric);
  const slack = `+ ${line.slack}${unit === "" ? "" : `${thin}${unit}`}`;
  return html`±${Number((line.tolerance * 100).toPrecision(3))}${thin}%${line.slack > 0 && html`<small>${slack}</small>`}`;
};

const chance = (p: number | null): string => (p === null ? absent : p < 0.0001 ? "< 0.0001" : p.toPrecision(2));

const lineRow = (compared: ComparedLine): Markup => {
  const { line } = compared;
  const of = line.of.base === line.of.head ? count(line.of.base) : `${count(line.of.base)} / ${count(line.of.head)}`;
  return html`<tr><th scope="row">${compared.metric}<small>${compared.tier}</small></th>${verdictCell(compared)}${ratioCell(compared)}<td>${compared.base}</td><td>${compared.head}</td><td>${chance(line.adjustedP)}</td><td>${tolerance(compared)}</td><td>${of}</td><td class="words long">${compared.why}</td></tr>\n`;
};

export const renderCell = ({ where, view, lines }: ComparedCell, index: number, words: CompareWords): Markup => {
  const { columns, all, tallied } = words;
  const heads: readonly Head[] = [
    { text: columns.metric, words: true },
    { text: columns.verdict, words: true },
    { text: columns.ratio },
    { text: columns.base },
    { text: columns.head },
    { text: columns.p },
    { text: columns.tolerance },
    { text: columns.of },
    { text: columns.why, words: true },
  ];
  const tally = gateVerdicts.flatMap((verdict) => {
    const some = lines.filter(({ line }) => line.verdict === verdict).length;
    return some === 0 ? [] : [tallied[verdict](some)];
  });
  return html`<details class="cell"><summary>${view && renderSwatch(view)}${where}: ${all.summary(lines.length)} (${tally.join(", ")})</summary>
${renderTable(
  `cell-${index + 1}`,
  all.caption(where),
  heads,
  lines.map((line) => lineRow(line)),
)}</details>
`;
};
