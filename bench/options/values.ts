// The reading of an option's value: the same checks for a text of the command line and for a plain value of a file. Pure;
// knows no option.

import { reasonOf, UsageError } from "../failure.ts";

/** A text of the command line; `place` is the flag. */
interface WrittenFlag {
  readonly in: "flags";
  readonly place: string;
  readonly value: string;
}

/** A value in a config file; `place` is the path of keys to it, empty for the whole file. */
export interface WrittenValue {
  readonly in: "file";
  readonly file: string;
  readonly place: string;
  readonly value: unknown;
}

/** A value as it was written, with the place that a message names. */
export type Written = WrittenFlag | WrittenValue;

/** Throws UsageError, one line with the remedy. */
export type Read<T> = (written: Written) => T;

/** `--rate 0: …`, or `bench.config.ts: plan.ratePerSec[1]: …` */
export const refuse = (written: Written, why: string): UsageError =>
  new UsageError(written.in === "flags" ? `${written.place} ${shown(written.value)}: ${why}` : refused(written, why));

/** A text that is empty, or blank at an end, stands in quotation marks. */
export const shown = (text: string): string => (/^\S(.*\S)?$/s.test(text) ? text : JSON.stringify(text));

const refused = ({ file, place }: WrittenValue, why: string): string =>
  place === "" ? `${file}: ${why}` : `${file}: ${place}: ${why}`;

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly unit: string;
}

export const whole = (min: number, max: number, unit: string): Range => ({ min, max, whole: true, unit });
export const anyFrom = (min: number, max: number, unit: string): Range => ({ min, max, whole: false, unit });

/**
 * One way to write a number on the command line: digits, and a fraction after a point where the number need not be whole.
 * Neither 0x10, 1e2, 010 nor +5 is a number there, since each may be meant for another one; and "10" is none in a file.
 */
const numberOf = (written: Written, isWhole: boolean): unknown => {
  if (written.in === "file") return written.value;
  const form = isWhole ? /^(0|[1-9][0-9]*)$/ : /^(0|[1-9][0-9]*)(\.[0-9]+)?$/;
  return form.test(written.value) ? Number(written.value) : null;
};

export const numberIn =
  ({ min, max, whole, unit }: Range): Read<number> =>
  (written) => {
    const value = numberOf(written, whole);
    if (typeof value === "number" && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    const kind = whole ? "whole number" : "number";
    throw refuse(written, `give a ${kind} from ${min} to ${max}${unit === "" ? "" : ` ${unit}`}`);
  };

/** A list: with commas on the command line, an array in a file; at least one item, none twice. */
export const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (written) => {
    const items = itemsOf(written).map(read);
    if (items.length === 0) throw refuse(written, "give at least one, or leave it out");
    if (new Set(items).size < items.length) throw refuse(written, "the same value stands twice; give each value once");
    return items;
  };

const itemsOf = (written: Written): readonly Written[] => {
  if (written.in === "flags") return written.value.split(",").map((item) => ({ ...written, value: item.trim() }));
  if (!Array.isArray(written.value)) throw refuse(written, "give a list, in brackets");
  return Array.from(written.value, (value: unknown, i) => ({ ...written, place: `${written.place}[${i}]`, value }));
};

export const oneOf =
  <const T extends string>(names: readonly T[]): Read<T> =>
  (written) => {
    const name = names.find((candidate) => candidate === written.value);
    if (name === undefined) throw refuse(written, `there is no such name; choose from ${names.join(", ")}`);
    return name;
  };

/** The word itself, or what `read` makes of anything else. */
export const orWord =
  <Word extends string, T>(word: Word, read: Read<T>): Read<Word | T> =>
  (written) =>
    written.value === word ? word : read(written);

/** Any text but an empty one; a complaint calls it `what`. */
export const textFor =
  (what: string): Read<string> =>
  (written) => {
    if (typeof written.value === "string" && written.value.trim() !== "") return written.value;
    throw refuse(written, `give ${what}`);
  };

/** A switch: the text "true" or "false" of a flag, a boolean of a file. */
export const yesOrNo: Read<boolean> = (written) => {
  if (written.in === "flags") return written.value === "true";
  if (typeof written.value === "boolean") return written.value;
  throw refuse(written, "give true or false");
};

/** The keys of an object, each with its place; an undefined value counts as left out. Throws UsageError. */
export const entriesOf = (written: WrittenValue): readonly (readonly [string, WrittenValue])[] => {
  const { value, place } = written;
  if (!isPlainObject(value)) throw refuse(written, "give an object, in braces");
  return entriesWithin(written, value)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, { ...written, place: place === "" ? key : `${place}.${key}`, value }]);
};

/** Not a promise, a map or anything else whose entries would be none. */
const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/** A value may be computed when it is read. Throws UsageError where that fails. */
const entriesWithin = (written: WrittenValue, value: object): readonly (readonly [string, unknown])[] => {
  try {
    return Object.entries(value);
  } catch (error) {
    throw refuse(written, `it cannot be read: ${reasonOf(error)}`);
  }
};

/**
 * The name that was probably meant: at most two letters away, one for a short name; else one that begins alike; undefined
 * where there is none.
 */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const ranked = names.map((candidate) => ({ candidate, far: distance(name, candidate) }));
  const closest = ranked.toSorted((x, y) => x.far - y.far)[0];
  if (closest !== undefined && closest.far <= (name.length < 5 ? 1 : 2)) return closest.candidate;
  return names.find((candidate) => name.length > 4 && candidate.startsWith(name.slice(0, 5)));
};

/** Letters to insert, leave out or change: Levenshtein's distance, one row of its table after another. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  let far = to.length;
  for (const [i, letter] of [...from].entries()) {
    let diagonal = i;
    row = row.map((above, j) => {
      const change = diagonal + (letter === to[j - 1] ? 0 : 1);
      far = j === 0 ? i + 1 : Math.min(change, above + 1, far + 1);
      diagonal = above;
      return far;
    });
  }
  return far;
};
