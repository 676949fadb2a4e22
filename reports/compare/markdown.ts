// The comparison of two runs as Markdown, short enough for a comment on a pull request. Pure: view in, text out.
import { escapeMarkdown } from "../writing/escapes.ts";
import type { Compared, ComparedLine } from "./view.ts";
import type { CompareWords } from "./words.ts";

/** A comment holds 65 536 characters, and this has two tables and a list of names; the page has all lines. */
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

/** A name of any length must not crowd out the rest; cut where no escape is cut in two. */
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

/** compare.md. */
export const formatComparisonMarkdown = (compared: Compared, words: CompareWords): string => {
  const { regressions, changed, counts } = compared;
  const others = changed.filter((line) => !regressions.includes(line));
  const only = [
    ...compared.onlyBase.map((name) => `${words.only.base} ${name}`),
    ...compared.onlyHead.map((name) => `${words.only.head} ${name}`),
  ];
  return `${[
    `## ${escapeMarkdown(compared.headline)}`,
    ...compared.warnings.map((warning) => `> ${words.warning}: ${shorten(escapeMarkdown(warning))}`),
    ...(regressions.length > 0 ? [tableOf(regressions, words)] : []),
    ...(changed.length === 0 ? [escapeMarkdown(compared.unchanged)] : []),
    escapeMarkdown(words.tallySentence(counts)),
    ...(compared.notJudged === "" ? [] : [shorten(escapeMarkdown(compared.notJudged))]),
    ...(others.length > 0 ? [folded(words.markdown.rest(others.length), tableOf(others, words))] : []),
    ...(only.length > 0
      ? [
          folded(
            words.only.title,
            only
              .slice(0, mostRows)
              .map((line) => `- ${shorten(escapeMarkdown(line))}`)
              .join("\n"),
          ),
        ]
      : []),
    folded(
      words.markdown.runs,
      `${runLine(words.base, compared.base, words)}\n${runLine(words.head, compared.head, words)}${compared.caution && `\n\n${compared.caution}`}`,
    ),
  ].join("\n\n")}\n`;
};
