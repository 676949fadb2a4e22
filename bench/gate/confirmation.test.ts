// Each kind of line after a rerun: confirmed, not confirmed, or left as it was.
import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import { cellKey } from "../record/metrics.ts";
import { confirmGate, unconfirmedCells } from "./confirmation.ts";
import type { Gate, GateLine } from "./line.ts";
import { explainLine } from "./words.ts";

const { scenario, transport, conditions } = trialOf();

const lineOf = (change: Partial<GateLine>): GateLine => {
  const line = {
    scenario,
    transport,
    conditions,
    metric: "serverCpuMsPerThousandDeliveries" as const,
    tier: "time" as const,
    base: 10,
    head: 12,
    of: { base: 30, head: 30 },
    ratio: { median: 1.2, low: 1.1, high: 1.3, trials: 30 },
    paired: true,
    p: 0.00001,
    adjustedP: 0.0004,
    detectable: 1.05,
    tolerance: 0.1,
    slack: 0,
    alsoIn: [],
    verdict: "regression" as const,
    because: "detected" as const,
    rerun: null,
    ...change,
  };
  return { ...line, words: explainLine(line) };
};

const gateOf = (...lines: readonly GateLine[]): Gate => ({
  lines,
  onlyBase: [],
  onlyHead: [],
  unmeasured: [],
  differences: [],
  sameMachine: true,
});

const told = lineOf({});
const counted = lineOf({
  metric: "bytesPerDelivery",
  tier: "count",
  p: null,
  adjustedP: null,
  because: "beyond",
});
const better = lineOf({ metric: "responseTimeP50Ms", verdict: "improvement" });

describe("unconfirmedCells", () => {
  it("are those with a regression that a test told: no count, no improvement", () => {
    expect(unconfirmedCells(gateOf(counted, better))).toEqual(new Set());
    expect(unconfirmedCells(gateOf(counted, told, lineOf({ metric: "responseTimeTailMs" })))).toEqual(
      new Set([cellKey(told)]),
    );
  });
});

describe("confirmGate", () => {
  const confirmed = (again: Partial<GateLine> | null): GateLine | undefined =>
    confirmGate(gateOf(told), gateOf(...(again === null ? [] : [lineOf(again)]))).lines[0];

  it("keeps a regression that the rerun finds too, and says how large it was there", () => {
    const line = confirmed({ ratio: { median: 1.15, low: 1.08, high: 1.22, trials: 30 } });
    expect(line).toMatchObject({
      verdict: "regression",
      because: "detected",
      rerun: { verdict: "regression", ratio: { median: 1.15 } },
    });
    expect(line?.words).toBe(
      "+20\u202f% (+10\u202f% to +30\u202f%), where ±10\u202f% is guarded against; p = 0.00040 corrected; " +
        "a rerun confirms it: +15\u202f% (+8.0\u202f% to +22\u202f%)",
    );
  });

  it.each(["same", "cannot tell", "improvement", "not comparable"] as const)(
    "does not call a regression what the rerun calls %s",
    (verdict) => {
      const line = confirmed({ verdict, ratio: { median: 1.01, low: 0.98, high: 1.04, trials: 30 } });
      expect(line).toMatchObject({ verdict: "cannot tell", because: "not confirmed", rerun: { verdict } });
      expect(line?.words).toMatch(/, but a rerun did not confirm it: \+1\.0\u202f% \(−2\.0\u202f% to \+4\.0\u202f%\)$/);
    },
  );

  it("does not call a regression what the rerun could not measure", () => {
    const { lines } = confirmGate(gateOf(told), gateOf(counted));
    expect(lines[0]).toMatchObject({ verdict: "cannot tell", rerun: { verdict: null, ratio: null } });
    expect(lines[0]?.words).toMatch(/, but a rerun did not confirm it \(it has no number\)$/);
  });

  it("says of trials that could be measured in the rerun how many could not before", () => {
    const ledger = { metric: "invalidTrials", tier: "count", p: null, adjustedP: null, ratio: null } as const;
    const spoilt = lineOf({ ...ledger, base: 0, head: 9, of: { base: 10, head: 10 }, because: "invalid trials" });
    const none = lineOf({ ...ledger, base: 0, head: 0, verdict: "same", because: "no faults" });
    expect(confirmGate(gateOf(spoilt), gateOf(none)).lines[0]?.words).toBe(
      "9 of 10 trials could not be measured, and 0 of 10 of BASE: more than chance explains, but not in a rerun",
    );
  });

  it("keeps what was said of a cell that was not run again", () => {
    expect(confirmed(null)).toEqual(told);
  });

  it("does not look away from what is lost in the rerun", () => {
    const ledger = { metric: "lostDeliveries", tier: "count", p: null, adjustedP: null, ratio: null } as const;
    const none = lineOf({ ...ledger, head: 0, verdict: "same", because: "no faults" });
    const lost = lineOf({ ...ledger, head: 3, verdict: "regression", because: "faults" });
    expect(confirmGate(gateOf(none, told), gateOf(lost, told)).lines[0]).toEqual(lost);
    expect(confirmGate(gateOf(lost, told), gateOf(none, told)).lines[0]).toEqual(lost);
  });

  it("leaves counts and what is no regression alone", () => {
    const gate = gateOf(counted, better);
    expect(confirmGate(gate, gateOf())).toEqual(gate);
  });
});
