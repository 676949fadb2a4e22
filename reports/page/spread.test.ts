import { expect, it } from "vitest";
import type { Spread } from "../../bench/record/times.ts";
import { isMeasured } from "../../bench/record/trial.ts";
import { deriveRun, fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import { renderSpread, spreadOfRow } from "./spread.ts";

const spread = (least: number): Spread => ({
  least,
  p10: 2 * least,
  median: 3 * least,
  p90: 4 * least,
  most: 5 * least,
  subscribers: 20,
});
const [trial] = fixtureRun.trials.filter(isMeasured);
const trialWith = (p50Ms: Spread | null, meanMs: Spread | null) => {
  if (trial === undefined) throw new Error("the fixed run has measured trials");
  return { ...trial, perSubscriber: { p50Ms, meanMs, p99Ms: null } };
};

it("each point is the median over the trials that tell it", () => {
  const measured = [trialWith(spread(1), null), trialWith(spread(3), null), trialWith(null, spread(9))];
  expect(spreadOfRow({ measured })).toEqual({ word: "median", spread: spread(2) });
});

it("means stand in where no subscriber got enough messages for a median", () => {
  expect(spreadOfRow({ measured: [trialWith(null, spread(9))] })).toEqual({ word: "mean", spread: spread(9) });
  expect(spreadOfRow({ measured: [trialWith(null, null)] })).toBeNull();
  expect(spreadOfRow({ measured: [] })).toBeNull();
});

it("a comparison has the table, a sweep has none; chance among means of a message is not told", () => {
  const { panels, transports } = buildReport(fixtureRun);
  const summaries = panels.map(
    (panel) => /<summary>(.*?)<\/summary>/.exec(String(renderSpread(panel, transports, english)))?.[1],
  );
  expect(summaries).toEqual([
    "Subscriber by subscriber: widest with Short polling, slowest over fastest 1.86",
    "Subscriber by subscriber",
    undefined,
    undefined,
  ]);
});

it("a row of which no trial counts stands there with dashes", () => {
  const trials = fixtureRun.trials.map((one) =>
    one.status === "measured" && one.transport === "long-polling" ? { ...one, status: "invalid" as const } : one,
  );
  const { panels, transports } = buildReport({ ...fixtureRun, ...deriveRun(trials) });
  const [panel] = panels;
  if (panel === undefined) throw new Error("the fixed run has a panel");
  expect(String(renderSpread(panel, transports, english))).toMatch(/Long polling<small>.*<td class="absent">–<\/td>/);
});
