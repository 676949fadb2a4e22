// A server's words beside messages.

import { expect, it } from "vitest";
import { errorIn, oldestSeqIn, refIn, retryAfterMs, seconds } from "./server-words.ts";

it.each([
  ['{"oldestSeq":12}', 12],
  ['{"error": "gone", "oldestSeq": 7}', 7],
  ["history starts at seq 31", 31],
  ["", null],
  ["seq unknown", null],
])("reads where the log starts: %s", (text, oldestSeq) => {
  expect(oldestSeqIn(text)).toBe(oldestSeq);
});

it.each([
  ['{"error":"too long"}', "too long"],
  ['{"error":7}', null],
  ['{"seq":1}', null],
  ["null", null],
  ["<html>", null],
])("reads an error: %s", (text, error) => {
  expect(errorIn(text)).toBe(error);
});

it("reads what a refusal is of, where it says so", () => {
  expect(['{"error":"too long","ref":"7"}', '{"error":"too long"}', "7"].map(refIn)).toEqual(["7", null, null]);
});

it.each([
  ["3", 3000],
  ["0", 0],
  [null, 0],
  ["Wed, 21 Oct 2026 07:28:00 GMT", 0],
  ["-1", 0],
])("reads Retry-After: %s", (header, ms) => {
  expect(retryAfterMs(header)).toBe(ms);
});

it.each([
  [0, "0 s"],
  [40, "0 s"],
  [250, "0.3 s"],
  [1000, "1 s"],
  [1500, "1.5 s"],
  [9999, "10 s"],
  [15_000, "15 s"],
])("says %d ms in seconds", (ms, text) => {
  expect(seconds(ms)).toBe(text);
});
