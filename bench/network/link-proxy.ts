// The delay where there can be no namespaces: a relay in user space that passes each chunk on after the one-way time.
// It hides TCP's own round trips: a connection opens at once, and slow start never shows.

import { connect, createServer, type Server, type Socket } from "node:net";
import { answerCalls } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { listenOn } from "../machine/listening.ts";
import { beatMs, type Gap, ordinaryMs, startPulse } from "../machine/pulse.ts";
import type { LinkGaps } from "./link-gaps.ts";

export interface ProxyCalls {
  /** Relays to `url`; resolves to the address to use instead. */
  relay(call: { readonly url: string; readonly oneWayMs: number }): Promise<{ readonly url: string }>;
  /** CPU used so far. */
  cpuMs(call: null): Promise<number>;
  gaps(call: null): Promise<LinkGaps>;
}

const pulse = startPulse(hostClock);
const late: Gap[] = [];

/** Keeps the chunk that was latest within each beat. */
const passed = (from: number): void => {
  const to = hostClock();
  if (to - from <= ordinaryMs) return;
  const last = late.at(-1);
  if (last === undefined || to - last.to > beatMs) late.push({ from, to });
  else if (to - from > last.to - last.from) late[late.length - 1] = { from, to };
};

let server: Server | null = null;
const sockets = new Set<Socket>();

/** Node's timers count whole milliseconds and may be one early: shortly before the time, each turn of the loop looks again. */
const wakeAt = (at: number, wake: () => void): void => {
  const left = at - hostClock();
  if (left > lookAgainMs) setTimeout(wake, Math.floor(left - 1));
  else setImmediate(wake);
};
const lookAgainMs = 1.5;

/** Passes on each chunk, and the end, after the one-way time and in order. */
const carry = (from: Socket, to: Socket, oneWayMs: number): void => {
  const held: { readonly dueAt: number; readonly act: () => void }[] = [];
  const pass = (): void => {
    for (let first = held[0]; first !== undefined; first = held[0]) {
      if (first.dueAt > hostClock()) {
        wakeAt(first.dueAt, pass);
        return;
      }
      held.shift();
      passed(first.dueAt);
      first.act();
    }
  };
  const later = (act: () => void): void => {
    held.push({ dueAt: hostClock() + oneWayMs, act });
    if (held.length === 1) pass();
  };
  from.on("data", (chunk) => later(() => to.writable && to.write(chunk)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => later(() => to.destroy()));
  from.on("close", () => sockets.delete(from));
  sockets.add(from);
};

const calls = {
  relay: async ({ url, oneWayMs }) => {
    const { hostname, port } = new URL(url);
    const relay = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const far = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: true });
      carry(near, far, oneWayMs);
      carry(far, near, oneWayMs);
    });
    server = relay;
    return { url: await listenOn(relay, "127.0.0.1") };
  },
  cpuMs: async () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  gaps: async () => ({ stalls: pulse.gaps(), late }),
} satisfies ProxyCalls;

await answerCalls(calls, async () => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});
process.exit();
