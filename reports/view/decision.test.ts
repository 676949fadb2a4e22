import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { type Decision, decide, tintsOf } from "./decision.ts";
import { buildPanels } from "./panels.ts";

const decisionOf = (run: Run, words = english): Decision => {
  const decision = decide(run, buildPanels(run, plainTransports(run, words), words), words);
  return decision ?? expect.fail("nothing is decided");
};

type Verdict = Run["comparisons"][number]["verdict"];

/** The run with other verdicts on the response times of its broadcast. */
const judged = (verdicts: Readonly<Record<string, Verdict>>): Run => ({
  ...fixtureRun,
  comparisons: fixtureRun.comparisons.map((one) => {
    const verdict = verdicts[one.transport];
    return one.metric === "responseTimeP50Ms" && verdict !== undefined ? { ...one, verdict } : one;
  }),
});

const plain = (text: string): string => text.replaceAll("\u202f", " ");
const adviceOf = (run: Run, words = english): readonly string[] => decisionOf(run, words).advice.map(plain);

describe("the advice", () => {
  it("names the soonest, for both ways where it is two-way, and where polling would do", () => {
    expect(adviceOf(fixtureRun)).toEqual([
      "One way and both: WebSocket, 0.351 ms at the median",
      expect.stringMatching(/^Long polling where only plain requests pass: 1\.\d\d × as late, [\d.]+ × the bytes$/),
      "Polling only where 1 s late is fine",
    ]);
  });

  it("says of several leaders within what they are not told apart", () => {
    expect(adviceOf(judged({ "long-polling": "~" }))[0]).toMatch(
      /^One way: WebSocket or long polling, not told apart within [\d.]+–[\d.]+ ×$/,
    );
    expect(adviceOf(judged({ "long-polling": "~" }))[1]).toBe("Both ways: WebSocket");
    expect(adviceOf(judged({ "long-polling": "same" }))[0]).toBe(
      "One way: WebSocket or long polling, the same within ±10 %",
    );
  });

  it("leads with what was sooner than the baseline, and says how much later the two-way one is", () => {
    expect(adviceOf(judged({ "long-polling": "less" })).slice(0, 2)).toEqual([
      expect.stringMatching(/^One way: long polling, [\d.]+ ms at the median$/),
      expect.stringMatching(/^Both ways: WebSocket, [\d.]+ × as late$/),
    ]);
    expect(adviceOf(judged({ "long-polling": "less", "short-polling": "less" }))[0]).toBe(
      "One way: long polling or short polling, not tested against each other",
    );
  });

  it("names what pushes one way and comes later, with what it takes more", () => {
    const pushed = <
      Part extends { readonly transport: string; readonly conditions: Run["summaries"][number]["conditions"] },
    >(
      part: Part,
    ): Part =>
      part.transport === "long-polling" ? { ...part, conditions: { ...part.conditions, holdMs: null } } : part;
    const { summaries, comparisons, trials } = fixtureRun;
    const run = {
      ...fixtureRun,
      summaries: summaries.map(pushed),
      comparisons: comparisons.map(pushed),
      trials: trials.map(pushed),
    };
    expect(adviceOf(run)).toEqual([
      "One way and both: WebSocket, 0.351 ms at the median",
      expect.stringMatching(/^Long polling one way too: 1\.\d\d × as late, [\d.]+ × the bytes$/),
      "Polling only where 1 s late is fine",
    ]);
  });

  it("is none where nothing could be told of two transports", () => {
    const untold = judged({ "long-polling": "untold", "short-polling": "untold" });
    expect(decide(untold, buildPanels(untold, plainTransports(untold)), english)).toBeNull();
    expect(decide(fixtureRun, [], english)).toBeNull();
  });

  it("is said in Chinese too", () => {
    expect(adviceOf(fixtureRun, chinese)[0]).toBe("单向或双向：WebSocket，中位数 0.351 ms");
  });
});

describe("the rows", () => {
  const { rows, condition } = decisionOf(fixtureRun);

  it("stand with other makes under their transport", () => {
    expect(rows.map(({ transport, isMake }) => [transport, isMake])).toEqual([
      ["short-polling", false],
      ["long-polling", false],
      ["websocket", false],
      ["ws-library", true],
    ]);
  });

  it("have the figures of the panel, and those of waiting from the sparse one", () => {
    const polling = rows[0] ?? expect.fail();
    expect(polling.cells.latency.estimate?.median).toBeCloseTo(505, 0);
    expect(polling.cells.idle.estimate?.median).toBeCloseTo(60, 0);
    expect([polling.cells.latency.proof, polling.cells.idle.proof]).toEqual(["broadcast-p50-short-polling", "sparse"]);
    expect([polling.twoWay, polling.passes]).toEqual([false, "any"]);
  });

  it("say under which condition", () => {
    expect(plain(condition)).toMatch(/^Measured with 100 subscribers, 10 messages\/s, 256 B bodies, on \d+ cores /);
  });
});

describe("the tints", () => {
  it("go by the ratio to the least", () => {
    expect(tintsOf([10, 11, 20, 100, 101, null])).toEqual([0, 0, 1, 2, 3, null]);
  });

  it("set everything behind a least of nothing", () => {
    expect(tintsOf([0, 0, 0.1])).toEqual([0, 0, 3]);
  });

  it("are none where all are alike, or nothing is known", () => {
    expect(tintsOf([10, 10.5, null])).toEqual([null, null, null]);
    expect(tintsOf([null])).toEqual([null]);
  });
});
