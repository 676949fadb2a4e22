import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { patienceFor } from "../../clients/subscriber.ts";
import { defaultServerOptions } from "../../servers/server.ts";
import { Interrupted } from "../failure.ts";
import { startChild } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { notPinned } from "../machine/pinning.ts";
import { measureFloor } from "../rig/floor.ts";
import type { ClientCalls } from "../trial/client-calls.ts";
import type { ServerCalls } from "../trial/server-process.ts";
import { ownSubject } from "../trial/subject.ts";
import { namespacesRefused, openNetwork } from "./network.ts";
import { octetsOf, tcpInfoOf, type WireCount } from "./wire.ts";

const refused = await namespacesRefused();
const reason = refused === null ? "" : ` (skipped: ${refused})`;
const run = promisify(execFile);

/** The programs that hold a link open and that this process started. */
const linkPrograms = (): readonly string[] =>
  readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const text = readFileSync(`/proc/${name}/cmdline`, "utf8");
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
      return parent === String(process.pid) && /link\.py|echo ready/.test(text);
    } catch {
      return false;
    }
  });

const floorOver = (link: "namespaces" | "loopback", oneWayMs: number) =>
  measureFloor({
    link,
    oneWayMs,
    pinning: notPinned,
    codeCache: null,
    fanOut: { subscribers: 5, bodyBytes: 64 },
    seed: 1,
    signal: new AbortController().signal,
  });

describe.skipIf(refused !== null)(`network namespaces${reason}`, () => {
  it("join clients and server over a cable, and leave no process behind", async () => {
    const floor = await floorOver("namespaces", 0);
    expect(floor).toMatchObject({ oneWayMs: 0, link: { kind: "veth", cpuUtilization: 0 } });
    expect(floor.pacedRoundTripMs.count).toBe(400);
    expect(floor.closedRoundTripMs.count).toBeGreaterThan(36);
    expect(floor.fanOut).toMatchObject({
      subscribers: 5,
      deliveryMs: { count: 500, events: 100 },
      ...{ firstMs: { count: 100 }, medianMs: { count: 100 }, lastMs: { count: 100 } },
    });
    expect(linkPrograms()).toEqual([]);
  });

  it("delay every packet by the one-way time, TCP's handshake too", async () => {
    const floor = await floorOver("namespaces", 15);
    expect(floor.link.kind).toBe("tun");
    expect(floor.pacedRoundTripMs.p50).toBeGreaterThanOrEqual(30);
    expect(floor.connectMs.p50).toBeGreaterThanOrEqual(30);
    // Each socket's own packet is held back, the first one too.
    expect(floor.fanOut?.firstMs.p50).toBeGreaterThanOrEqual(15);
    expect(linkPrograms()).toEqual([]);
  });

  it("count on the wire what TCP_INFO and 52 bytes a segment say, within 0.1 %", async () => {
    const network = await openNetwork("namespaces", 0);
    onTestFinished(() => network.close());
    const server = startChild<ServerCalls>(new URL("../trial/server-process.ts", import.meta.url), "server", {
      before: network.serverSide,
    });
    onTestFinished(() => server.stop(2000));
    const client = startChild<ClientCalls>(new URL("../trial/client-process.ts", import.meta.url), "client", {
      before: network.clientSide,
    });
    onTestFinished(() => client.stop(2000));
    const options = { ...defaultServerOptions, host: network.serverHost };
    await server.call("prepare", { subject: ownSubject, transports: ["long-polling"] });
    const { url } = await server.call("start", {
      subject: ownSubject,
      transport: "long-polling",
      options,
      idleMs: 0,
      messages: 4000,
    });
    await client.call("connect", {
      subject: ownSubject,
      transport: "long-polling",
      url,
      subscribers: Array.from({ length: 20 }, (_, i) => i),
      pollEveryMs: 0,
      connection: "keep-alive",
      headers: "minimal",
      patience: patienceFor(30_000, 0),
      bodyBytes: 256,
      seed: 1,
    });
    const [nsenter = "", ...inside] = network.clientSide;
    const tell = async (...command: string[]): Promise<string> =>
      (await run(nsenter, [...inside, ...command], { maxBuffer: 1 << 24 })).stdout;
    const read = async (): Promise<{ octets: WireCount; sockets: WireCount }> => {
      const [octets, sockets] = [
        octetsOf(await tell("cat", "/proc/self/net/netstat"), await tell("cat", "/proc/self/net/snmp")),
        tcpInfoOf(await tell("ss", "-Htin", `dport = :${new URL(url).port}`)),
      ];
      return { octets: octets ?? expect.fail("no counters"), sockets };
    };
    /** The octets, once no late acknowledgement comes any more. */
    const readAtRest = async () => {
      let last = await read();
      for (;;) {
        await until(hostClock() + 60);
        const next = await read();
        if (next.octets.up === last.octets.up && next.octets.down === last.octets.down) return next;
        last = next;
      }
    };
    let lastSeq = 0;
    const farthest = async (): Promise<number> => {
      const before = await readAtRest();
      const startAt = hostClock() + 20;
      const instants = Float64Array.from({ length: 200 }, (_, i) => startAt + 2 * i);
      lastSeq += instants.length;
      const window = { windowFrom: startAt, windowTo: startAt + 400 };
      await server.call("publish", { instants, bodyBytes: 3000, seed: 1, ...window });
      await client.call("drain", { lastSeq, quietMs: 10_000, deadline: hostClock() + 10_000 });
      const after = await readAtRest();
      const passed = (how: "octets" | "sockets", way: keyof WireCount): number => after[how][way] - before[how][way];
      expect(passed("octets", "down")).toBeGreaterThan(20 * 200 * 3000);
      const apart = (["up", "down", "payload"] as const).map((way) =>
        Math.abs(passed("octets", way) / passed("sockets", way) - 1),
      );
      return Math.max(...apart);
    };
    // On a busy machine TCP sends some segments twice, and only the octets count those. Another round may do without.
    let nearest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 20 && nearest >= 0.001; round++) nearest = Math.min(nearest, await farthest());
    expect(nearest).toBeLessThan(0.001);
  });
});

describe("loopback", () => {
  it("delays through a relay, in order, and hides the handshake's round trip", async () => {
    const floor = await floorOver("loopback", 15);
    expect(floor.link.kind).toBe("proxy");
    expect(floor.pacedRoundTripMs).toMatchObject({ count: 400 });
    expect(floor.pacedRoundTripMs.p50).toBeGreaterThanOrEqual(30);
    expect(linkPrograms()).toEqual([]);
  });

  it("gives up in one line where the run was interrupted", async () => {
    const interrupted = measureFloor({
      link: "loopback",
      oneWayMs: 0,
      pinning: notPinned,
      codeCache: null,
      fanOut: null,
      seed: 1,
      signal: AbortSignal.abort(),
    });
    await expect(interrupted).rejects.toThrow(Interrupted);
  });
});
