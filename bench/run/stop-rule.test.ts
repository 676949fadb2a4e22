import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import type { StopRule } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";
import { stopOf } from "./stop-rule.ts";

const rule: StopRule = { metric: "responseTimeP50Ms", precision: 0.1, mostTrials: 8 };

const cell = (transport: string, p50s: readonly (number | null)[]): readonly TrialRecord[] =>
  p50s.map((p50, repetition) => trialOf({ transport, repetition, responseTimeMs: { p50 } }));

const steady = [100, 101, 102, 103, 104, 105];
const wild = [50, 60, 70, 80, 90, 100];

describe("stopOf", () => {
  const steadyWidth = 5 / 102.5;
  const wildWidth = 50 / 75;
  it.each([
    {
      what: "all cells are precise",
      trials: [...cell("a", steady), ...cell("b", steady)],
      blocks: 6,
      because: "precise",
    },
    { what: "precise at the last block", trials: cell("a", steady), blocks: 8, because: "precise" },
    { what: "one cell is not", trials: [...cell("a", steady), ...cell("b", wild)], blocks: 6, because: null },
    { what: "one cell is not, at the limit", trials: cell("b", wild), blocks: 8, because: "limit" },
    { what: "five blocks", trials: cell("a", steady), blocks: 5, because: null },
    {
      what: "five trials tell",
      trials: [...cell("a", steady), ...cell("b", [1, 1, 1, 1, 1, null])],
      blocks: 6,
      because: null,
    },
    {
      what: "a cell does not tell",
      trials: [...cell("a", steady), ...cell("b", [null, null])],
      blocks: 6,
      because: "precise",
    },
    {
      what: "a cell's median is 0",
      trials: [...cell("a", steady), ...cell("b", [0, 0, 0, 0, 0, 9])],
      blocks: 6,
      because: "precise",
    },
    { what: "no cell tells", trials: cell("b", [null, null]), blocks: 6, because: null },
    { what: "no cell tells, at the limit", trials: cell("b", [null, null]), blocks: 8, because: "limit" },
    { what: "nothing was measured", trials: [], blocks: 0, because: null },
  ])("$what: $because", ({ trials, blocks, because }) => {
    expect(stopOf(rule, trials, blocks, 2)?.because ?? null).toBe(because);
  });

  it("tells the widest interval over its median, and how many blocks there were", () => {
    const trials = [...cell("a", steady), ...cell("b", wild)];
    const stopped = stopOf(rule, trials, 8, 2);
    expect(stopped).toEqual({ because: "limit", trials: 8, widest: expect.closeTo(wildWidth, 12) });
    expect(stopOf({ ...rule, precision: steadyWidth + 1e-9 }, cell("a", steady), 6, 2)?.widest).toBeCloseTo(
      steadyWidth,
    );
    expect(stopOf({ ...rule, precision: steadyWidth - 1e-9 }, cell("a", steady), 6, 2)).toBeNull();
    expect(stopOf(rule, cell("a", [null]), 8, 2)).toEqual({ because: "limit", trials: 8, widest: null });
  });

  it("counts measured trials alone", () => {
    const invalid: readonly TrialRecord[] = [{ ...trialOf({ responseTimeMs: { p50: 9999 } }), status: "invalid" }];
    expect(stopOf(rule, [...cell("websocket", steady), ...invalid], 7, 2)?.because).toBe("precise");
    expect(stopOf(rule, [...cell("websocket", steady.slice(1)), ...invalid], 6, 2)).toBeNull();
  });
});
