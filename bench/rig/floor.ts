// The harness's own noise floor over a link: the times that its clients' sockets take against a bare echo. They also show
// how accurate the link is: the delay that was asked for beside the one that was got.

import { startChild } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { whileAllLive } from "../machine/parts.ts";
import type { Pinning } from "../machine/pinning.ts";
import { distribution } from "../measurement/response-times.ts";
import { stallOf } from "../measurement/stalls.ts";
import { openNetwork } from "../network/network.ts";
import type { Floor, LinkWay } from "../record/run.ts";
import { type FanOut, measureFanOut } from "./fan-out.ts";
import type { FloorCalls } from "./floor-process.ts";
import { steadily } from "./steady.ts";

interface FloorSetup {
  readonly link: LinkWay;
  readonly oneWayMs: number;
  /** As the trials' server and clients are bound. */
  readonly pinning: Pinning;
  /** null to leave its floor out. */
  readonly fanOut: FanOut | null;
  /** As for the trials' processes: a folder that Node fills with compiled code, or null. */
  readonly codeCache: string | null;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Somewhat more pings than a p99 needs (docs/method.md, rule 7). */
const paced = 400;
const pacedPerSec = 800;
const closedMs = 300;
const connections = 40;
/** The size of a small message with its envelope. */
const bytes = 128;
const graceMs = 2_000;

/** Rejects with TrialFailure where the link cannot be had or a process fails, with Interrupted where the signal says so. */
export const measureFloor = async ({ fanOut, ...setup }: FloorSetup): Promise<Floor> => ({
  ...(await steadily(() => measureEcho(setup))),
  fanOut: fanOut === null ? null : await steadily(() => measureFanOut({ ...setup, ...fanOut })),
});

const measureEcho = async ({ link, oneWayMs, pinning, codeCache, seed, signal }: Omit<FloorSetup, "fanOut">) => {
  const network = await openNetwork(link, oneWayMs);
  const file = new URL("./floor-process.ts", import.meta.url);
  const echo = startChild<FloorCalls>(file, "the echo process", {
    before: [...network.serverSide, ...pinning.server],
    codeCache,
  });
  const client = startChild<FloorCalls>(file, "the pinging process", {
    before: [...network.clientSide, ...pinning.clients],
    codeCache,
  });
  const children = [echo, client];
  try {
    return await whileAllLive([...network.parts, ...children], signal, async () => {
      const { url } = await echo.call("listen", { host: network.serverHost });
      const reached = await network.reach(url);
      const cpuBefore = await network.cpuMs();
      const from = hostClock();
      const load = { bytes, connections, closedMs, pacedPerSec, paced, seed };
      const pings = await client.call("ping", { url: reached, oneWayMs, ...load });
      const cpuMs = (await network.cpuMs()) - cpuBefore;
      const span = { windowFrom: from, windowTo: hostClock(), until: hostClock() };
      const { stalls, late } = await network.gaps();
      const gaps = [await echo.call("gaps", null), await client.call("gaps", null), stalls, late];
      const measured: Omit<Floor, "fanOut"> = {
        oneWayMs,
        link: { kind: network.kind, cpuUtilization: cpuMs / (hostClock() - from) },
        connectMs: distribution(pings.connectMs),
        closedRoundTripMs: distribution(pings.closedMs),
        pacedRoundTripMs: distribution(pings.pacedMs),
      };
      return { measured, stallMaxMs: stallOf(gaps, span).stallMaxMs };
    });
  } finally {
    await Promise.all(children.map((child) => child.stop(graceMs)));
    await network.close();
  }
};
