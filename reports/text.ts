// The report as Markdown, without charts, in English. Pure: report in, text out.
import type { Estimate } from "../bench/record/summary.ts";
import { valueAt } from "../bench/statistics/value-at.ts";
import { describeAbsence } from "./view/absences.ts";
import { baselineRowOf, comparisonOf, explainMarks, explainUntold, inOneLine } from "./view/against-baseline.ts";
import { describeModel } from "./view/model-checks.ts";
import { nameRow, type Panel } from "./view/panels.ts";
import type { Report } from "./view/report.ts";
import { ledgerSentence } from "./view/sentences.ts";
import { columns } from "./words/columns.ts";
import { english } from "./words/english/english.ts";
import { escapeMarkdown, plainText } from "./writing/escapes.ts";
import { absent, figureIn } from "./writing/numbers.ts";

const showFigure = (estimate: Estimate | null, unit: string): string =>
  estimate === null ? absent : figureIn(estimate.median, unit);

const showInterval = (estimate: Estimate | null, unit: string): string => {
  if (estimate === null || estimate.low === null || estimate.high === null) return showFigure(estimate, unit);
  const [middle, low, high] = [estimate.median, estimate.low, estimate.high].map((value) => figureIn(value, unit));
  return low === middle && high === middle ? `${middle}` : `${middle} (${low}–${high})`;
};

const showCount = (estimate: Estimate | null, unit: string): string =>
  estimate === null ? "" : `${figureIn(estimate.median, unit)} (${english.panel.absences.countsOnly})`;

const marksMarkdown = (panel: Panel): readonly string[] => {
  const baseline = baselineRowOf(panel);
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
        if (absence !== null) return i === 0 ? escapeMarkdown(absence) : showCount(row.counts?.[i] ?? null, unit);
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
const codeBlock = (text: string): string => `    ${plainText(text)}`;

/** The text of summary.md, which a pull request or a list of artefacts shows. */
export const formatMarkdown = (report: Report): string =>
  `${[
    `# ${escapeMarkdown(report.verdict.headline)}`,
    ...(report.partial ? ["**Partial:** not every planned trial was run."] : []),
    ...report.verdict.sentences.map(escapeMarkdown),
    ...describeModel(report.panels, english).map(escapeMarkdown),
    `${escapeMarkdown(report.standing)}. ${escapeMarkdown(ledgerSentence(report.ledger, english))}`,
    ...report.warnings.map((warning) => `> Warning: ${escapeMarkdown(warning)}`),
    ...report.causes.map((cause) => `> ${escapeMarkdown(english.basics.stop(english.basics.capitalise(cause)))}`),
    ...report.panels.map(panelMarkdown),
    "Medians over trials, with 95 % bootstrap intervals where there are six trials or more.",
    codeBlock(report.command),
    `Run ${escapeMarkdown(report.id)}, seed ${report.seed}, Node ${escapeMarkdown(report.environment.node)}.`,
  ].join("\n\n")}\n`;
