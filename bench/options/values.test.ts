import { expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { anyFrom, entriesOf, listOf, numberIn, type Read, whole } from "./values.ts";

const readAs =
  <T>(read: Read<T>) =>
  (value: string): T =>
    read({ in: "flags", place: "--n", value });

const most = Number.MAX_SAFE_INTEGER;
const readWhole = readAs(numberIn(whole(0, most, "")));
const readAny = readAs(numberIn(anyFrom(0, most, "")));

it.each([
  ["0", 0],
  ["5", 5],
  ["100", 100],
  ["9007199254740991", most],
])("%s is a number, whole or not", (text, value) => expect([readWhole(text), readAny(text)]).toEqual([value, value]));

it.each([
  ["0.5", 0.5],
  ["12.50", 12.5],
  ["5.0", 5],
])("%s is a number where it need not be whole", (text, value) => {
  expect(readAny(text)).toBe(value);
  expect(() => readWhole(text)).toThrow(UsageError);
});

const odd = [
  ..."1e2 1E2 1e+2 0x10 0b1 0o7 010 00 5. .5 . 1.2.3 +5 -5 -0 1_000 1,000 1'000 5n Infinity NaN ∞ ٥ ５ ½".split(" "),
  ...["", " ", " 5", "5 ", "5\n", "5\u00a0", "1 000", "9007199254740992", "9007199254740993", "1e400", "5px", "five"],
];

it.each(odd)("%j is no number", (text) => {
  for (const read of [readWhole, readAny])
    expect(() => read(text)).toThrow(/^--n .*: give a (whole )?number from 0 to/);
});

it("takes no number that rounding would make whole", () => {
  for (const text of ["1.00000000000000000001", "0.99999999999999999999", "9007199254740991.4"]) {
    expect(() => readWhole(text)).toThrow(UsageError);
  }
});

it.each(["1,,2", ",1", "1,", ",", "", "1,1", "1;2"])("%j is no list of numbers", (text) => {
  expect(() => readAs(listOf(numberIn(whole(0, most, ""))))(text)).toThrow(UsageError);
});

it("takes no list in which two texts are one number", () => {
  expect(() => readAs(listOf(numberIn(anyFrom(0, 9, ""))))("1,1.0")).toThrow("the same value stands twice");
});

const inFile = (value: unknown) => ({ in: "file", file: "f.ts", place: "seed", value }) as const;

it.each([
  ["5"],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [5n],
  [null],
  [[5]],
  [true],
  [new Number(5)],
  [{}],
  [2 ** 53],
])("%o is no number in a file", (value) =>
  expect(() => numberIn(whole(0, most, ""))(inFile(value))).toThrow(/^f\.ts: seed: give a whole number/),
);

class Options {
  readonly seed = 1;
}

it.each([[null], [[]], ["plan"], [5], [() => ({})], [Promise.resolve({})], [new Map([["seed", 1]])], [new Options()]])(
  "%o is no object with options",
  (value) => expect(() => entriesOf(inFile(value))).toThrow(new UsageError("f.ts: seed: give an object, in braces")),
);

it("says so of an option whose value cannot be read", () => {
  const value = {
    get seed(): number {
      throw new Error("of its own");
    },
  };
  expect(() => entriesOf(inFile(value))).toThrow(new UsageError("f.ts: seed: it cannot be read: of its own"));
});
