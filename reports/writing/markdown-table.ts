// A table as GitHub-flavoured Markdown. Knows nothing of pages; runs in the page too.

interface MarkdownHead {
  readonly text: string;
  /** Left-aligned; figures are right-aligned. */
  readonly words: boolean;
}

/** A text stays one cell and is no markup. */
const escapeCell = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_[\]|<>]/g, "\\$&");

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;

/** The caption stands above the table, in bold. A row that is too short is filled up. */
export const toMarkdownTable = (
  caption: string,
  heads: readonly MarkdownHead[],
  rows: readonly (readonly string[])[],
): string =>
  [
    `**${escapeCell(caption)}**\n\n`,
    line(heads.map(({ text }) => escapeCell(text))),
    line(heads.map(({ words }) => (words ? "---" : "---:"))),
    ...rows.map((row) => line(heads.map((_, i) => escapeCell(row[i] ?? "")))),
  ].join("");
