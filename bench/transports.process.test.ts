// The contract that every transport in the registry keeps, over real sockets.

import { connect, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { noTraffic, type SubscribeOptions, type Subscription, type Traffic } from "../clients/subscriber.ts";
import { MessageLog } from "../servers/log.ts";
import type { Message } from "../servers/protocol/message.ts";
import { defaultServerOptions, type PushServer, type ServerOptions, type ServerTraffic } from "../servers/server.ts";
import { byteKinds } from "./record/trial.ts";
import { transports } from "./transports.ts";

interface Rig {
  readonly log: MessageLog;
  readonly server: PushServer;
  publish(...bodies: readonly string[]): void;
  subscribe(options?: Partial<SubscribeOptions>): Promise<Listener>;
}

interface Listener {
  readonly subscription: Subscription;
  readonly messages: Message[];
  readonly traffic: Traffic;
}

const open: { servers: PushServer[]; subscriptions: Subscription[]; sockets: Socket[] } = {
  servers: [],
  subscriptions: [],
  sockets: [],
};

afterEach(async () => {
  for (const socket of open.sockets.splice(0)) socket.destroy();
  await Promise.all(open.subscriptions.splice(0).map((subscription) => subscription.close()));
  await Promise.all(open.servers.splice(0).map((server) => server.close()));
});

const seqsOf = ({ messages }: Listener): readonly number[] => messages.map(({ seq }) => seq);
const seqs = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const received = (listener: Listener, expected: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(seqsOf(listener)).toEqual(expected), { timeout: 20_000, interval: 5 });

const rigFor = async (name: string, options: Partial<ServerOptions> = {}, log = new MessageLog()): Promise<Rig> => {
  const transport = transports[name];
  if (transport === undefined) throw new Error(name);
  const { startServer } = await transport.server();
  const { subscribe } = await transport.client();
  const server = await startServer(log, { ...defaultServerOptions, ...options });
  open.servers.push(server);
  return {
    log,
    server,
    publish: (...bodies) => {
      for (const body of bodies)
        log.append({ seq: log.lastSeq + 1, intendedAt: log.lastSeq + 0.25, sentAt: log.lastSeq + 0.5, body });
    },
    subscribe: async (options = {}) => {
      const messages: Message[] = [];
      const traffic = options.traffic ?? noTraffic();
      const subscription = await subscribe(server.url, (message) => messages.push(message), {
        since: 0,
        pollEveryMs: 10,
        firstPollMs: 0,
        connection: "keep-alive",
        headers: "minimal",
        ...options,
        traffic,
      });
      open.subscriptions.push(subscription);
      return { subscription, messages, traffic };
    },
  };
};

const upgrades = (name: string): boolean => name.startsWith("websocket") || name === "ws-library";

/** Three requests at once, the later two answered only once the earlier answers are read. */
const plainRequest = (name: string): string => `GET /${name}?since=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(3);

const upgradeRequest = (name: string): string =>
  `GET /${name}?since=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

const bodiesOfEveryKind = [
  "",
  "ascii",
  "Grüße, 世界 🌍",
  'quotes " and \\',
  "line\nbreak\r\nand\u2028more\n",
  "x".repeat(65_536),
  "\u0000\u001f",
];

const accountedFor = (traffic: Pick<Traffic, "bytes" | "kinds">): void => {
  for (const direction of ["up", "down"] as const) {
    const kinds = byteKinds.reduce((sum, kind) => sum + traffic.kinds[direction][kind], 0);
    expect(kinds, `every byte ${direction} belongs to a kind`).toBe(traffic.bytes[direction]);
  }
};

/** What both sides have to agree on. How compressed bytes divide into body and envelope is each side's own estimate. */
const conserved = ({ bytes, kinds }: Traffic | ServerTraffic, compressed: boolean): unknown => {
  const { body, envelope, ...others } = kinds.down;
  return { bytes, up: kinds.up, down: { ...others, payload: compressed ? body + envelope : [body, envelope] } };
};

/** Once the last socket has closed. */
const agreement = (server: PushServer, clients: Traffic, name: string): Promise<void> =>
  vi.waitFor(
    () => {
      const traffic = server.traffic();
      const compressed = name.endsWith("deflate");
      expect(traffic.openSockets).toBe(0);
      expect(conserved(traffic, compressed)).toEqual(conserved(clients, compressed));
      accountedFor(traffic);
      accountedFor(clients);
    },
    { timeout: 20_000, interval: 5 },
  );

/** An answer without news, a ping, or a comment. The ws package's server sends none, as its documentation shows it. */
const idled = ({ requests, kinds }: Traffic, name: string): boolean =>
  requests.empty > 2 || kinds.down.keepAlive > 4 || name === "ws-library";

describe.each(Object.entries(transports))("%s", (name, { factors }) => {
  const connections = factors.includes("connection") ? (["keep-alive", "close"] as const) : (["keep-alive"] as const);

  it.each(connections)(
    "delivers bodies of every kind once and in order to every subscriber (%s)",
    async (connection) => {
      const rig = await rigFor(name);
      const listeners = await Promise.all([
        rig.subscribe({ connection }),
        rig.subscribe({ connection }),
        rig.subscribe({ connection }),
      ]);
      rig.publish(...bodiesOfEveryKind);
      for (const listener of listeners) {
        await received(listener, seqs(1, bodiesOfEveryKind.length));
        expect(listener.messages.map(({ body }) => body)).toEqual(bodiesOfEveryKind);
        expect(listener.messages[1]).toEqual({ seq: 2, intendedAt: 1.25, sentAt: 1.5, body: "ascii" });
      }
    },
  );

  it.each(connections)("counts every byte at the socket under one kind (%s)", async (connection) => {
    const rig = await rigFor(name, { holdMs: 20 });
    const { traffic, ...listener } = await rig.subscribe({ connection, headers: "browser" });
    rig.publish("one", "zwei: ü");
    await received({ traffic, ...listener }, [1, 2]);
    rig.publish("three");
    await received({ traffic, ...listener }, [1, 2, 3]);
    await listener.subscription.close();
    accountedFor(traffic);
    expect(traffic.messages).toBe(3);
    expect(traffic.kinds.down.body).toBe("one".length + "zwei: ü".length + 1 + "three".length);
    expect(traffic.connections.failed).toBe(0);
  });

  it.each(connections)(
    "counts the same bytes of every kind at the server as at the clients (%s)",
    async (connection) => {
      const rig = await rigFor(name, { holdMs: 15, pingEveryMs: 250, commentEveryMs: 250 });
      const traffic = noTraffic();
      const [one, other] = await Promise.all([
        rig.subscribe({ connection, traffic }),
        rig.subscribe({ connection, traffic, headers: "browser" }),
      ]);
      rig.publish(...bodiesOfEveryKind);
      const since = bodiesOfEveryKind.length;
      for (const listener of [one, other]) await received(listener, seqs(1, since));
      await one.subscription.close();
      rig.publish("while one was away");
      const back = await rig.subscribe({ connection, traffic, since });
      await received(back, [since + 1]);
      await vi.waitFor(() => expect(idled(traffic, name)).toBe(true), { timeout: 20_000, interval: 5 });
      rig.publish("zum Schluß");
      await received(other, seqs(1, since + 2));
      await received(back, [since + 1, since + 2]);
      await other.subscription.close();
      await back.subscription.close();
      await agreement(rig.server, traffic, name);
      await open.servers.pop()?.close();
      await agreement(rig.server, traffic, name);
      expect(traffic.connections.failed).toBe(0);
    },
  );

  it("counts the same bytes at both ends of a connection that the server lets go, its history being gone", async () => {
    const rig = await rigFor(name, {}, new MessageLog({ maxMessages: 2 }));
    const traffic = noTraffic();
    rig.publish("1", "2", "3", "4");
    const left = rig.subscribe({ traffic, since: 1 }).then(
      ({ subscription }) => subscription.ended,
      (error: Error) => error.message,
    );
    await left;
    await agreement(rig.server, traffic, name);
    expect(traffic.connections.opened).toBe(1);
    expect(traffic.messages).toBe(0);
  });

  it("brings what came before the subscription, from its cursor on", async () => {
    const rig = await rigFor(name);
    rig.publish("1", "2", "3");
    await received(await rig.subscribe(), [1, 2, 3]);
    await received(await rig.subscribe({ since: 2 }), [3]);
  });

  it("loses and repeats nothing over a leave and a return, while messages come in every turn", async () => {
    const rig = await rigFor(name);
    let publishing = true;
    const publishOn = (): void => {
      if (!publishing) return;
      rig.publish("a", "b");
      setTimeout(publishOn, 1);
    };
    publishOn();
    const traffic = noTraffic();
    const seen: number[] = [];
    for (let visit = 0; visit < 5; visit++) {
      const listener = await rig.subscribe({ since: seen.at(-1) ?? 0, traffic });
      const before = rig.log.lastSeq;
      await vi.waitFor(() => expect(listener.messages.at(-1)?.seq ?? 0).toBeGreaterThan(before), {
        interval: 1,
        timeout: 20_000,
      });
      await listener.subscription.close();
      seen.push(...seqsOf(listener));
    }
    publishing = false;
    expect(seen).toEqual(seqs(1, seen.at(-1) ?? 0));
    await agreement(rig.server, traffic, name);
  });

  it("goes on for the others when one leaves", async () => {
    const rig = await rigFor(name);
    const [one, other] = await Promise.all([rig.subscribe(), rig.subscribe()]);
    rig.publish("1");
    await received(one, [1]);
    await received(other, [1]);
    await one.subscription.close();
    await expect(one.subscription.ended).resolves.toEqual({ kind: "closed" });
    rig.publish("2");
    await received(other, [1, 2]);
    expect(seqsOf(one)).toEqual([1]);
  });

  it("outlives holds that run out, and delivers what comes after them", async () => {
    const rig = await rigFor(name, { holdMs: 15 });
    const listener = await rig.subscribe();
    if (factors.includes("holdMs")) {
      await vi.waitFor(() => expect(listener.traffic.requests.empty).toBeGreaterThan(2), {
        interval: 5,
        timeout: 20_000,
      });
    }
    rig.publish("late");
    await received(listener, [1]);
  });

  it("times from an answer to the request that follows it at once, and counts the answers' heads", async () => {
    const rig = await rigFor(name, { holdMs: 5 });
    const { traffic, ...listener } = await rig.subscribe();
    rig.publish("1");
    await received({ traffic, ...listener }, [1]);
    const polls = factors.includes("connection");
    if (polls)
      await vi.waitFor(() => expect(traffic.requests.empty).toBeGreaterThan(2), { interval: 5, timeout: 20_000 });
    await listener.subscription.close();
    const { total, empty, fullAnswers, fullAnswerHeadBytes, emptyAnswerHeadBytes, turnarounds, turnaroundsMs } =
      traffic.requests;
    expect(fullAnswers).toBe(polls ? 1 : 0);
    expect(fullAnswerHeadBytes + emptyAnswerHeadBytes).toBe(traffic.kinds.down.httpHeaders);
    expect(fullAnswerHeadBytes > 0).toBe(polls);
    // The last request may have been answered after its subscriber had left, or not at all.
    expect(total - fullAnswers - empty).toBeLessThanOrEqual(1);
    expect(turnarounds).toBe(factors.includes("holdMs") ? total - 1 : 0);
    expect(turnaroundsMs > 0).toBe(turnarounds > 0);
  });

  it("tells a subscriber whose cursor is older than the log, and delivers nothing that has a gap before it", async () => {
    const rig = await rigFor(name, {}, new MessageLog({ maxMessages: 2 }));
    rig.publish("1", "2", "3", "4");
    const messages: Message[] = [];
    const { subscribe } = await (transports[name]?.client() ?? Promise.reject(new Error(name)));
    const ended = subscribe(rig.server.url, (message) => messages.push(message), {
      since: 1,
      pollEveryMs: 10,
      firstPollMs: 0,
      connection: "keep-alive",
      headers: "minimal",
      traffic: noTraffic(),
    }).then(
      (subscription) => subscription.ended,
      (error: Error) => error.message,
    );
    await expect(ended).resolves.toSatisfy((end) =>
      typeof end === "string" ? end.includes("no longer keeps") : end.kind === "history-gone" && end.oldestSeq === 3,
    );
    expect(messages).toEqual([]);
  });

  it("keeps serving the others while one reads nothing", async () => {
    const rig = await rigFor(name, { maxBufferedBytes: 256 * 1024 });
    const port = Number(new URL(rig.server.url).port);
    const slow = connect(port, "127.0.0.1");
    open.sockets.push(slow);
    slow.on("error", () => {});
    slow.pause();
    slow.write(upgrades(name) ? upgradeRequest(name) : plainRequest(name));
    const listener = await rig.subscribe();
    const count = 200;
    const big = "y".repeat(65_536);
    for (let i = 1; i <= count; i++) {
      rig.publish(big);
      await vi.waitFor(() => expect(listener.messages.length).toBe(i), { interval: 1, timeout: 20_000 });
    }
    expect(seqsOf(listener)).toEqual(seqs(1, count));
  });

  it("ends with a failure when the server is gone, and not before", async () => {
    const rig = await rigFor(name);
    const listener = await rig.subscribe();
    rig.publish("1");
    await received(listener, [1]);
    await open.servers.pop()?.close();
    await expect(listener.subscription.ended).resolves.toMatchObject({ kind: "failed" });
  });

  it("rejects where there is no server", async () => {
    const rig = await rigFor(name);
    await open.servers.pop()?.close();
    await expect(rig.subscribe()).rejects.toThrow(/ECONNREFUSED/);
  });

  it("leaves no timer and no socket behind", async () => {
    const count = (): Record<string, number> => {
      const kinds = ["TCPSocketWrap", "TCPServerWrap", "TCPConnectWrap", "Timeout"];
      const all = process.getActiveResourcesInfo();
      return Object.fromEntries(kinds.map((kind) => [kind, all.filter((resource) => resource === kind).length]));
    };
    const before = count();
    const rig = await rigFor(name, { holdMs: 30_000 });
    const listeners = await Promise.all([rig.subscribe(), rig.subscribe({ pollEveryMs: 60_000, firstPollMs: 60_000 })]);
    rig.publish("1");
    await received(listeners[0] ?? expect.fail(), [1]);
    await Promise.all(open.subscriptions.splice(0).map((subscription) => subscription.close()));
    await open.servers.pop()?.close();
    /** Kinds of which there are more than before. A timer of the test runner's, or of a test before, may end meanwhile. */
    const left = (): readonly string[] =>
      Object.entries(count()).flatMap(([kind, number]) => (number > (before[kind] ?? 0) ? [kind] : []));
    // Turns, not waitFor: that has timers of its own. A closed socket is gone a few turns later.
    for (let turn = 0; turn < 300_000 && left().length > 0; turn++) await nextTurn();
    expect(left()).toEqual([]);
  });
});
