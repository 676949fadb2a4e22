import { describe, expect, it } from "vitest";
import { fixtureRun } from "../fixtures/run.ts";
import { english } from "../words/english/english.ts";
import { describeAbsence, explainAbsences, isPartly, nameAbsence } from "./absences.ts";
import { buildReport } from "./report.ts";

const rowsOf = (panel: number) => buildReport(fixtureRun).panels[panel]?.rows ?? [];

describe("a cell", () => {
  it.each([
    [{ measured: 6, saturated: 0, invalid: 0, failed: 0 }, [], null, "not run", false],
    [
      { measured: 5, saturated: 0, invalid: 1, failed: 0 },
      ["invalid: too busy (1 of 6 trials)"],
      null,
      "invalid",
      true,
    ],
    [
      { measured: 0, saturated: 0, invalid: 2, failed: 1 },
      ["a warning (1 of 3 trials)", "failed: ended (1 of 3 trials)", "invalid: too busy (2 of 3 trials)"],
      "failed: ended (1 of 3 trials)",
      "invalid, failed",
      false,
    ],
    [{ measured: 0, saturated: 0, invalid: 0, failed: 0 }, [], "no trial was run", "not run", false],
  ] as const)("with %j", (trials, notes, absence, name, partly) => {
    expect(describeAbsence({ trials, notes }, english)).toBe(absence);
    expect(nameAbsence({ trials }, english)).toBe(name);
    expect(isPartly({ trials })).toBe(partly);
  });
});

it("a chart says which trials do not count, and which rows have no figures", () => {
  const [short, long, websocket, library] = rowsOf(0);
  const [gone] = rowsOf(2);
  if (!short || !long || !websocket || !library || !gone) throw new Error("the fixed run has these rows");
  const named = [short, long, websocket, library, gone].map((row) => ({ row, name: row.label }));
  expect(explainAbsences(named.slice(2, 3), english)).toEqual([]);
  expect(explainAbsences(named, english)).toEqual([
    "A * marks a row in which some trials do not count: Long polling (1 failed of 8 trials) and WebSocket (ws package) " +
      "(1 invalid of 8 trials).",
    "Without figures: Short polling: invalid: a client process used 93\u202f% of a core: raise --client-processes or lower " +
      "--rate or --subscribers (6 of 6 trials).",
  ]);
});
