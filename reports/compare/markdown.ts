// The comparison of two runs as Markdown, short enough for a comment on a pull request. Pure: view in, text out.
import type { CompareWords } from "../words/english/compare.ts";
import { escapeMarkdown } from "../writing/escapes.ts";
import type { Compared, ComparedLine } from "./view.ts";

/** A comment on GitHub holds 65 536 characters; the text has two tables and a list of names, the page has all lines. */
const mostRows = 30;
const mostCharacters = 20_000;

const tableOf = (lines: readonly ComparedLine[], words: CompareWords): string => {
  const { where, metric, base, head, ratio, tier, verdict, why } = words.columns;
  const rows = lines.slice(0, mostRows).map((line) => {
    const texts = [line.where, line.metric, line.base, line.head, line.ratio, line.tier, line.verdict, line.why];
    return `| ${texts.map((text) => shorten(escapeMarkdown(text))).join(" | ")} |`;
  });
  const shown = rows.filter((_, i) => rows.slice(0, i + 1).join("\n").length <= mostCharacters);
  const rest = lines.length - shown.length;
  return [
    `| ${[where, metric, base, head, ratio, tier, verdict, why].join(" | ")} |`,
    "|---|---|---:|---:|---:|---|---|---|",
    ...shown,
    ...(rest > 0 ? ["", words.markdown.more(rest)] : []),
  ].join("\n");
};

/** No text crowds out the rest; the cut leaves no half of an escape. */
const shorten = (text: string): string => {
  if (text.length <= 400) return text;
  return `${text.slice(0, 400).replace(/[\\&][^\s;]*$/, "")}…`;
};

const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

const runLine = (name: string, { id, environment, command }: Compared["base"], words: CompareWords): string => {
  const changes = environment.uncommittedChanges === true ? ` ${words.runs.uncommitted}` : "";
  const commit = environment.commit === null ? "" : `, commit ${environment.commit.slice(0, 12)}${changes}`;
  const facts = `${id}${commit}, Node ${environment.node}, ${environment.cpu}: ${command}`;
  return `- ${name}: ${shorten(escapeMarkdown(facts))}`;
};

const runLines = ({ base, head, caution }: Compared, words: CompareWords): string =>
  `${runLine(words.base, base, words)}\n${runLine(words.head, head, words)}${caution && `\n\n${caution}`}`;

const listOf = (texts: readonly string[]): string =>
  texts
    .slice(0, mostRows)
    .map((text) => `- ${shorten(escapeMarkdown(text))}`)
    .join("\n");

/** The text of compare.md. */
export const formatComparisonMarkdown = (compared: Compared, words: CompareWords): string => {
  const { regressions, changed, counts } = compared;
  const others = changed.filter((line) => !regressions.includes(line));
  const only = [
    ...compared.onlyBase.map((name) => `${words.only.base} ${name}`),
    ...compared.onlyHead.map((name) => `${words.only.head} ${name}`),
  ];
  return `${[
    `## ${escapeMarkdown(compared.headline)}`,
    escapeMarkdown(compared.commits),
    ...compared.warnings.map((warning) => `> ${words.warning}: ${shorten(escapeMarkdown(warning))}`),
    ...(regressions.length > 0 ? [tableOf(regressions, words)] : []),
    ...(changed.length === 0 ? [escapeMarkdown(compared.unchanged)] : []),
    escapeMarkdown(words.tallySentence(counts)),
    ...(compared.notJudged === "" ? [] : [shorten(escapeMarkdown(compared.notJudged))]),
    ...(others.length > 0 ? [folded(words.markdown.rest(others.length), tableOf(others, words))] : []),
    ...(only.length > 0 ? [folded(words.only.title, listOf(only))] : []),
    folded(words.markdown.runs, runLines(compared, words)),
  ].join("\n\n")}\n`;
};
