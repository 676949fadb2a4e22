import { describe, expect, it } from "vitest";
import { chanceOf, judgeCounts, judgeFaults, judgeInvalid } from "./counts.ts";

const onePercent = { relative: 0.01, slack: 0.5 };

describe("judgeCounts", () => {
  it.each([
    { what: "the same", base: [100, 100, 100], head: [100, 100, 100], verdict: "same", because: "within" },
    {
      what: "1.5 % more, of which half a byte is slack",
      base: [100],
      head: [101.5],
      verdict: "same",
      because: "within",
    },
    { what: "2 % more", base: [100, 100, 100], head: [102, 102, 102], verdict: "regression", because: "beyond" },
    { what: "2 % less", base: [100, 100, 100], head: [98, 98, 98], verdict: "improvement", because: "beyond" },
    { what: "something after nothing", base: [0, 0, 0], head: [2, 2, 2], verdict: "regression", because: "beyond" },
    { what: "half a byte after nothing", base: [0, 0, 0], head: [0.5, 0.5, 0.5], verdict: "same", because: "within" },
    // The plan moves both sides alike. The two middle repetitions differ, because each side has another one in the middle.
    {
      what: "other medians of the same steps",
      base: [90, 100, 110],
      head: [90, 103, 110],
      verdict: "same",
      because: "within",
    },
    {
      what: "one repetition of two at the edge",
      base: [100, 100],
      head: [100, 106],
      verdict: "cannot tell",
      because: "edge",
    },
    { what: "twice as much in one trial", base: [100], head: [200], verdict: "regression", because: "beyond" },
    { what: "a message's worth in one trial", base: [100], head: [103], verdict: "cannot tell", because: "edge" },
  ] as const)("says of $what: $verdict", ({ base, head, verdict, because }) => {
    expect(judgeCounts({ base, head, paired: true, tolerance: onePercent, messages: 30, batched: false })).toEqual({
      verdict,
      because,
    });
  });

  it.each([98, 102])("calls neither better nor worse what follows from batching: %d after 100", (after) => {
    const [base, head] = [
      [100, 100, 100],
      [after, after, after],
    ];
    const judged = judgeCounts({ base, head, paired: true, tolerance: onePercent, messages: 30, batched: true });
    expect(judged).toEqual({ verdict: "changed", because: "batching" });
  });

  it("grants no edge to what no window cuts", () => {
    const judged = judgeCounts({
      base: [196],
      head: [199],
      paired: false,
      tolerance: onePercent,
      messages: null,
      batched: false,
    });
    expect(judged).toEqual({ verdict: "regression", because: "beyond" });
  });
});

describe("judgeInvalid", () => {
  it("knows Fisher's exact chance that so many lie on one side", () => {
    // 16 trials, 8 of them invalid: 1 of the 12 870 ways to deal them. 4 trials, 2 of them invalid: 1 in 6, and 5 in 6.
    // The rest is R's phyper(2, 3, 17, 10).
    expect(chanceOf({ count: 0, of: 8 }, { count: 8, of: 8 })).toBeCloseTo(1 / 12_870, 12);
    expect(chanceOf({ count: 0, of: 2 }, { count: 2, of: 2 })).toBeCloseTo(1 / 6, 12);
    expect(chanceOf({ count: 1, of: 2 }, { count: 1, of: 2 })).toBeCloseTo(5 / 6, 12);
    expect(chanceOf({ count: 0, of: 10 }, { count: 3, of: 10 })).toBeCloseTo(120 / 1140, 12);
    expect(chanceOf({ count: 3, of: 10 }, { count: 0, of: 10 })).toBeCloseTo(1, 12);
  });

  it.each([
    { base: 0, head: 0, inTurns: true, verdict: "same", because: "no faults" },
    { base: 1, head: 3, inTurns: true, verdict: "same", because: "chance" },
    { base: 8, head: 0, inTurns: true, verdict: "improvement", because: "invalid trials" },
    { base: 8, head: 0, inTurns: false, verdict: "cannot tell", because: "invalid trials" },
    { base: 0, head: 8, inTurns: true, verdict: "regression", because: "invalid trials" },
    { base: 0, head: 8, inTurns: false, verdict: "cannot tell", because: "invalid trials" },
  ] as const)("of $base of 8 invalid before and $head after says $verdict", ({ base, head, inTurns, ...judged }) => {
    expect(judgeInvalid({ count: base, of: 8 }, { count: head, of: 8 }, inTurns)).toEqual(judged);
  });
});

describe("judgeFaults", () => {
  it.each([
    [0, 0, "same", "no faults"],
    [0, 1, "regression", "faults"],
    [1, 2, "regression", "faults"],
    [1, 1, "same", "faults"],
    [2, 1, "improvement", "faults"],
  ] as const)("of %d lost before and %d after says %s", (before, after, verdict, because) => {
    expect(judgeFaults({ count: before, of: 1000 }, { count: after, of: 1000 })).toEqual({ verdict, because });
  });

  it("goes by the share, and by none where nothing was owed", () => {
    expect(judgeFaults({ count: 2, of: 2000 }, { count: 1, of: 1000 }).verdict).toBe("same");
    expect(judgeFaults({ count: 0, of: 0 }, { count: 0, of: 0 }).verdict).toBe("same");
  });
});
