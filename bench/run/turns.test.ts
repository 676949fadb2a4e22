import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut } from "../plan/plan.ts";
import type { TrialRecord } from "../record/trial.ts";
import { ownSubject } from "../trial/subject.ts";
import type { Side } from "./sides.ts";
import { type Done, secondChances, turnsOf } from "./turns.ts";

const store = { folder: "", append: () => {}, keepRaw: () => {}, close: () => {} };
const sideOf = (revision: string | null): Side => ({ subject: ownSubject, revision, transports: ["websocket"], store });
const [head, base] = [sideOf(null), sideOf("main")];

const options = parseBenchOptions(["--transports", "websocket", "--scenarios", "broadcast", "--trials", "20"]);
if (options === "help") throw new Error("help");
const plan = layOut(options);

describe("turns", () => {
  it("give each step to every side before the next one, and the first side is drawn anew each time", () => {
    const turns = turnsOf(plan, [base, head], 1);
    expect(turns.map(({ index }) => index)).toEqual(plan.steps.flatMap((_, index) => [index, index]));
    const first = turns.filter((_, i) => i % 2 === 0).map(({ side }) => side);
    expect(new Set(first).size).toBe(2);
    expect(turnsOf(plan, [base, head], 1)).toEqual(turns);
  });
});

describe("second chances", () => {
  const turns = turnsOf(plan, [head], 1);
  const probed = (before: number, after = 1): TrialRecord => {
    const trial = trialOf();
    return { ...trial, machine: { ...trial.machine, probeMs: { before, after } } };
  };
  const disturbed: TrialRecord = {
    ...trialOf(),
    status: "invalid",
    machine: { ...trialOf().machine, otherCores: 0.9 },
  };
  const clientBound: TrialRecord = { ...trialOf(), status: "invalid" };
  const doneWith = (records: readonly TrialRecord[]): readonly Done[] =>
    turns.flatMap((turn, i) => [{ turn, record: records[i] ?? probed(1) }]);

  it("go to what other work made invalid and to what ran in a slow phase, and to nothing else", () => {
    const done = doneWith([probed(1), disturbed, clientBound, probed(1.3, 1.4), probed(1.2)]);
    expect(secondChances(done, turns)).toEqual([turns[1], turns[3]]);
  });

  it("take no more than 15 % of the plan's time together: three of twenty", () => {
    expect(secondChances(doneWith(turns.map(() => disturbed)), turns)).toEqual(turns.slice(0, 3));
  });

  it("measure the usual speed of each side by itself", () => {
    const ofBoth = turnsOf(plan, [base, head], 1);
    const done = ofBoth.map((turn) => ({ turn, record: turn.side === head ? probed(2, 2) : probed(1) }));
    expect(secondChances(done, ofBoth)).toEqual([]);
  });
});
