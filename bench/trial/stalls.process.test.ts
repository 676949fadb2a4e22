// Real trials in which a process of the rig is stopped for a while, or ends, within the window.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { notPinned } from "../machine/pinning.ts";
import { childrenOf } from "../machine/proc.ts";
import { beatMs } from "../machine/pulse.ts";
import { namespacesRefused } from "../network/network.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut, type PlannedTrial } from "../plan/plan.ts";
import type { LinkWay } from "../record/run.ts";
import type { TrialRecord } from "../record/trial.ts";
import { ownSubject } from "./subject.ts";
import { runTrial } from "./trial.ts";

const warmupMs = 100;
const measureMs = 2_000;
/** From the call of publish, which follows at once when all is ready, to some way into the window. */
const intoWindowMs = 25 + warmupMs + 200;
const stopMs = 400;

const planned = (transport: string, ...given: readonly string[]): PlannedTrial => {
  const short = ["--scenarios", "broadcast", "--trials", "1", "--subscribers", "4", "--rate", "40"];
  const times = ["--warmup", String(warmupMs), "--measure", String(measureMs), "--transports", transport];
  const options = parseBenchOptions([...short, ...times, ...given]);
  const [trial] = options === "help" ? [] : layOut(options).steps.flat();
  if (trial === undefined) throw new Error("nothing is planned");
  return trial;
};

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, "utf8");

interface Over {
  readonly link: LinkWay;
  readonly delayMs: number;
}

/** Runs a trial, and from some way into its window on does something to the processes of those names, one after another. */
const trialWith = async (
  { link, delayMs }: Over,
  files: readonly string[],
  act: (pid: number) => void,
): Promise<TrialRecord> => {
  const before = new Set(childrenOf(process.pid));
  const { record } = await runTrial(planned("websocket", "--delay", String(delayMs)), {
    subject: ownSubject,
    link,
    clientProcesses: 1,
    port: 0,
    signal: new AbortController().signal,
    startedAt: "2026-01-02T03:04:05.000Z",
    step: 0,
    codeCache: null,
    pinning: notPinned,
    alone: true,
    acceptBusy: false,
    begun: null,
    besideRehearsal: async () => {},
    ready: async () => {
      const started = childrenOf(process.pid).filter((pid) => !before.has(pid));
      for (const [i, file] of files.entries()) {
        const pid = started.find((each) => commandOf(each).includes(file));
        if (pid === undefined) throw new Error(`no process runs ${file}`);
        setTimeout(() => act(pid), intoWindowMs + i * (stopMs + 50));
      }
    },
  });
  return record;
};

const freeze = (pid: number): void => {
  process.kill(pid, "SIGSTOP");
  setTimeout(() => process.kill(pid, "SIGCONT"), stopMs);
};

const kill = (pid: number): void => {
  process.kill(pid, "SIGKILL");
};

const namespaces = (await namespacesRefused()) === null;
const [relay, bare] = [
  { link: "loopback", delayMs: 5 },
  { link: "namespaces", delayMs: 0 },
] as const;
const wire = namespaces ? ({ link: "namespaces", delayMs: 5 } as const) : null;

describe.runIf(process.platform === "linux")("a trial", () => {
  it.each([
    [relay, ["server-process.ts", "client-process.ts", "link-proxy.ts"]],
    ...(wire === null ? [] : [[wire, ["link.py"]] as const]),
  ] as const)("is invalid where its processes are stopped for a while: %j %j", async (over, files) => {
    const { status, reasons } = await trialWith(over, files, freeze);
    expect(status).toBe("invalid");
    const codes = ["server-stood-still", "client-stalled", "link-stalled"] as const;
    for (const code of files.length === 1 ? codes.slice(2) : codes) {
      const stall = reasons.find((reason) => reason.code === code);
      if (stall === undefined || !("stallMs" in stall)) return expect.fail(`${code}? ${JSON.stringify(reasons)}`);
      // The time that it was stopped, but for half a beat.
      expect(stall.stallMs).toBeGreaterThanOrEqual(stopMs - beatMs / 2);
    }
  });

  it.each([
    ["the delaying relay ended by SIGKILL", "link-proxy.ts", relay],
    ...(wire === null
      ? []
      : ([
          ["the delaying link ended by SIGKILL", "link.py", wire],
          ["the server's network namespace ended by SIGKILL", "cat", bare],
        ] as const)),
  ] as const)("fails where a process ends: %s", async (reason, file, over) => {
    const { status, reasons } = await trialWith(over, [file], kill);
    expect([status, reasons]).toEqual(["failed", [{ code: "failure", why: reason }]]);
  });
});
