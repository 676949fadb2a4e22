import { describe, expect, it } from "vitest";
import { trialOf } from "../../bench/fixtures/trial.ts";
import type { Remark } from "../../bench/record/remarks.ts";
import { type TrialRecord, unmeasured } from "../../bench/record/trial.ts";
import { columns } from "../words/columns.ts";
import { countsOf } from "./counts.ts";

const busy: Remark = { code: "client-too-busy", cpuShare: 0.93 };

const counted = (bytes: number, reason: Remark = busy): TrialRecord => ({
  ...trialOf({
    responseTimeMs: { p50: 3 },
    bytes: { perDelivery: { up: 100, down: bytes } },
    requests: { total: 8, empty: 2, perDelivery: 1.5 },
  }),
  status: "invalid",
  reasons: [reason],
});

const failed: TrialRecord = {
  ...trialOf(),
  ...unmeasured,
  status: "failed",
  reasons: [{ code: "failure", why: "it ended" }],
};

describe("the counts of a row", () => {
  it("are the medians of what was counted, in the columns' units, where all trials are invalid by load", () => {
    const counts = countsOf([counted(200), counted(300), counted(350)]);
    const told = columns.flatMap(({ metric }, i) => {
      const estimate = counts?.[i];
      return estimate ? [[metric, estimate]] : [];
    });
    const of = (median: number) => ({ median, low: null, high: null, trials: 3 });
    expect(told).toEqual([
      ["bytesPerDelivery", of(400)],
      ["requestsPerDelivery", of(1.5)],
      ["emptyShare", of(25)],
    ]);
  });

  it.each([
    ["a trial counts", [counted(200), trialOf()]],
    ["a trial failed", [counted(200), failed]],
    ["deliveries are spoilt", [counted(200, { code: "failure", why: "lost" })]],
    ["there is no trial", []],
  ])("are none where %s", (_, trials) => expect(countsOf(trials)).toBeNull());
});
