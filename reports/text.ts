// The report for a terminal and as Markdown, without charts. Pure: report in, text out.
import type { Estimate } from "../bench/record.ts";
import { columns } from "./columns.ts";
import { absent, figure, percent } from "./numbers.ts";
import { nameRow, type Panel, type Row } from "./panels.ts";
import type { Report } from "./report.ts";
import { ledgerSentence } from "./sentences.ts";

const labelWidth = 28;
const figureWidth = 9;

/** Control characters out of a run's text could move the cursor or colour the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");

const showFigure = (estimate: Estimate | null, unit: string): string =>
  estimate === null ? absent : unit === "%" ? percent(estimate.median / 100) : figure(estimate.median);

const shorten = (text: string): string =>
  (text.length > labelWidth ? `${text.slice(0, labelWidth - 1)}…` : text).padEnd(labelWidth);

const wrap = (text: string, width: number): string => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
};

const formatRow = (row: Row): string => {
  const name = row.setting === "" ? row.label : `${row.label} ${row.setting}`;
  const marks = row.notes.length > 0 ? " *" : "";
  const figures = row.figures.map((estimate, i) => showFigure(estimate, columns[i]?.unit ?? "").padStart(figureWidth));
  return `${shorten(`${plain(name)}${marks}`)}${figures.join("")}`;
};

const formatPanel = (panel: Panel): string => {
  const head = [0, 1].map(
    (line) => " ".repeat(labelWidth) + columns.map((c) => (c.short[line] ?? "").padStart(figureWidth)).join(""),
  );
  const notes = panel.rows.flatMap((row) =>
    row.notes.map((note) => wrap(`* ${plain(`${nameRow(row)}: ${note}`)}`, 100)),
  );
  return [
    wrap(plain(`${panel.title}: ${panel.conditions}`), 100),
    ...head,
    ...panel.rows.map(formatRow),
    ...notes,
  ].join("\n");
};

/** The table and the three sentences, at most 100 columns wide. */
export const formatTerminal = (report: Report): string =>
  [
    ...report.panels.map(formatPanel),
    ...(report.partial ? ["Partial: not every planned trial was run."] : []),
    ...report.warnings.map((warning) => wrap(`Warning: ${plain(warning)}`, 100)),
    ...report.verdict.sentences.map((sentence) => wrap(plain(sentence), 100)),
    wrap(plain(`${report.standing}. ${ledgerSentence(report.ledger)}`), 100),
  ].join("\n\n");

/** Text that stays text inside Markdown: no markup, no table cell broken, no line begun. */
const escapeMarkdown = (text: string): string =>
  plain(text)
    .replace(/[\\`*_{}[\]#|~!]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

const showInterval = (estimate: Estimate | null, unit: string): string => {
  if (estimate === null || estimate.low === null || estimate.high === null) return showFigure(estimate, unit);
  const [middle, low, high] = [estimate.median, estimate.low, estimate.high].map((median) =>
    showFigure({ ...estimate, median }, unit),
  );
  return low === middle && high === middle ? `${middle}` : `${middle} (${low}–${high})`;
};

const panelMarkdown = (panel: Panel): string => {
  const heads = columns.map((column) => (column.unit === "" ? column.heading : `${column.heading} (${column.unit})`));
  const lines = [
    `| Transport | ${heads.join(" | ")} | Trials |`,
    `|---|${columns.map(() => "---:|").join("")}---:|`,
    ...panel.rows.map((row) => {
      const figures = row.figures.map((estimate, i) => showInterval(estimate, columns[i]?.unit ?? ""));
      return `| ${escapeMarkdown(nameRow(row))} | ${figures.join(" | ")} | ${row.trials.measured} |`;
    }),
  ];
  const notes = panel.rows.flatMap((row) => row.notes.map((note) => `- ${escapeMarkdown(`${nameRow(row)}: ${note}`)}`));
  return [
    `## ${escapeMarkdown(panel.title)}`,
    escapeMarkdown(panel.conditions),
    lines.join("\n"),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
};

/** A command as an indented block: nothing in it can end the block, since its line ends are taken out. */
const codeBlock = (text: string): string => `    ${plain(text)}`;

/** summary.md: what a pull request or an artefact list shows. */
export const formatMarkdown = (report: Report): string =>
  `${[
    `# ${escapeMarkdown(report.verdict.headline)}`,
    ...(report.partial ? ["**Partial:** not every planned trial was run."] : []),
    ...report.verdict.sentences.map(escapeMarkdown),
    `${escapeMarkdown(report.standing)}. ${escapeMarkdown(ledgerSentence(report.ledger))}`,
    ...report.warnings.map((warning) => `> Warning: ${escapeMarkdown(warning)}`),
    ...report.panels.map(panelMarkdown),
    "Medians over trials, with 95 % bootstrap intervals where there are six trials or more.",
    codeBlock(report.command),
    `Run ${escapeMarkdown(report.id)}, seed ${report.seed}, Node ${escapeMarkdown(report.environment.node)}.`,
  ].join("\n\n")}\n`;
