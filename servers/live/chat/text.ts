// Cleans and bounds what visitors type. Text stays text: markup in it is neither looked for nor changed.

/** The ways in which Unicode breaks a line (Unicode Standard section 5.8). */
const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;

/**
 * Control characters except tab and line feed, and characters that turn the direction of the text around them (Unicode Standard
 * Annex 9, section 2), with which a line could be made to read as something else, or as someone else's.
 */
const unwanted = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Characters that are drawn as nothing, except for those that words and emoji are written with: joiners, marks of direction, and
 * selectors of a variant or a flag. With the others two names could be the same to look at.
 */
const hidden =
  /[\p{Default_Ignorable_Code_Point}--[\u061c\u200c-\u200f\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0020}-\u{e007f}\u{e0100}-\u{e01ef}]]/gv;

/** More marks on one letter than any script has, which are drawn over the lines around it. A flag of a region is six long. */
const piled = /([\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]{6})[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]+/gu;

/** Text of nothing but spaces, the empty pattern of Braille among them, and characters that are drawn as nothing. */
const unseen = /^[\s\u2800\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

/** A gap within a line that is wider than any indentation. */
const wideGaps = /([[\s\u2800]--\n]{40})[[\s\u2800]--\n]+/gv;

/** Line feeds with more than one empty line between them. */
const emptyLines = /\n(?:[\s\u2800\p{Cf}]*\n)+/gu;

/** Empty lines before the first line, and after the last. */
const around = /^(?:[[\s\u2800\p{Cf}]--\n]*\n)+|(?:\n[[\s\u2800\p{Cf}]--\n]*)+$/gv;

/** Well-formed, because half a surrogate pair has no UTF-8. */
const cleaned = (text: string): string =>
  text.toWellFormed().replace(unwanted, "").replace(hidden, "").replace(piled, "$1");

const isLongerThan = (text: string, characters: number): boolean =>
  text.length > characters && [...text].length > characters;

type Read = { readonly text: string } | { readonly reason: string };

/** At most `characters` code points and `lines` may be left of the text; a longer one is refused, not cut. */
export const readText = (value: unknown, characters: number, lines: number): Read => {
  if (typeof value !== "string") return { reason: 'send {"text": "…"}' };
  const text = cleaned(value.replace(lineBreaks, "\n"))
    .replace(wideGaps, "$1")
    .replace(emptyLines, "\n\n")
    .replace(around, "");
  if (unseen.test(text)) return { reason: "there is nothing to read in the text" };
  if (isLongerThan(text, characters)) return { reason: `a text has at most ${characters} characters` };
  if (text.split("\n").length > lines) return { reason: `a text has at most ${lines} lines` };
  return { text };
};

/** One line; empty where there is no name, or none that can be seen. */
export const readName = (value: unknown, characters: number): Read => {
  if (value === undefined || value === null) return { text: "" };
  if (typeof value !== "string") return { reason: "a name must be text" };
  const name = cleaned(value.replace(/[[\s\u0085\u2800]--\ufeff]/gv, " "))
    .replace(/ +/g, " ")
    .trim();
  if (unseen.test(name)) return { text: "" };
  if (isLongerThan(name, characters)) return { reason: `a name has at most ${characters} characters` };
  return { text: name };
};

/** A field of what should be a JSON object; undefined where it is none, or has no such field of its own. */
export const fieldOf = (value: unknown, name: string): unknown => {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
};
