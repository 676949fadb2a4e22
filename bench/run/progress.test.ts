import { describe, expect, it } from "vitest";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut, type PlannedTrial } from "../plan/plan.ts";
import { unmeasured } from "../record/trial.ts";
import { showProgress } from "./progress.ts";

const trialsOf = (...argv: readonly string[]): readonly PlannedTrial[] => {
  const options = parseBenchOptions(argv);
  return options === "help" ? [] : layOut(options).steps.flat();
};

const streamOf = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, write: (text: string) => written.push(text), written };
};

describe("showProgress", () => {
  const trials = trialsOf(
    "--scenarios",
    "broadcast",
    "--transports",
    "short-polling,websocket",
    "--trials",
    "1",
  ).toSorted((x, y) => (x.transport < y.transport ? -1 : 1));

  it("writes a line a step where nobody watches", () => {
    const stream = streamOf(false);
    const progress = showProgress(stream);
    progress.step(0, 9, trials, 61_000, null);
    progress.step(1, 9, trials.slice(1), 59_001, "main");
    progress.done();
    expect(stream.written).toEqual([
      "[1/9] broadcast: short-polling every 1000 ms | websocket · about 1 min 1 s left\n",
      "[2/9] broadcast: websocket of main · about 1 min 0 s left\n",
    ]);
  });

  it("rewrites one line on a terminal, and takes it away at the end", () => {
    const stream = streamOf(true);
    const progress = showProgress(stream);
    progress.step(0, 9, trials.slice(1), 5000, null);
    progress.done();
    expect(stream.written).toEqual(["\r\u001b[2K[1/9] broadcast: websocket · about 5 s left", "\r\u001b[2K"]);
  });

  it("tells at once of a trial that failed or is invalid, and of no other", () => {
    const [planned] = trials;
    if (planned === undefined) return expect.fail();
    const identity = { ...planned, step: 0, startedAt: "", warnings: [] };
    const stream = streamOf(false);
    showProgress(stream).trial({
      ...identity,
      ...unmeasured,
      status: "failed",
      reasons: ["the server process ended by SIGKILL"],
    });
    expect(stream.written).toEqual(["failed: short-polling, broadcast: the server process ended by SIGKILL\n"]);
  });
});
