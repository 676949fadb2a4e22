import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import type { Remark } from "../record/remarks.ts";
import { type TrialRecord, unmeasured } from "../record/trial.ts";
import { spoiltStopOf } from "./spoil-rule.ts";

const busy = (cpuShare: number): Remark => ({ code: "client-too-busy", cpuShare });
const link: Remark = { code: "link-too-busy", cpuShare: 0.8 };
const stalled: Remark = { code: "client-stalled", stallMs: 400 };
const otherWork: Remark = { code: "other-work", otherCores: 1 };

const invalid = (...reasons: readonly Remark[]): TrialRecord => ({ ...trialOf(), status: "invalid", reasons });
const failed = (why: string): TrialRecord => ({
  ...trialOf(),
  ...unmeasured,
  status: "failed",
  reasons: [{ code: "failure", why }],
});
const measured = trialOf();
const beside = (scenario: string): TrialRecord => trialOf({ scenario });
const withOtherWork = (record: TrialRecord): TrialRecord =>
  record.status === "invalid" ? { ...record, machine: { ...record.machine, otherCores: 1 } } : record;

describe("spoiltStopOf", () => {
  it.each([
    { what: "nothing was run", trials: [], stops: null },
    { what: "two are spoilt", trials: [invalid(busy(0.95)), invalid(busy(0.99))], stops: null },
    {
      what: "three are",
      trials: [invalid(busy(0.95)), invalid(busy(0.99)), invalid(busy(0.93))],
      stops: { because: "spoilt", trials: 3, reason: busy(0.93) },
    },
    {
      what: "three are, after another scenario's",
      trials: [beside("sparse"), invalid(link), invalid(link), invalid(link)],
      stops: { because: "spoilt", trials: 3, reason: link },
    },
    {
      what: "the scenario has a trial that counts",
      trials: [measured, invalid(link), invalid(link), invalid(link)],
      stops: null,
    },
    { what: "they are not in a row", trials: [invalid(link), invalid(link), measured, invalid(link)], stops: null },
    { what: "their faults differ", trials: [invalid(link), invalid(busy(0.95)), invalid(link)], stops: null },
    { what: "the machine stalled", trials: [invalid(stalled), invalid(stalled), invalid(stalled)], stops: null },
    { what: "others worked", trials: [invalid(otherWork), invalid(otherWork), invalid(otherWork)], stops: null },
    {
      what: "others worked beside one that was too busy",
      trials: [invalid(link), invalid(link), withOtherWork(invalid(otherWork, link))],
      stops: null,
    },
    {
      what: "the same failure comes thrice",
      trials: [failed("no port"), failed("no port"), failed("no port")],
      stops: { because: "spoilt", trials: 3, reason: { code: "failure", why: "no port" } },
    },
    { what: "failures differ", trials: [failed("no port"), failed("it hangs"), failed("no port")], stops: null },
  ])("where $what", ({ trials, stops }) => {
    expect(spoiltStopOf(trials.map((record) => [record]))).toEqual(stops);
  });

  it("takes trials side by side for one step, which is at fault where all of them are", () => {
    const side = [invalid(link), invalid(link)];
    expect(spoiltStopOf([side, side])).toBeNull();
    expect(spoiltStopOf([side, side, side])).toEqual({ because: "spoilt", trials: 6, reason: link });
    expect(spoiltStopOf([side, side, [invalid(link), invalid(stalled)]])).toBeNull();
  });
});
