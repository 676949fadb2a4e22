import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import { slownessOf, withoutSlowPhases } from "./slow-phases.ts";
import type { TrialRecord } from "./trial.ts";

const probed = (repetition: number, before: number, after = before, transport = "websocket"): TrialRecord => {
  const trial = trialOf({ repetition, transport });
  return { ...trial, machine: { ...trial.machine, probeMs: { before, after } } };
};

const usual = [1, 2, 3, 4, 5].map((repetition) => probed(repetition, 1));

describe("a slow phase of the machine", () => {
  it("is where the fixed code took more than 1.25 times its median, before the trial and after it", () => {
    const [fast, edge, before, after] = [probed(6, 1.1), probed(7, 1.25), probed(8, 1.5, 1), probed(9, 1, 2)];
    const slow = probed(10, 2, 1.5);
    expect([...slownessOf([...usual, fast, edge, before, after, slow])]).toEqual([[slow, 1.5]]);
  });

  it("is none of a trial that was not probed, or that is invalid already", () => {
    expect(slownessOf([trialOf(), trialOf()]).size).toBe(0);
    const invalid: TrialRecord = {
      ...trialOf(),
      machine: { ...trialOf().machine, probeMs: { before: 9, after: 9 } },
      status: "invalid",
    };
    expect(slownessOf([...usual, invalid]).size).toBe(0);
  });

  it("makes a trial invalid where its repetition was measured again, and warns where it was not", () => {
    const [slow, again, alone] = [probed(1, 1.5), probed(1, 1), probed(2, 1.6)];
    const other = probed(1, 1, 1, "long-polling");
    const judged = withoutSlowPhases([...usual.slice(2), slow, other, alone, again]);
    expect(judged.slice(3)).toMatchObject([
      {
        status: "invalid",
        reasons: [{ code: "slow-phase-repeated", slowTimes: 1.5 }],
      },
      { status: "measured", warnings: [] },
      { status: "measured", warnings: [{ code: "slow-phase", slowTimes: 1.6 }] },
      { status: "measured", warnings: [] },
    ]);
  });

  it("leaves the later of two slow trials of one repetition, however they came out", () => {
    const judged = withoutSlowPhases([...usual.slice(1), probed(1, 3), probed(1, 1.3)]);
    expect(judged.slice(4).map(({ status }) => status)).toEqual(["invalid", "measured"]);
  });
});
