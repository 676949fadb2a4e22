// The harness's own noise floor, over each link that a run uses: what its clients' sockets add against a bare echo. It is
// also how the link's accuracy is known: asked for against got.

import { TrialFailure } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { distribution } from "../measurement/response-times.ts";
import { openNetwork } from "../network/network.ts";
import type { Floor, LinkWay } from "../record/run.ts";
import type { FloorCalls } from "./floor-process.ts";

export interface FloorSetup {
  readonly link: LinkWay;
  readonly oneWayMs: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** As many paced pings as a p99 needs (METHOD rule 7), and some. */
const paced = 400;
const pacedPerSec = 800;
const closedMs = 300;
const connections = 40;
/** A small message's, with its envelope. */
const bytes = 128;
const graceMs = 2_000;

/** Throws TrialFailure where the link cannot be had, or the run was interrupted. */
export const measureFloor = async ({ link, oneWayMs, seed, signal }: FloorSetup): Promise<Floor> => {
  const network = await openNetwork(link, oneWayMs);
  const file = new URL("./floor-process.ts", import.meta.url);
  const echo = startChild<FloorCalls>(file, "the echo process", { before: network.serverSide });
  const client = startChild<FloorCalls>(file, "the pinging process", { before: network.clientSide });
  const children: readonly Child<FloorCalls>[] = [echo, client];
  const stop = (): Promise<unknown> => Promise.all(children.map((child) => child.stop(graceMs)));
  const interrupt = (): void => void stop();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    if (signal.aborted) throw new TrialFailure("interrupted");
    const { url } = await echo.call("listen", { host: network.serverHost });
    const reached = await network.reach(url);
    const cpuBefore = await network.cpuMs();
    const from = hostClock();
    const pings = await client.call("ping", { url: reached, bytes, connections, closedMs, pacedPerSec, paced, seed });
    const cpuMs = (await network.cpuMs()) - cpuBefore;
    return {
      oneWayMs,
      link: { kind: network.kind, cpuUtilization: cpuMs / (hostClock() - from) },
      connectMs: distribution(pings.connectMs),
      closedRoundTripMs: distribution(pings.closedMs),
      pacedRoundTripMs: distribution(pings.pacedMs),
    };
  } finally {
    signal.removeEventListener("abort", interrupt);
    await stop();
    await network.close();
  }
};
