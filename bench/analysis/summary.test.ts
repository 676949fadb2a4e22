import { describe, expect, it } from "vitest";
import { type TrialChange, trialOf } from "../fixtures/trial.ts";
import type { MeasuredDelays } from "../record/summary.ts";
import { summarise } from "./summary.ts";

const names = ["long-polling", "server-sent-events", "websocket", "ws-library"];

/** The delays that the long pollers' cell measures beside these trials. */
const delaysBeside = (...others: readonly TrialChange[]): MeasuredDelays | undefined => {
  const polled = trialOf({ transport: "long-polling", conditions: { holdMs: 30_000 }, responseTimeMs: { mean: 90 } });
  const summaries = summarise([polled, ...others.map(trialOf)], [], names, 1);
  return summaries.find(({ transport }) => transport === "long-polling")?.delays;
};

const pushed = (transport: string, mean: number, conditions: TrialChange["conditions"] = {}): TrialChange => ({
  transport,
  conditions,
  responseTimeMs: { mean },
});

describe("the model's d", () => {
  it.each([
    ["a WebSocket's", [pushed("server-sent-events", 3), pushed("websocket", 2), pushed("ws-library", 4)], 2],
    ["another's that pushes where there is no WebSocket", [pushed("server-sent-events", 3)], 3],
    ["nobody's where nothing is pushed", [], null],
    ["nobody's under another load", [pushed("websocket", 2, { subscribers: 11 })], null],
    ["nobody's over another link", [pushed("websocket", 2, { oneWayMs: 50 })], null],
  ])("is %s", (_, others, oneWayMs) => {
    expect(delaysBeside(...others)).toMatchObject({ oneWayMs });
  });
});
