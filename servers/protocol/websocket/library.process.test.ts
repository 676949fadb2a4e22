// The core against the `ws` package, over a pair of streams in memory: each understands what the other sends.
import { once } from "node:events";
import { Agent, createServer } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import { expect, it } from "vitest";
import { type PerMessageDeflateOptions, WebSocket, WebSocketServer } from "ws";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { Connection, type ConnectionEvent, type Step, stepsOf } from "./connection.ts";
import type { DeflateOffer, DeflateOptions } from "./deflate.ts";
import { answerUpgrade, UpgradeResponse, upgradeRequest } from "./handshake.ts";

const random = seededRandom(17);
const key = "dGhlIHNhbXBsZSBub25jZQ==";

const texts = [
  "",
  "Hello",
  "Größe 漢字 😀",
  "x".repeat(125),
  "y".repeat(126),
  "z".repeat(65_535),
  "é".repeat(40_000),
  "tail",
];
const messages = texts.flatMap((text) => [text, Buffer.from(text)]);

/** One run of the conversation, without compression, or with it as the two sides agree. */
const settings: readonly (readonly [
  name: string,
  offer: DeflateOffer | null,
  wish: DeflateOptions | null,
  compressed: boolean,
])[] = [
  ["plain", null, null, false],
  ["compression offered in vain", {}, null, false],
  ["compression", {}, {}, true],
  ["compression, each message alone", { serverNoContextTakeover: true, clientNoContextTakeover: true }, {}, true],
  ["compression with small windows", { serverMaxWindowBits: 9, clientMaxWindowBits: 10 }, {}, true],
  [
    "compression with the server's smallest windows",
    { clientMaxWindowBits: true },
    { serverMaxWindowBits: 8, clientMaxWindowBits: 9 },
    true,
  ],
];

/** Hands the library's client a stream in the place of a socket. */
class StreamAgent extends Agent {
  readonly #stream: Duplex;

  constructor(stream: Duplex) {
    super();
    this.#stream = stream;
  }

  override createConnection(): Duplex {
    return this.#stream;
  }
}

/** The library offers to limit the client's window unless it is told a size. */
const libraryOffer = ({ clientMaxWindowBits, ...offer }: DeflateOffer): PerMessageDeflateOptions => ({
  ...offer,
  threshold: 0,
  ...(typeof clientMaxWindowBits === "number" ? { clientMaxWindowBits } : {}),
});

/** Carries out one step on the stream, and returns its events. */
const perform = (stream: Duplex, { events, output, end }: Step): readonly ConnectionEvent[] => {
  for (const bytes of output) stream.write(bytes);
  if (end) stream.end();
  return events;
};

const flat = (event: ConnectionEvent): string | Buffer => {
  if (event.type === "text") return event.text;
  return event.type === "close" ? `${event.code} ${event.reason}` : event.data;
};

it.each(settings)("our client and the library's server: %s", async (_, offer, wish, compressed) => {
  const [here, there] = duplexPair();
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: wish ? { ...wish, threshold: 0 } : false });
  server.on("connection", (peer) => peer.on("message", (data, isBinary) => peer.send(data, { binary: isBinary })));
  http.emit("connection", there);
  const deflate = offer ? [offer] : [];
  here.write(upgradeRequest({ host: "example.com", path: "/", key, deflate }));
  const response = new UpgradeResponse({ key, deflate });
  const received: (string | Buffer)[] = [];
  let connection: Connection | null = null;
  here.on("data", (chunk: Buffer) => {
    if (connection) for (const step of stepsOf(connection, chunk)) received.push(...perform(here, step).map(flat));
    const upgraded = connection ? null : response.receive(chunk);
    if (!upgraded) return;
    expect(upgraded.deflate !== null).toBe(compressed);
    const opened = new Connection({ role: "client", deflate: upgraded.deflate, randomFill: random.fill });
    connection = opened;
    for (const message of messages)
      perform(here, typeof message === "string" ? opened.sendText(message) : opened.sendBinary(message));
    perform(here, opened.ping(Buffer.from("ping")));
    perform(here, opened.close(4_000, "done"));
    for (const step of stepsOf(opened, upgraded.rest)) received.push(...perform(here, step).map(flat));
  });
  await once(here, "end");
  expect(received.filter((each) => !(Buffer.isBuffer(each) && each.toString() === "ping"))).toEqual([
    ...messages,
    "4000 done",
  ]);
});

it.each(settings)("the library's client and our server: %s", async (_, offer, wish, compressed) => {
  const [here, there] = duplexPair();
  const http = createServer();
  const closing: ConnectionEvent[] = [];
  http.on("upgrade", (request, stream) => {
    const answer = answerUpgrade(request, { deflate: wish });
    stream.write(answer.response);
    if (!answer.accepted) return expect.fail("refused");
    expect(answer.deflate !== null).toBe(compressed);
    const connection = new Connection({ role: "server", deflate: answer.deflate, randomFill: random.fill });
    stream.on("data", (chunk: Buffer) => {
      for (const step of stepsOf(connection, chunk)) {
        for (const event of perform(stream, step)) {
          if (event.type === "text") perform(stream, connection.sendText(event.text));
          if (event.type === "binary") perform(stream, connection.sendBinary(event.data));
          if (event.type === "close") closing.push(event);
        }
      }
    });
  });
  http.emit("connection", here);
  const socket = new WebSocket("ws://example.com/", {
    agent: new StreamAgent(there),
    perMessageDeflate: offer ? libraryOffer(offer) : false,
  });
  const received: (string | Buffer)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    received.push(isBinary ? data : data.toString());
    if (received.length === messages.length) socket.ping("ping");
  });
  socket.on("pong", (data) => socket.close(4_000, data.toString()));
  await once(socket, "open");
  for (const message of messages) socket.send(message);
  const [code] = await once(socket, "close");
  expect(received).toEqual(messages);
  expect(code).toBe(4_000);
  expect(closing).toEqual([{ type: "close", code: 4_000, reason: "ping" }]);
});
