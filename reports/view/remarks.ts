// Says remarks in a reader's words. Alike ones are said together: where their numbers differ, from the least to the most.
import type { Remark } from "../../bench/record/remarks.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import type { Words } from "../words/words.ts";
import { count, thin, withUnit } from "../writing/numbers.ts";

/** A number with the unit that its name ends in. */
const showNumber = (name: string, value: number): string => {
  if (name.endsWith("Ms")) return withUnit(value, "ms");
  if (name.endsWith("Share")) return `${Math.round(value * 100)}${thin}%`;
  if (name.endsWith("Cores")) return value.toFixed(1);
  if (name.endsWith("Times")) return value.toFixed(2);
  if (name.endsWith("Bytes")) return withUnit(value, "B");
  return count(value);
};

/** The parameter of remarks of one kind, of which all have the same texts. */
const showParameter = (name: string, values: readonly unknown[], { basics }: Words): string => {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return String(values[0]);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)].map((value) => showNumber(name, value));
  return least === undefined || most === undefined || least === most ? `${least}` : basics.range(least, most);
};

/** The same text for remarks that are said together. */
export const kindOf = (remark: Remark): string =>
  JSON.stringify(Object.entries(remark).filter(([, value]) => typeof value === "string"));

/** One sentence, without its stop, for remarks of one kind. */
export const sayTogether = (alike: readonly Remark[], words: Words): string => {
  const fields = alike.map((remark) => new Map<string, unknown>(Object.entries(remark)));
  const template = words.remarks[valueAt(alike, 0).code];
  const said = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const values = fields.map((each) => each.get(name));
    return showParameter(name, values, words);
  });
  return words.basics.sentences([said]);
};

export const sayRemark = (remark: Remark, words: Words): string => sayTogether([remark], words);
