// Cleans and bounds what visitors type. Text stays text: markup in it is neither looked for nor changed.

/**
 * Control characters except tab and line feed, and characters that turn the direction of the text around them (Unicode Standard
 * Annex 9, section 2), with which a line could be made to read as something else, or as someone else's.
 */
const unwanted = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu;

/** Text of nothing but spaces, the empty pattern of Braille among them, and characters that are drawn as nothing. */
const unseen = /^[\s\u2800\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

/** Well-formed, because half a surrogate pair has no UTF-8. */
const cleaned = (text: string): string => text.toWellFormed().replace(unwanted, "");

const isLongerThan = (text: string, characters: number): boolean =>
  text.length > characters && [...text].length > characters;

type Read = { readonly text: string } | { readonly reason: string };

/** At most `characters` code points may be left of the text; a longer one is refused, not cut. */
export const readText = (value: unknown, characters: number): Read => {
  if (typeof value !== "string") return { reason: 'send {"text": "…"}' };
  const text = cleaned(value);
  if (unseen.test(text)) return { reason: "there is nothing to read in the text" };
  if (isLongerThan(text, characters)) return { reason: `a text has at most ${characters} characters` };
  return { text };
};

/** One line; empty where there is no name, or none that can be seen. */
export const readName = (value: unknown, characters: number): Read => {
  if (value === undefined || value === null) return { text: "" };
  if (typeof value !== "string") return { reason: "a name must be text" };
  const name = cleaned(value.replace(/\s+/gu, " ")).trim();
  if (unseen.test(name)) return { text: "" };
  if (isLongerThan(name, characters)) return { reason: `a name has at most ${characters} characters` };
  return { text: name };
};

/** A field of what should be a JSON object; undefined where it is none, or has no such field of its own. */
export const fieldOf = (value: unknown, name: string): unknown => {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
};
