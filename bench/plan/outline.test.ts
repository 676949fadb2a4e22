import { describe, expect, it } from "vitest";
import { parseBenchOptions } from "../options/bench-options.ts";
import { minutesAndSeconds, outlineOf } from "./outline.ts";
import { layOut } from "./plan.ts";

const planOf = (...argv: readonly string[]) => {
  const options = parseBenchOptions(argv);
  if (options === "help") throw new Error("help");
  return layOut(options);
};

describe("the outline of a plan", () => {
  const argv = ["--scenarios", "broadcast", "--transports", "short-polling,websocket", "--trials", "2"];

  it("names each scenario's transports and factors, and the time of all", () => {
    expect(outlineOf(planOf(...argv, "--subscribers", "10,20"), 1)).toMatch(
      /^broadcast: 8 trials of (short-polling, websocket|websocket, short-polling)\n {2}10, 20 subscribers · 40 messages\/s · 256 B bodies · 0 ms away · 1000 ms between polls · 2000 ms of window\n\n8 trials in 8 steps: about \d+ s\. Nothing was measured\.$/,
    );
  });

  it("counts the time of both sides of a comparison", () => {
    const plan = planOf(...argv);
    const secondsOf = (sides: number): number => Number(/about (\d+) s/.exec(outlineOf(plan, sides))?.[1]);
    expect(secondsOf(2) - secondsOf(1)).toBeGreaterThan(8);
    expect(outlineOf(plan, 2)).toContain("4 trials in 4 steps, on 2 revisions in turns: about ");
  });

  it("says times in minutes and seconds", () => {
    expect([0, 59_001, 60_000, 61_001].map(minutesAndSeconds)).toEqual(["0 s", "1 min 0 s", "1 min 0 s", "1 min 2 s"]);
  });
});
