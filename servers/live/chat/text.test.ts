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
  ])("%j is %j", (value, text) => expect(readText(value, 40)).toEqual({ text }));

  it.each([
    [undefined, 'send {"text": "…"}'],
    [7, 'send {"text": "…"}'],
    ["", "there is nothing to read in the text"],
    [" \n\u200b\u3164\u0007", "there is nothing to read in the text"],
    ["😀".repeat(4), "a text has at most 3 characters"],
  ])("%j is refused", (value, reason) => expect(readText(value, 3)).toEqual({ reason }));
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
