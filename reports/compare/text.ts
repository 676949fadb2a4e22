// The comparison of two runs for a terminal: changes, worst first; of what is the same only the number. Pure: view in,
// text out.
import { terminalText } from "../writing/escapes.ts";
import { wrapText } from "../writing/wrap.ts";
import type { Compared, ComparedLine } from "./view.ts";
import type { CompareWords } from "./words.ts";

const widths = { verdict: 15, tier: 6, metric: 40, base: 13, head: 13, ratio: 14 } as const;
type Column = keyof typeof widths;
const columns: readonly Column[] = ["verdict", "tier", "metric", "base", "head", "ratio"];
const words: readonly Column[] = ["verdict", "tier", "metric"];

/** The page has the lines beyond these. */
const mostLines = 60;

const pad = (column: Column, text: string): string => {
  const width = widths[column] - 1;
  const safe = terminalText(text);
  const short = safe.length > width ? `${safe.slice(0, width - 1)}…` : safe;
  return words.includes(column) ? `${short.padEnd(width)} ` : `${short.padStart(width)} `;
};

const wrap = (text: string, indent = ""): string => wrapText(terminalText(text), 100, indent);

/** The figures, and below them where and why. */
const formatLine = (compared: ComparedLine): string =>
  [
    columns
      .map((column) => pad(column, compared[column]))
      .join("")
      .trimEnd(),
    wrap(`${compared.where}: ${compared.why}`, "    "),
  ].join("\n");

export const formatComparison = (compared: Compared, say: CompareWords): string => {
  const { changed } = compared;
  const heads = columns.map((column) => pad(column, say.columns[column])).join("");
  const rest = changed.length - mostLines;
  const only = (head: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [wrap(`${head} ${names.join("; ")}`)];
  return [
    wrap(compared.headline),
    ...compared.warnings.map((warning) => wrap(`${say.warning}: ${warning}`)),
    changed.length === 0
      ? wrap(compared.unchanged)
      : [
          heads.trimEnd(),
          ...changed.slice(0, mostLines).map(formatLine),
          ...(rest > 0 ? [say.markdown.more(rest)] : []),
        ].join("\n"),
    say.tallySentence(compared.counts),
    ...(compared.notJudged === "" ? [] : [wrap(compared.notJudged)]),
    ...only(say.only.base, compared.onlyBase),
    ...only(say.only.head, compared.onlyHead),
    ...(compared.caution === "" ? [] : [wrap(compared.caution)]),
  ].join("\n\n");
};
