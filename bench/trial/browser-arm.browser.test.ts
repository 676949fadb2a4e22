// Whole trials with pages of a real Chromium, beside the load client's.

import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { findChromium } from "../chromium/chromium.ts";
import { Interrupted } from "../failure.ts";
import { hostClock } from "../machine/clock.ts";
import { notPinned } from "../machine/pinning.ts";
import { familyOf } from "../machine/processes.ts";
import { namespacesRefused } from "../network/network.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut, type PlannedTrial } from "../plan/plan.ts";
import type { TrialRecord } from "../record/trial.ts";
import { isBrowserArm, plainName } from "../transports.ts";
import { ownSubject } from "./subject.ts";
import { runTrial, type TrialSetup } from "./trial.ts";

const chromium = findChromium(process.env);
const reason = chromium === null ? " (skipped: no Chromium; install it or set CHROMIUM_PATH)" : "";
const link = (await namespacesRefused()) === null ? "namespaces" : "loopback";

const names = ["short-polling", "long-polling", "server-sent-events", "websocket"];
const short = [
  "--scenarios",
  "broadcast",
  "--trials",
  "1",
  "--subscribers",
  "2",
  "--warmup",
  "100",
  "--measure",
  "500",
];

const planned = (transports: readonly string[]): readonly PlannedTrial[] => {
  const given = ["--arm", "browser", "--transports", transports.join(","), "--poll-every", "50", "--rate", "40"];
  const options = parseBenchOptions([...short, ...given]);
  if (options === "help") throw new Error("help");
  return layOut(options).steps.flat();
};

const setup = (signal = new AbortController().signal): TrialSetup => ({
  subject: ownSubject,
  link,
  clientProcesses: 1,
  port: 0,
  signal,
  startedAt: "2026-01-02T03:04:05.000Z",
  step: 0,
  codeCache: null,
  pinning: notPinned,
  alone: true,
  acceptBusy: false,
  begun: null,
  besideRehearsal: async () => {},
  ready: async () => {},
});

/** Few pages at a time, since a Chromium's start takes a core for seconds. */
const together = async (trials: readonly PlannedTrial[]): Promise<readonly TrialRecord[]> =>
  (await Promise.all(trials.map((trial) => runTrial(trial, setup())))).map(({ record }) => record);

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // The process has ended. Until its parent has waited for it, its command line is empty too.
  }
};

const browsers = (): readonly number[] =>
  familyOf(process.pid).filter((pid) => commandOf(pid).includes("--remote-debugging-pipe"));
const renderers = (): readonly number[] =>
  familyOf(process.pid).filter((pid) => commandOf(pid).includes("--type=renderer"));

describe.skipIf(chromium === null)(`pages in Chromium as subscribers${reason}`, () => {
  it("get every message once; their clocks are known, and the server counts what a browser sends", async () => {
    const trials = planned(names);
    const pages = trials.filter(({ transport }) => isBrowserArm(transport));
    const records = [
      ...(await together(trials.filter((trial) => !pages.includes(trial)))),
      ...(await together(pages.slice(0, 2))),
      ...(await together(pages.slice(2))),
    ];
    for (const { status, reasons } of records) expect([status, reasons]).not.toContain("failed");
    const browser = records.filter(({ transport }) => isBrowserArm(transport));
    expect(browser.map(({ transport }) => plainName(transport)).toSorted()).toEqual(names.toSorted());
    for (const { transport, deliveries, clock, bytes, requests, connections, generator, conditions } of browser) {
      const load = records.find((record) => record.transport === plainName(transport));
      expect(deliveries).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, subscribersAffected: 0 });
      expect(deliveries?.received).toBe(load?.deliveries?.expected);
      expect(clock?.offsetBoundMs).toBeGreaterThan(0);
      expect(clock?.offsetBoundMs).toBeLessThan(10);
      expect(bytes).toMatchObject({ unaccounted: 0, serverDisagrees: null });
      expect(connections?.opened).toBeGreaterThanOrEqual(conditions.subscribers);
      expect(generator?.cpuUtilization).toBeGreaterThanOrEqual(generator?.busiestProcessUtilization ?? 1);
      const [inBrowser, atLoad] = [{ bytes, requests }, load].map(
        (from) => from?.requests?.headBytes.request ?? from?.bytes?.handshakePerConnection?.up ?? null,
      );
      expect(inBrowser).toBeGreaterThan(2 * (atLoad ?? Number.NaN));
    }
  });

  it("fail the trial where one crashes, with the reason", async () => {
    const trial = planned(["websocket"]).find(({ transport }) => isBrowserArm(transport));
    if (trial === undefined) return expect.fail();
    let killed = false;
    const { record } = await runTrial(trial, setup(), () => {
      // The first reading is taken once all pages have subscribed.
      if (!killed) for (const pid of renderers()) process.kill(pid, "SIGKILL");
      killed = true;
      return hostClock();
    });
    expect(record.status).toBe("failed");
    expect(record.reasons).toEqual([{ code: "failure", why: expect.stringMatching(/^the browser: .*crash/) }]);
  });

  it("make the trial invalid where the process that has their connections is stopped for a while", async () => {
    const trial = planned(["websocket"]).find(({ transport }) => isBrowserArm(transport));
    if (trial === undefined) return expect.fail();
    const stop = async (): Promise<void> => {
      const pid = familyOf(process.pid).find((each) => commandOf(each).includes("network.mojom.NetworkService"));
      if (pid === undefined) throw new Error("there is no network service");
      setTimeout(() => process.kill(pid, "SIGSTOP"), 350);
      setTimeout(() => process.kill(pid, "SIGCONT"), 850);
    };
    const { record } = await runTrial(trial, { ...setup(), ready: stop });
    expect(record.status).toBe("invalid");
    const stall = record.reasons.find((reason) => reason.code === "page-stalled") ?? expect.fail();
    // The time that it was stopped, but for two looks at it.
    expect(stall.stallMs).toBeGreaterThan(500 - 2 * 100);
  });

  it("leave no process behind when the run is interrupted", async () => {
    const trial = planned(["long-polling"]).find(({ transport }) => isBrowserArm(transport));
    if (trial === undefined) return expect.fail();
    const stop = new AbortController();
    const running = runTrial(trial, setup(stop.signal));
    running.catch(() => {});
    await vi.waitFor(() => expect(renderers()).not.toEqual([]), { timeout: 15_000, interval: 20 });
    const started = [...browsers(), ...renderers()];
    stop.abort();
    await expect(running).rejects.toThrow(Interrupted);
    await vi.waitFor(() => expect(started.map(commandOf)).toEqual(started.map(() => "")), {
      timeout: 15_000,
      interval: 20,
    });
  });
});
