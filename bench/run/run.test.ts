import { expect, it } from "vitest";
import type { TrialRecord } from "../record/trial.ts";
import { exitCodeOf } from "./run.ts";

const statuses = (text: string): readonly Pick<TrialRecord, "status">[] =>
  (text.match(/[mif]/g) ?? []).map((letter) => ({
    status: letter === "m" ? "measured" : letter === "i" ? "invalid" : "failed",
  }));

it.each([
  ["m", false, 0],
  ["mi", false, 0],
  ["im", false, 0],
  ["i", false, 1],
  ["iii", false, 1],
  ["f", false, 1],
  ["fi", false, 1],
  ["mmf", false, 1],
  ["", false, 1],
  ["m", true, 130],
  ["", true, 130],
  ["f", true, 130],
])("exitCodeOf trials %s, interrupted %s: %d", (trials, interrupted, code) => {
  expect(exitCodeOf({ run: { trials: statuses(trials) }, interrupted })).toBe(code);
});
