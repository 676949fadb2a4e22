import { expect, it } from "vitest";
import { wrapText } from "./wrap.ts";

it.each([
  ["one two three", 8, "", "one two\nthree"],
  ["one two three", 7, "", "one two\nthree"],
  ["one two three", 6, "", "one\ntwo\nthree"],
  ["one two three", 8, "  ", "  one\n  two\n  three"],
  ["one two three", 11, "  ", "  one two\n  three"],
  ["overlong", 4, "", "overlong"],
  ["overlong one", 4, "  ", "  overlong\n  one"],
  ["", 8, "", ""],
] as const)("%j in lines of at most %d, indented by %j", (text, width, indent, wrapped) =>
  expect(wrapText(text, width, indent)).toBe(wrapped),
);
