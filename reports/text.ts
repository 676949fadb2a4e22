// The report for a terminal and as Markdown, without charts, in English. Pure: report in, text out.
import type { Comparison, Estimate } from "../bench/record/summary.ts";
import { valueAt } from "../bench/statistics/value-at.ts";
import { describeAbsence } from "./view/absences.ts";
import { baselineOf, comparisonOf, explainMarks, explainUntold, inOneLine } from "./view/against-baseline.ts";
import { summariseShortly } from "./view/model-checks.ts";
import { nameRow, type Panel, type Row } from "./view/panels.ts";
import type { Report } from "./view/report.ts";
import { ledgerSentence } from "./view/sentences.ts";
import { columns } from "./words/columns.ts";
import { english } from "./words/english/english.ts";
import { escapeMarkdown } from "./writing/escapes.ts";
import { absent, figure, figureIn } from "./writing/numbers.ts";
import { wrapText } from "./writing/wrap.ts";

const labelWidth = 28;
const figureWidth = 9;

/** Control characters in a run's text could move the cursor or colour the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");

const showFigure = (estimate: Estimate | null, unit: string): string =>
  estimate === null ? absent : figureIn(estimate.median, unit);

const shorten = (text: string): string =>
  (text.length > labelWidth ? `${text.slice(0, labelWidth - 1)}…` : text).padEnd(labelWidth);

const terminalMarks: Readonly<Record<NonNullable<Comparison["verdict"]>, string>> = {
  less: "<",
  more: ">",
  same: "=",
  "~": "~",
  untold: "?",
};

/** Below a row: each compared figure's ratio to the baseline's, and what its test tells. */
const formatComparisons = (row: Row): readonly string[] => {
  if (row.comparisons.length === 0 || row.trials.measured === 0) return [];
  const cells = columns.map(({ compared }) => {
    const comparison = comparisonOf(row, compared);
    if (comparison === null) return "".padStart(figureWidth);
    const times = comparison.ratio === null ? "" : `${figure(comparison.ratio.median)}×`;
    const mark = comparison.verdict === null ? " " : terminalMarks[comparison.verdict];
    return `${times}${mark}`.padStart(figureWidth);
  });
  return [`${"  against the baseline".padEnd(labelWidth)}${cells.join("")}`.trimEnd()];
};

const formatRow = (row: Row): readonly string[] => {
  const name = [row.label, row.setting, row.saturated ? `(${english.panel.saturatedShort})` : ""]
    .filter((part) => part !== "")
    .join(" ");
  const marks = row.notes.length > 0 ? " *" : "";
  const label = shorten(`${plain(name)}${marks}`);
  const absence = describeAbsence(row, english);
  if (absence !== null) return [`${label} ${plain(absence)}`.slice(0, labelWidth + figureWidth * columns.length)];
  const figures = columns.map(({ unit }, i) => showFigure(valueAt(row.figures, i), unit).padStart(figureWidth));
  return [`${label}${figures.join("")}`, ...formatComparisons(row)];
};

const baselineRow = ({ rows }: Panel): Row | undefined => {
  const baseline = baselineOf({ rows });
  return rows.find(({ transport }) => transport === baseline);
};

/** Explains the second lines; nothing where nothing was compared. */
const formatMarks = (panel: Panel): readonly string[] => {
  const baseline = baselineRow(panel);
  return baseline === undefined
    ? []
    : [
        wrapText(
          `Against ${plain(baseline.label)} in the same repetitions (below p99: each trial's own tail), ${panel.tests} tests: < less, > more, = same, ~ cannot tell, ? fewer than six pairs. Counts are not tested.`,
          100,
        ),
      ];
};

const formatPanel = (panel: Panel): string => {
  const heads = ([0, 1] as const).map(
    (line) => " ".repeat(labelWidth) + columns.map(({ short }) => short[line].padStart(figureWidth)).join(""),
  );
  const notes = panel.rows.flatMap((row) =>
    row.notes.map((note) => wrapText(`* ${plain(`${nameRow(row, english)}: ${note}`)}`, 100)),
  );
  return [
    wrapText(plain(`${panel.title}: ${panel.conditions}`), 100),
    ...heads,
    ...panel.rows.flatMap(formatRow),
    ...formatMarks(panel),
    ...notes,
  ].join("\n");
};

/** One line for the whole run; nothing where nothing was predicted. */
const describeModel = (report: Report): readonly string[] => {
  const checks = report.panels.flatMap(({ title, checks }) =>
    checks.map((check) => ({ ...check, label: `${title}: ${check.label}` })),
  );
  return checks.length === 0 ? [] : [`Checked against the model: ${summariseShortly(checks, english)}.`];
};

/** The table and the three findings, at most 100 columns wide. */
export const formatTerminal = (report: Report): string =>
  [
    ...report.panels.map(formatPanel),
    ...(report.partial ? ["Partial: not every planned trial was run."] : []),
    ...report.warnings.map((warning) => wrapText(`Warning: ${plain(warning)}`, 100)),
    ...report.verdict.sentences.map((sentence) => wrapText(plain(sentence), 100)),
    ...describeModel(report).map((line) => wrapText(plain(line), 100)),
    wrapText(plain(`${report.standing}. ${ledgerSentence(report.ledger, english)}`), 100),
  ].join("\n\n");

const showInterval = (estimate: Estimate | null, unit: string): string => {
  if (estimate === null || estimate.low === null || estimate.high === null) return showFigure(estimate, unit);
  const [middle, low, high] = [estimate.median, estimate.low, estimate.high].map((value) => figureIn(value, unit));
  return low === middle && high === middle ? `${middle}` : `${middle} (${low}–${high})`;
};

const marksMarkdown = (panel: Panel): readonly string[] => {
  const baseline = baselineRow(panel);
  return baseline === undefined
    ? []
    : [escapeMarkdown(`${explainMarks(baseline.label, panel, english)} ${explainUntold(english)}`)];
};

const panelMarkdown = (panel: Panel): string => {
  const heads = columns.map(({ metric, unit }) => {
    const { heading } = english.columns[metric];
    return unit === "" ? heading : `${heading} (${unit})`;
  });
  const lines = [
    `| Transport | ${heads.join(" | ")} | Trials |`,
    `|---|${columns.map(() => "---:|").join("")}---:|`,
    ...panel.rows.map((row) => {
      const absence = describeAbsence(row, english);
      const figures = columns.map(({ compared, unit }, i) => {
        if (absence !== null) return i === 0 ? escapeMarkdown(absence) : "";
        const comparison = comparisonOf(row, compared);
        const shown = showInterval(valueAt(row.figures, i), unit);
        const against = comparison === null ? "" : escapeMarkdown(inOneLine(comparison, english));
        return against === "" ? shown : `${shown}; ${against}`;
      });
      return `| ${escapeMarkdown(nameRow(row, english))} | ${figures.join(" | ")} | ${row.trials.measured}${row.saturated ? ` (${english.panel.saturatedShort})` : ""} |`;
    }),
  ];
  const notes = panel.rows.flatMap((row) =>
    row.notes.map((note) => `- ${escapeMarkdown(`${nameRow(row, english)}: ${note}`)}`),
  );
  return [
    `## ${escapeMarkdown(panel.title)}`,
    escapeMarkdown(panel.conditions),
    lines.join("\n"),
    ...marksMarkdown(panel),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
};

/** A command as an indented block. Its line ends are taken out, so that nothing in it can end the block. */
const codeBlock = (text: string): string => `    ${plain(text)}`;

/** The text of summary.md, which a pull request or a list of artefacts shows. */
export const formatMarkdown = (report: Report): string =>
  `${[
    `# ${escapeMarkdown(report.verdict.headline)}`,
    ...(report.partial ? ["**Partial:** not every planned trial was run."] : []),
    ...report.verdict.sentences.map(escapeMarkdown),
    ...describeModel(report).map(escapeMarkdown),
    `${escapeMarkdown(report.standing)}. ${escapeMarkdown(ledgerSentence(report.ledger, english))}`,
    ...report.warnings.map((warning) => `> Warning: ${escapeMarkdown(warning)}`),
    ...report.panels.map(panelMarkdown),
    "Medians over trials, with 95 % bootstrap intervals where there are six trials or more.",
    codeBlock(report.command),
    `Run ${escapeMarkdown(report.id)}, seed ${report.seed}, Node ${escapeMarkdown(report.environment.node)}.`,
  ].join("\n\n")}\n`;
