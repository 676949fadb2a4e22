// The readings around a trial's phases: memory, wire, the rest of the machine, and the server's last bytes.

import type { ServerTraffic } from "../../servers/traffic.ts";
import type { Child } from "../machine/child.ts";
import { type Clock, hostClock, until } from "../machine/clock.ts";
import { watchMachine } from "../machine/processes.ts";
import type { Network } from "../network/network.ts";
import type { WireCounting } from "../network/wire.ts";
import type { Processes } from "./processes.ts";
import type { ServerCalls } from "./server-process.ts";

/** The kernel counts for the trial's own network, or for its sockets; null for a relay, whose sockets are not the server's. */
export const wireCountingOn = ({ kind }: Network): WireCounting | null => {
  if (kind === "proxy") return null;
  return kind === "loopback" ? "tcp-info" : "namespace";
};

export interface Surroundings {
  /** CPU of the program that delays. */
  readonly linkCpuMs: number;
  /** Cores that other work used. */
  readonly otherCores: number | null;
}

/** Watches the link's program and the rest of the machine over the window. */
export const watchAround = async (network: Network, from: number, to: number, clock: Clock): Promise<Surroundings> => {
  await until(from, clock);
  const before = await network.cpuMs();
  const others = watchMachine(process.pid);
  await until(to, clock);
  return { otherCores: others(), linkCpuMs: (await network.cpuMs()) - before };
};

/** Waits for a client's last bytes, which may still be on their way when it has left. */
export const settledTraffic = async (server: Child<ServerCalls>, oneWayMs: number): Promise<ServerTraffic> => {
  let last = await server.call("traffic", null);
  for (let look = 0; look < 20; look++) {
    await until(hostClock() + 5 + oneWayMs);
    const next = await server.call("traffic", null);
    if (next.openSockets === 0) return next;
    last = next;
  }
  return last;
};

/** Live memory; null where it could not be read. */
export interface LiveBytes {
  readonly server: number | null;
  readonly clients: number | null;
}

export const liveBytes = async ({ server, clients }: Processes): Promise<LiveBytes> => {
  const [ofServer, ofClients] = await Promise.all([
    server.call("liveBytes", null),
    Promise.all(clients.map((client) => client.call("liveBytes", null))),
  ]);
  const known = ofClients.filter((bytes) => bytes !== null);
  const ofAll = known.length < ofClients.length ? null : known.reduce((sum, bytes) => sum + bytes, 0);
  return { server: ofServer, clients: ofAll };
};
