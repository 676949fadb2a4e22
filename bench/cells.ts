// Texts in the cells of a terminal, of which a Han character takes two. Knows nothing of what a text says.
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

const letters = new Intl.Segmenter();

/** In cells. */
export const cellsOf = (text: string): number => stringWidth(text);

/** The text ends in "…" where it takes more cells than `width`. */
export const clipped = (text: string, width: number): string => {
  if (cellsOf(text) <= width) return text;
  let kept = "";
  for (const { segment } of letters.segment(text)) {
    if (cellsOf(kept + segment) >= width) break;
    kept += segment;
  }
  return `${kept}…`;
};

const space = (text: string, width: number): string => " ".repeat(Math.max(0, width - cellsOf(text)));

export const toTheLeft = (text: string, width: number): string => `${text}${space(text, width)}`;

export const toTheRight = (text: string, width: number): string => `${space(text, width)}${text}`;

/** Breaks at spaces; a word longer than a line stands alone. The indent counts as part of a line's width. */
export const wrapText = (text: string, width: number, indent = ""): string =>
  wrapAnsi(text, Math.max(1, width - indent.length))
    .split("\n")
    .map((line) => `${indent}${line}`)
    .join("\n");
