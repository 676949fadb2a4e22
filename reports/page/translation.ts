// A chart's spec in another language, as its differences from the first: the same shape with other texts. Most of a spec is
// numbers, so a second language costs a page next to nothing. Pure; runs in Node and in the browser.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Pairs of texts; or the whole spec, where one text has two translations or more than texts differs. */
export type Translation =
  | { readonly texts: readonly (readonly [from: string, to: string])[] }
  | { readonly whole: Json };

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !isList(value);

export const translate = (from: Json, translation: Translation): Json => {
  if ("whole" in translation) return translation.whole;
  return replaceTexts(from, new Map(translation.texts));
};

const replaceTexts = (value: Json, texts: ReadonlyMap<string, string>): Json => {
  if (typeof value === "string") return texts.get(value) ?? value;
  if (isList(value)) return value.map((one) => replaceTexts(one, texts));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaceTexts(one, texts)]));
};

/** translate(from, translationBetween(from, to)) is `to`. */
export const translationBetween = (from: Json, to: Json): Translation => {
  const texts = new Map<string, string>();
  if (!compare(from, to, texts)) return { whole: to };
  return { texts: [...texts].filter(([before, after]) => before !== after) };
};

/** Whether the two differ in texts alone, and each text always becomes the same one. Fills `texts`. */
const compare = (from: Json, to: Json, texts: Map<string, string>): boolean => {
  if (typeof from === "string" && typeof to === "string") {
    const known = texts.get(from);
    if (known === undefined) texts.set(from, to);
    return known === undefined || known === to;
  }
  if (typeof from !== "object" || from === null) return from === to;
  if (typeof to !== "object" || to === null || isList(from) !== isList(to)) return false;
  const [before, after] = [Object.entries(from), Object.entries(to)];
  return (
    before.length === after.length &&
    before.every(([key, value], i) => {
      const other = after[i];
      return other !== undefined && other[0] === key && compare(value, other[1], texts);
    })
  );
};
