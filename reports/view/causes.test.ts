import { expect, it } from "vitest";
import { fixtureRun } from "../fixtures/run.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { causesOf } from "./causes.ts";

const plain = (texts: readonly string[]): readonly string[] => texts.map((text) => text.replaceAll("\u202f", " "));
const all = fixtureRun.trials.length;

it("each cause is told once, with its number of trials and what to do next, the most frequent first", () => {
  expect(plain(causesOf(fixtureRun, english))).toEqual([
    `invalid: a client process used 93 % of a core: raise --client-processes or lower --rate or --subscribers (6 of ${all} trials)`,
    `failed: the server process ended with exit code 1 (1 of ${all} trials); run such trials alone by --scenarios broadcast --transports long-polling --trials 1`,
    `invalid: other work used 0.7 cores of this machine: stop it, or measure elsewhere (1 of ${all} trials)`,
  ]);
  expect(causesOf(fixtureRun, chinese)).toHaveLength(3);
});

it("what stopped the run is a warning already, and not told again", () => {
  const stopped = { because: "spoilt", trials: 3, reason: { code: "client-too-busy", cpuShare: 0.93 } } as const;
  expect(causesOf({ ...fixtureRun, stopped }, english)).toHaveLength(2);
});

it("a run whose trials all count has none", () => {
  const trials = fixtureRun.trials.filter(({ status }) => status === "measured");
  expect(causesOf({ ...fixtureRun, trials }, english)).toEqual([]);
});
