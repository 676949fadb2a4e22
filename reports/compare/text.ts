// The comparison of two runs for a terminal, as wide as its window: changes, worst first; of what is the same only the number.
// Pure: view in, text out.
import { clipped, toTheLeft, toTheRight, wrapText } from "../../bench/cells.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { terminalText } from "../writing/escapes.ts";
import { plainTerminal, type Terminal } from "../writing/terminal.ts";
import type { Compared, ComparedLine } from "./view.ts";

const widths = { verdict: 15, tier: 6, base: 13, head: 13, ratio: 13 } as const;
const metricWidths = { least: 26, most: 40 } as const;
type Column = keyof typeof widths | "metric";
const columns: readonly Column[] = ["verdict", "tier", "metric", "base", "head", "ratio"];
const words: readonly Column[] = ["verdict", "tier", "metric"];

/** Columns that go first where a window is too narrow for all. */
const dispensable: readonly Column[] = ["tier", "base", "head"];

/** The page has the lines beyond these. */
const mostLines = { verbose: 60, short: 20 } as const;

interface Layout {
  readonly width: number;
  readonly shown: readonly { readonly column: Column; readonly width: number }[];
}

const widthOf = (column: Column, metricWidth: number): number => (column === "metric" ? metricWidth : widths[column]);

const layoutFor = (windowWidth: number): Layout => {
  const least = (kept: readonly Column[]): number =>
    kept.reduce((sum, column) => sum + widthOf(column, metricWidths.least), 0);
  const left = dispensable.findIndex((_, i) => least(without(i)) <= windowWidth);
  const kept = without(left === -1 ? dispensable.length : left);
  const width = Math.max(windowWidth, least(kept));
  const metricWidth = Math.min(metricWidths.most, metricWidths.least + width - least(kept));
  return { width, shown: kept.map((column) => ({ column, width: widthOf(column, metricWidth) })) };
};

/** The columns without the first so many of the dispensable. */
const without = (count: number): readonly Column[] => {
  const left = dispensable.slice(0, count);
  return columns.filter((column) => !left.includes(column));
};

const pad = (column: Column, width: number, text: string): string => {
  const room = width - 1;
  const safe = terminalText(text);
  const short = clipped(safe, room);
  return `${(words.includes(column) ? toTheLeft : toTheRight)(short, room)} `;
};

/** The figures, and below them where; why too, where everything is asked for. */
const formatLine = (compared: ComparedLine, { width, shown }: Layout, { verbose, style }: Terminal): string => {
  const { verdict } = compared.line;
  const cells = shown.map((cell) => {
    const text = pad(cell.column, cell.width, compared[cell.column]);
    if (cell.column !== "verdict") return text;
    return verdict === "regression" ? style("red", text) : verdict === "improvement" ? style("green", text) : text;
  });
  const below = verbose ? `${compared.where}: ${compared.why}` : compared.where;
  return [cells.join("").trimEnd(), style("dim", wrapText(terminalText(below), width, "    "))].join("\n");
};

/** The headline's numbers hold what cannot be told; each single one of it is for who asks. */
const isTold = ({ line: { verdict } }: ComparedLine): boolean =>
  verdict !== "cannot tell" && verdict !== "not comparable";

const formatTable = (compared: Compared, say: CompareWords, layout: Layout, terminal: Terminal): string => {
  const { verbose, style } = terminal;
  const lines = verbose ? compared.changed : compared.changed.filter(isTold);
  if (lines.length === 0) return wrapText(terminalText(compared.unchanged), layout.width);
  const most = verbose ? mostLines.verbose : mostLines.short;
  const heads = layout.shown.map(({ column, width }) => pad(column, width, say.columns[column])).join("");
  const rest = lines.length - most;
  return [
    style("bold", heads.trimEnd()),
    ...lines.slice(0, most).map((line) => formatLine(line, layout, terminal)),
    ...(rest > 0 ? [wrapText(say.markdown.more(rest), layout.width)] : []),
  ].join("\n");
};

/** Green is for what was judged and is no worse. */
const colourOf = ({ regressions, noPass }: Compared): "red" | "yellow" | "green" =>
  regressions.length > 0 ? "red" : noPass ? "yellow" : "green";

/** The verdict and one table; or everything. */
export const formatComparison = (compared: Compared, say: CompareWords, terminal: Terminal = plainTerminal): string => {
  const { verbose, style } = terminal;
  const layout = layoutFor(terminal.columns);
  const wrap = (text: string): string => wrapText(terminalText(text), layout.width);
  const only = (head: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [wrap(`${head} ${names.join("; ")}`)];
  const isCautioned = compared.caution !== "" && (verbose || compared.regressions.length > 0);
  return [
    style(colourOf(compared), wrap(compared.headline)),
    wrap(compared.commits),
    ...compared.warnings.map((warning) => style("yellow", wrap(`${say.warning}: ${warning}`))),
    formatTable(compared, say, layout, terminal),
    wrap(say.tallySentence(compared.counts)),
    ...(verbose && compared.notJudged !== "" ? [wrap(compared.notJudged)] : []),
    ...(verbose ? only(say.only.base, compared.onlyBase) : []),
    ...(verbose ? only(say.only.head, compared.onlyHead) : []),
    ...(isCautioned ? [wrap(compared.caution)] : []),
  ].join("\n\n");
};
