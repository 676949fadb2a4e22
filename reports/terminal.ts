// The report for a terminal, in English, as wide as its window. Pure: report in, text out.
import { clipped, toTheLeft, wrapText } from "../bench/cells.ts";
import type { Comparison, Estimate } from "../bench/record/summary.ts";
import { valueAt } from "../bench/statistics/value-at.ts";
import { uncounted } from "./view/absences.ts";
import { baselineRowOf, comparisonOf } from "./view/against-baseline.ts";
import { describeModel } from "./view/model-checks.ts";
import { nameRow, type Panel, type Row } from "./view/panels.ts";
import type { Report } from "./view/report.ts";
import { ledgerSentence } from "./view/sentences.ts";
import { columns } from "./words/columns.ts";
import { english } from "./words/english/english.ts";
import { plainText } from "./writing/escapes.ts";
import { absent, figure, figureIn } from "./writing/numbers.ts";
import { plainTerminal, type Terminal } from "./writing/terminal.ts";

const figureWidth = 9;
const labelWidths = { least: 20, most: 28 } as const;

type Column = (typeof columns)[number];

/** Columns that go first where a window is too narrow for all. */
const dispensable: readonly Column["metric"][] = [
  "emptyShare",
  "wireBytesPerDelivery",
  "serverBytesPerIdleSubscriber",
  "requestsPerDelivery",
  "serverCpuMsPerThousandDeliveries",
  "bytesPerDelivery",
  "responseTimeP99Ms",
];

interface Layout {
  readonly width: number;
  readonly labelWidth: number;
  readonly shown: readonly { readonly column: Column; readonly index: number }[];
}

const layoutFor = (windowWidth: number): Layout => {
  const width = Math.max(labelWidths.least + figureWidth, windowWidth);
  const room = Math.floor((width - labelWidths.least) / figureWidth);
  const left = new Set(dispensable.slice(0, Math.max(0, columns.length - room)));
  const shown = columns.map((column, index) => ({ column, index })).filter(({ column }) => !left.has(column.metric));
  return { width, labelWidth: Math.min(labelWidths.most, width - figureWidth * shown.length), shown };
};

const showFigure = (estimate: Estimate | null, unit: string): string =>
  estimate === null ? absent : figureIn(estimate.median, unit);

const shorten = (text: string, width: number): string => toTheLeft(clipped(text, width), width);

const marks: Readonly<Record<NonNullable<Comparison["verdict"]>, string>> = {
  less: "<",
  more: ">",
  same: "=",
  "~": "~",
  untold: "?",
};

/** Below a row: each compared figure's ratio to the baseline's, and what its test tells. */
const formatComparisons = (row: Row, { labelWidth, shown }: Layout, { style }: Terminal): readonly string[] => {
  if (row.comparisons.length === 0 || row.trials.measured === 0) return [];
  const cells = shown.map(({ column: { compared } }) => {
    const comparison = comparisonOf(row, compared);
    if (comparison === null) return "".padStart(figureWidth);
    const times = comparison.ratio === null ? "" : `${figure(comparison.ratio.median)}×`;
    const mark = comparison.verdict === null ? " " : marks[comparison.verdict];
    return `${times}${mark}`.padStart(figureWidth);
  });
  const line = `${shorten("  against the baseline", labelWidth)}${cells.join("")}`.trimEnd();
  return [style("dim", line)];
};

/** "6 invalid of 6 trials"; their causes are told once for all rows. */
const describeSpoilt = (row: Row): string => {
  const { basics, panel } = english;
  const all = row.trials.invalid + row.trials.failed;
  return all === 0 ? panel.absences.none : panel.absences.ofTrials(basics.join(uncounted(row, english)), all);
};

const formatFigures = (figures: Row["figures"], { shown }: Layout): string =>
  shown.map(({ column: { unit }, index }) => showFigure(valueAt(figures, index), unit).padStart(figureWidth)).join("");

const formatRow = (row: Row, layout: Layout, terminal: Terminal): readonly string[] => {
  const { labelWidth, width } = layout;
  const name = [row.label, row.setting, row.saturated ? `(${english.panel.saturatedShort})` : ""]
    .filter((part) => part !== "")
    .join(" ");
  const noted = row.notes.length > 0 ? " *" : "";
  const label = shorten(`${plainText(name)}${noted}`, labelWidth);
  if (row.trials.measured > 0) {
    return [`${label}${formatFigures(row.figures, layout)}`, ...formatComparisons(row, layout, terminal)];
  }
  if (row.counts === null) return [shorten(`${label} ${describeSpoilt(row)}`, width).trimEnd()];
  const why = wrapText(`${english.panel.absences.countsOnly}: ${describeSpoilt(row)}`, width, "  ");
  return [`${label}${formatFigures(row.counts, layout)}`, terminal.style("dim", why)];
};

/** Explains the second lines; nothing where nothing was compared. */
const formatMarks = (panel: Panel, { width }: Layout, { verbose }: Terminal): readonly string[] => {
  const baseline = baselineRowOf(panel);
  if (baseline === undefined) return [];
  const label = plainText(baseline.label);
  const marked = "< less, > more, = same, ~ cannot tell, ? fewer than six pairs";
  const how = `in the same repetitions (below p99: each trial's own tail), ${panel.tests} tests`;
  const text = verbose ? `Against ${label} ${how}: ${marked}. Counts are not tested.` : `Against ${label}: ${marked}.`;
  return [wrapText(text, width)];
};

const formatPanel = (panel: Panel, layout: Layout, terminal: Terminal): string => {
  const { width, labelWidth, shown } = layout;
  const heads = ([0, 1] as const).map(
    (line) => " ".repeat(labelWidth) + shown.map(({ column: { short } }) => short[line].padStart(figureWidth)).join(""),
  );
  const notes = panel.rows.flatMap((row) =>
    row.notes.map((note) => wrapText(`* ${plainText(`${nameRow(row, english)}: ${note}`)}`, width)),
  );
  return [
    terminal.style("bold", wrapText(plainText(`${panel.title}: ${panel.conditions}`), width)),
    ...heads,
    ...panel.rows.flatMap((row) => formatRow(row, layout, terminal)),
    ...formatMarks(panel, layout, terminal),
    ...(terminal.verbose ? notes : []),
  ].join("\n");
};

/** The advice where there is one, else the headline. */
const verdictOf = ({ decision, verdict }: Report): string =>
  decision === null
    ? english.basics.stop(verdict.headline)
    : english.basics.sentences(decision.advice.map((sentence) => english.basics.stop(sentence)));

/** The panel that the verdict is about; the first where there is none. */
const mainPanel = ({ decision, panels }: Report): readonly Panel[] => {
  const panel = panels.find(({ id }) => id === decision?.panel) ?? panels[0];
  return panel === undefined ? [] : [panel];
};

/** One table and the verdict, or everything, no wider than the window. */
export const formatTerminal = (report: Report, terminal: Terminal = plainTerminal): string => {
  const { verbose, style } = terminal;
  const layout = layoutFor(terminal.columns);
  const wrapped = (text: string): string => wrapText(plainText(text), layout.width);
  return [
    ...(verbose ? report.panels : mainPanel(report)).map((panel) => formatPanel(panel, layout, terminal)),
    ...(report.partial ? [style("yellow", wrapped(`${english.page.partial.head} ${english.page.partial.text}`))] : []),
    ...report.warnings.map((warning) => style("yellow", wrapped(`Warning: ${warning}`))),
    ...report.causes.map((cause) => style("yellow", wrapped(english.basics.stop(english.basics.capitalise(cause))))),
    style("bold", wrapped(verdictOf(report))),
    ...(verbose ? report.verdict.sentences.map(wrapped) : []),
    ...(verbose ? describeModel(report.panels, english).map(wrapped) : []),
    wrapped(`${report.standing}. ${ledgerSentence(report.ledger, english)}`),
  ].join("\n\n");
};
