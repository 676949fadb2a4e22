// Seqs that are next, repeated, or missing.

import { expect, it } from "vitest";
import { Cursor } from "./cursor.ts";

it("takes each seq once, in order", () => {
  const cursor = new Cursor(4);
  expect([5, 6, 6, 3, 7].map((seq) => cursor.take(seq).kind)).toEqual(["next", "next", "repeated", "repeated", "next"]);
  expect(cursor.seq).toBe(7);
});

it("tells a gap, and goes on behind it", () => {
  const cursor = new Cursor(4);
  expect(cursor.take(8)).toEqual({ kind: "gap", missing: [5, 7] });
  expect(cursor.take(9)).toEqual({ kind: "next" });
  expect(cursor.take(6)).toEqual({ kind: "repeated" });
});

it("starts anywhere from 0, for the log may have dropped its oldest", () => {
  const cursor = new Cursor(0);
  expect(cursor.take(40)).toEqual({ kind: "next" });
  expect(cursor.seq).toBe(40);
});

it.each([
  { oldestSeq: 3, seq: 2 },
  { oldestSeq: 1, seq: 0 },
  { oldestSeq: null, seq: 0 },
])("goes back where the log starts at $oldestSeq", ({ oldestSeq, seq }) => {
  const cursor = new Cursor(90);
  cursor.restart(oldestSeq);
  expect(cursor.seq).toBe(seq);
});
