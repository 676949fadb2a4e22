import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut, type PlannedTrial } from "../plan/plan.ts";
import type { Remark } from "../record/remarks.ts";
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

const sayCode = ({ code }: Remark): string => `(${code})`;
const clear = "\r\u001b[2K";
const up = "\u001b[1A\u001b[2K";

describe("showProgress", () => {
  const trials = trialsOf(
    "--scenarios",
    "broadcast",
    "--transports",
    "short-polling,websocket",
    "--trials",
    "2",
  ).toSorted((x, y) => (x.transport < y.transport ? -1 : 1));
  const [first, , third] = trials;
  if (first === undefined || third === undefined) throw new Error("four trials are planned");
  const stopped = (): number => 0;

  it("writes a short line a step where nobody watches", () => {
    const stream = streamOf(false);
    const progress = showProgress(stream, sayCode, stopped);
    progress.step(0, 9, [first, third], 61_000, null);
    progress.step(1, 9, [third], 59_001, "main");
    progress.step(2, 9, trials, 5000, null);
    progress.done();
    expect(stream.written).toEqual([
      "[1/9] broadcast: short-polling every 1000 ms | websocket, about 1 min 1 s left\n",
      "[2/9] broadcast: websocket of main, about 1 min 0 s left\n",
      "[3/9] broadcast: 4 trials side by side, about 5 s left\n",
    ]);
  });

  it("rewrites one row on a terminal, with the time since the start, and takes it away at the end", () => {
    const stream = streamOf(true);
    let now = 1000;
    const progress = showProgress(stream, sayCode, () => now);
    now += 7000;
    progress.step(3, 9, [third], 5000, null);
    progress.done();
    expect(stream.written).toEqual([`${clear}████░░░░░░░░ 4/9 · 7 s, about 5 s left · broadcast: websocket`, clear]);
  });

  it("tells below it the medians so far of the scenario that told one first, in rows that fit", () => {
    const stream = { ...streamOf(true), columns: 64 };
    const progress = showProgress(stream, sayCode, stopped);
    const told = (transport: string, p50: number, scenario = "broadcast") =>
      progress.trial(trialOf({ transport, scenario, responseTimeMs: { p50 } }));
    told("websocket", 2);
    told("websocket", 4.0004);
    told("websocket", 100, "sparse");
    told("server-sent-events", 0.5);
    told("long-polling", 1.25);
    progress.step(0, 9, [third], 5000, null);
    progress.stage("the end");
    const rows = [
      "░░░░░░░░░░░░ 1/9 · 0 s, about 5 s left · broadcast: websocket",
      "broadcast, p50 so far: websocket 3 ms",
      "server-sent-events 0.5 ms, long-polling 1.25 ms",
    ];
    expect(stream.written).toEqual([`${clear}${rows.join("\n")}`, `${clear}${up}${up}the end`]);
  });

  it.each([30, 60, 80])("fits a window of %d columns", (columns) => {
    const stream = { ...streamOf(true), columns };
    const progress = showProgress(stream, sayCode, stopped);
    progress.step(0, 9, [first, third], 61_000, "a-branch-with-a-very-long-name");
    const [line = ""] = stream.written;
    expect(line.slice(clear.length).length).toBe(columns - 1);
    expect(line.endsWith("…")).toBe(true);
  });

  it("tells each reason once, and from then on how many trials have no result", () => {
    const stream = streamOf(false);
    const progress = showProgress(stream, sayCode, stopped);
    const invalid = (cpuShare: number) =>
      progress.trial({ ...trialOf(), status: "invalid", reasons: [{ code: "client-too-busy", cpuShare }] });
    invalid(0.93);
    invalid(0.95);
    progress.step(2, 9, [third], 5000, null);
    expect(stream.written).toEqual([
      "invalid: websocket, broadcast: (client-too-busy)\n",
      "[3/9] broadcast: websocket, about 5 s left, 2 without a result\n",
    ]);
  });

  it("tells at once of a trial that failed or is invalid, and of no other", () => {
    const identity = { ...first, step: 0, startedAt: "", warnings: [] };
    const stream = streamOf(false);
    const progress = showProgress(stream, sayCode, stopped);
    progress.trial({
      ...identity,
      ...unmeasured,
      status: "failed",
      reasons: [{ code: "failure", why: "the server process ended by SIGKILL" }, { code: "one-core" }],
    });
    progress.trial(trialOf());
    progress.notice({ code: "one-core" });
    expect(stream.written).toEqual(["failed: short-polling, broadcast: (failure); (one-core)\n", "(one-core)\n"]);
  });
});
