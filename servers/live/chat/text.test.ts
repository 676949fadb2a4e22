// Texts as visitors type them, and as the chat keeps them: controls, directions, lengths.

import { describe, expect, it } from "vitest";
import { fieldOf, readName, readText } from "./text.ts";

describe("a text", () => {
  it.each([
    ["<script>alert(1)</script> & \"'`", "<script>alert(1)</script> & \"'`"],
    ["  two\n\tlines  ", "  two\n\tlines  "],
    ["a\r\nb\u0000c\u001b[31md\u007f\u009fe", "a\nbc[31mde"],
    ["\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"],
    ["مرحبا\u200f!", "مرحبا\u200f!"],
    ["👩‍👩‍👧", "👩‍👩‍👧"],
    ["half \ud83d", "half \ufffd"],
    ["😀😀😀", "😀😀😀"],
    ["a\u2028b\u2029c\u0085d", "a\nb\nc\nd"],
    [`one${"\n".repeat(1900)}two`, "one\n\ntwo"],
    [`one${"\n \t\u00a0\u2800\u200d".repeat(1900)}\n  two`, "one\n\n  two"],
    [`\n \n  one${"\r\n\u3000".repeat(1900)}`, "  one"],
    [`x${"\t".repeat(1900)}y`, `x${"\t".repeat(40)}y`],
    [`x${"\u3000\u2800".repeat(900)}y`, `x${"\u3000\u2800".repeat(20)}y`],
    [`Z${"\u0301\u0489".repeat(500)}algo`, `Z${"\u0301\u0489".repeat(3)}algo`],
    [`Z${"\u0301\u200d".repeat(500)}algo`, `Z${"\u0301\u200d".repeat(3)}algo`],
    ["שָׁ֖לוֹם việt हिन्दी ភាសាខ្មែរ བོད་ཡིག", "שָׁ֖לוֹם việt हिन्दी ភាសាខ្មែរ བོད་ཡིག"],
    [
      "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 1\ufe0f\u20e3 می\u200cخواهم",
      "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 1\ufe0f\u20e3 می\u200cخواهم",
    ],
    ["A\u200bd\u00ada\u2060\ufeff\u3164\u034f\u{e0001}", "Ada"],
  ])("%j is %j", (value, text) => expect(readText(value, 100, 4)).toEqual({ text }));

  it.each([
    [undefined, 'send {"text": "…"}'],
    [7, 'send {"text": "…"}'],
    ["", "there is nothing to read in the text"],
    [" \n\u200b\u3164\u0007", "there is nothing to read in the text"],
    ["😀".repeat(4), "a text has at most 3 characters"],
  ])("%j is refused", (value, reason) => expect(readText(value, 3, 2)).toEqual({ reason }));
});

it("a text of more lines than it may have is refused", () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, i) => i).join("\u2028");
  expect([readText(lines(4), 100, 4), readText(lines(5), 100, 4)]).toEqual([
    { text: "0\n1\n2\n3" },
    { reason: "a text has at most 4 lines" },
  ]);
});

describe("a name", () => {
  it.each([
    [undefined, ""],
    [null, ""],
    ["", ""],
    ["\u200b \u202e", ""],
    ["\u2800", ""],
    ["  Ada \n\t Lovelace\u2028 ", "Ada Lovelace"],
    ["<b>Ada</b>", "<b>Ada</b>"],
    ["\u202eadA\u0000", "adA"],
    ["😀".repeat(40), "😀".repeat(40)],
    ["A\u200bd\ufeffa", "Ada"],
    ["\u2800Ada \u200b \u2800Lovelace\u0085", "Ada Lovelace"],
    [`Z${"\u0301".repeat(500)}`, `Z${"\u0301".repeat(6)}`],
  ])("%j is %j", (value, text) => expect(readName(value, 40)).toEqual({ text }));

  it.each([
    [7, "a name must be text"],
    ["x".repeat(41), "a name has at most 40 characters"],
  ])("%j is refused", (value, reason) => expect(readName(value, 40)).toEqual({ reason }));
});

it.each([
  [{ text: "x" }, "x"],
  [{}, undefined],
  [Object.create({ text: "inherited" }), undefined],
  [null, undefined],
  ["text", undefined],
])("a field of %j is %j", (value, field) => expect(fieldOf(value, "text")).toBe(field));
