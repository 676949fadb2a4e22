// Comma-separated values by RFC 4180. Knows nothing of charts; runs in the page too.

/** A spreadsheet takes a cell that begins so for a formula: it gets an apostrophe, unless it is a number. */
const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const guard = (text: string): string => (formula.test(text) && !number.test(text) ? `'${text}` : text);

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of cells, the headings first; lines end with CR LF, the last one too. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => quote(guard(cell))).join(",")}\r\n`).join("");
