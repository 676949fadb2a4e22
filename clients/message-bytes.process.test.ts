// The bytes of a message by the protocols alone, which no trial may count otherwise.

import { afterEach, expect, it, vi } from "vitest";
import { MessageLog } from "../servers/log.ts";
import { startServer as serveLongPolling } from "../servers/long-polling.ts";
import { defaultServerOptions, type StartServer } from "../servers/server.ts";
import { startServer as serveEvents } from "../servers/server-sent-events.ts";
import { startServer as serveShortPolling } from "../servers/short-polling.ts";
import { startServer as serveWebSocket } from "../servers/websocket.ts";
import { startServer as serveWsLibrary } from "../servers/ws-library.ts";
import { subscribe as pollLong } from "./long-polling.ts";
import { subscribe as hearEvents } from "./server-sent-events.ts";
import { subscribe as pollShort } from "./short-polling.ts";
import { noTraffic, type Subscribe, type Traffic } from "./subscriber.ts";
import { subscribe as openWebSocket } from "./websocket.ts";
import { subscribe as openWsLibrary } from "./ws-library.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Publishes a message of each size, one after another, the first under `firstSeq`; tells what each of them moved down. */
const costs = async (
  startServer: StartServer,
  subscribe: Subscribe,
  firstSeq: number,
  sizes: readonly number[],
): Promise<readonly { readonly envelope: number; readonly framing: number }[]> => {
  const log = new MessageLog({ lastSeq: firstSeq - 1 });
  const server = await startServer(log, defaultServerOptions);
  cleanups.push(() => server.close());
  const traffic: Traffic = noTraffic();
  const options = { pollEveryMs: 5, firstPollMs: 0, connection: "keep-alive", headers: "minimal", traffic } as const;
  const subscription = await subscribe(server.url, () => {}, { ...options, since: firstSeq - 1 });
  cleanups.push(() => subscription.close());
  // The bytes that open a stream are no part of a message.
  await vi.waitFor(() => expect(traffic.bytes.down).toBe(server.traffic().bytes.down), { timeout: 20_000 });
  const told: { envelope: number; framing: number }[] = [];
  for (const [i, size] of sizes.entries()) {
    const { body, envelope, framing } = traffic.kinds.down;
    log.append({ seq: firstSeq + i, body: "x".repeat(size) });
    await vi.waitFor(() => expect(traffic.messages).toBe(i + 1), { interval: 1, timeout: 20_000 });
    const { down } = traffic.kinds;
    expect(down.body - body).toBe(size);
    told.push({ envelope: down.envelope - envelope, framing: down.framing - framing });
  }
  return told;
};

/** `{"seq":7,"body":""}` */
const envelope = 19;

it.each<readonly [string, StartServer, Subscribe]>([
  ["WebSocket", serveWebSocket, openWebSocket],
  ["WebSocket of the ws package", serveWsLibrary, openWsLibrary],
])(
  "RFC 6455 section 5.2: a frame's header on a %s has 2, 4 or 10 bytes by its payload",
  async (_, serve, subscribe) => {
    const sizes = [0, 125, 126, 65_535, 65_536].map((payload) => Math.max(0, payload - envelope));
    expect(await costs(serve, subscribe, 1, sizes)).toEqual([2, 2, 4, 4, 10].map((framing) => ({ envelope, framing })));
    expect(await costs(serve, subscribe, 999, [0, 0])).toEqual([
      { envelope: envelope + 2, framing: 2 },
      { envelope: envelope + 3, framing: 2 },
    ]);
  },
);

it("an event has its id and field names around a message, and a chunk has its size", async () => {
  // "id: 7\n", "data: " and two line ends; then the size in hex and two line ends of two bytes.
  const event = (seqDigits: number, sizeDigits: number): number => 13 + seqDigits + sizeDigits + 4;
  expect(await costs(serveEvents, hearEvents, 9, [0, 256, 8_000])).toEqual([
    { envelope, framing: event(1, 2) },
    { envelope: envelope + 1, framing: event(2, 3) },
    { envelope: envelope + 1, framing: event(2, 4) },
  ]);
});

it.each<readonly [string, StartServer, Subscribe]>([
  ["short", serveShortPolling, pollShort],
  ["long", serveLongPolling, pollLong],
])("an answer to a %s poll is an array, and no framing", async (_, serve, subscribe) => {
  expect(await costs(serve, subscribe, 9, [0, 256])).toEqual([
    { envelope: envelope + 2, framing: 0 },
    { envelope: envelope + 3, framing: 0 },
  ]);
});
