// A connection's counts, compression and memory; connection.test.ts tests its frames and events.
import { expect, it, vi } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { chunksOf, hex } from "../fuzz/wire.ts";
import { Connection, type ConnectionEvent, type ConnectionOptions } from "./connection.ts";
import { encodeFrame, opcode } from "./frame.ts";

const mask = hex("37 fa 21 3d");
const randomFill = (target: Buffer): void => {
  mask.copy(target);
};
const server = (options: Partial<ConnectionOptions> = {}): Connection =>
  new Connection({ role: "server", randomFill, ...options });
const client = (options: Partial<ConnectionOptions> = {}): Connection =>
  new Connection({ role: "client", randomFill, ...options });

const hello = Buffer.from("Hello");
const deflate = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};

it("compressed messages lean on those before, unless that was refused", () => {
  const sizes = (connection: Connection): readonly (number | undefined)[] =>
    [1, 2].map(() => connection.sendText("Hello, hello").output[0]?.length);
  const [first = 0, second = 0] = sizes(server({ deflate }));
  expect(second).toBeLessThan(first);
  expect(sizes(server({ deflate: { ...deflate, serverNoContextTakeover: true } }))).toEqual([first, first]);
  expect(sizes(server({ deflate: { ...deflate, clientNoContextTakeover: true } }))).toEqual([first, second]);
  expect(sizes(client({ deflate: { ...deflate, clientNoContextTakeover: true } }))).toEqual([first + 4, first + 4]);
});

it("every byte is counted, by its kind", () => {
  const [here, there] = [server(), client()];
  const passOn = (from: Connection, to: Connection, output: readonly Buffer[]): void => {
    for (const bytes of output) {
      const step = to.receive(Buffer.from(bytes));
      if (step.output.length > 0) passOn(to, from, step.output);
    }
  };
  passOn(here, there, here.sendText("Größe").output);
  passOn(here, there, here.sendBinary(Buffer.alloc(70_000)).output);
  passOn(there, here, there.sendText("x".repeat(200)).output);
  passOn(there, here, there.ping(hello).output);
  passOn(here, there, here.sendBinary(Buffer.alloc(10)).output);
  passOn(here, there, here.sendBinary(Buffer.alloc(10)).output);
  passOn(here, there, here.close(1000).output);
  const down = {
    messages: 4,
    payloadBytes: 7 + 70_000 + 20,
    framingBytes: 2 + 10 + 4,
    controlBytes: 7 + 4,
    discardedBytes: 0,
  };
  const up = { messages: 1, payloadBytes: 200, framingBytes: 8, controlBytes: 11 + 8, discardedBytes: 0 };
  expect(here.counts).toEqual({ sent: down, received: up });
  expect(there.counts).toEqual({ sent: up, received: down });
});

it("bytes that were not looked at are counted too", () => {
  const connection = client();
  connection.receive(hex("81 01 61 83 00 81 01 62"));
  connection.proceed();
  connection.receive(hex("81 01"));
  expect(connection.counts.received).toEqual({
    messages: 1,
    payloadBytes: 1,
    framingBytes: 2,
    controlBytes: 0,
    discardedBytes: 7,
  });
  const cutOff = client();
  cutOff.receive(hex("82 05 01 02"));
  cutOff.receiveEnd();
  expect(cutOff.counts.received).toEqual({
    messages: 0,
    payloadBytes: 2,
    framingBytes: 2,
    controlBytes: 0,
    discardedBytes: 0,
  });
  const headless = client();
  headless.receive(hex("82"));
  headless.receiveEnd();
  expect(headless.counts.received.discardedBytes).toBe(1);
});

it("a connection that ends within a message gives back what it held", async () => {
  // Modules of its own: tests that share a worker hold slots too.
  vi.resetModules();
  const own = await import("./connection.ts");
  const kernel = await import("./kernel.ts");
  for (let round = 0; round < 40; round++) {
    const connection = new own.Connection({ role: "client", randomFill: () => {} });
    connection.receive(hex("81 05 61"));
    if (round % 2 === 0) connection.receiveEnd();
    else connection.receive(hex("ff"));
    expect(connection.state).toBe("closed");
  }
  expect(kernel.takeSlot()).not.toBe(null);
});

it("two connections that receive parts in turn do not disturb each other", () => {
  const random = seededRandom(14);
  const connections = Array.from({ length: 40 }, () => server());
  const texts = connections.map((_, index) => `${index} Größe 漢字 `.repeat(1 + random.integer(3_000)));
  const queues = texts.map((text) => [
    ...chunksOf(encodeFrame(opcode.text, Buffer.from(text), { mask: random.bytes(4) }), 1_500),
  ]);
  const received: ConnectionEvent[][] = connections.map(() => []);
  while (queues.some((queue) => queue.length > 0)) {
    const index = random.integer(connections.length);
    const chunk = queues[index]?.shift();
    if (chunk) received[index]?.push(...(connections[index]?.receive(chunk).events ?? []));
  }
  expect(
    received.every(
      (events, index) => events.length === 1 && events[0]?.type === "text" && events[0].text === texts[index],
    ),
  ).toBe(true);
});
