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
  expect(exitCodeOf({ run: { trials: statuses(trials), stopped: null }, interrupted })).toBe(code);
});

it("exitCodeOf a run that stopped itself is 1, whatever it measured before", () => {
  const reason = { code: "link-too-busy", cpuShare: 0.8 } as const;
  const stopped = { because: "spoilt", trials: 3, reason } as const;
  expect(exitCodeOf({ run: { trials: statuses("miii"), stopped }, interrupted: false })).toBe(1);
});
