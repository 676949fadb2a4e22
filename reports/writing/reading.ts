// Reads shown figures back as plain numbers, for sorting and for files. Undoes numbers.ts; runs in the page too.

const shownNumber = /^([+−-]?)(\d[\d\u202f]*(?:\.\d+)?)/;

/** The number that a text begins with: "41 230 B" is 41230, "−0.5" is -0.5, "2.1 / 3.4" is 2.1; null for other texts. */
export const readFigure = (shown: string): number | null => {
  const text = shown.trim();
  // A figure that is too small to be shown stands before everything that is shown.
  if (text.startsWith("<")) return 0;
  const [, sign = "", digits] = shownNumber.exec(text) ?? [];
  if (digits === undefined) return null;
  const size = Number(digits.replaceAll("\u202f", ""));
  return sign === "−" || sign === "-" ? -size : size;
};

/** A text as a file has it: a lone figure with plain digits, nothing for a dash, other texts as they are. */
export const plainCell = (shown: string): string => {
  const text = shown.trim();
  if (text === "–") return "";
  return /^[+−-]?\d[\d\u202f]*(?:\.\d+)?$/.test(text) ? String(readFigure(text)) : text.replaceAll("\u202f", " ");
};
