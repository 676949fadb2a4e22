// Answers over real sockets come in the order of what they answer, whatever one read brings together.

import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { echo } from "./echo.ts";
import { MessageLog } from "./log.ts";
import { acceptPeer, type Hear, replyTo } from "./peer.ts";
import { type ConnectionEvent, Connection as Core, stepsOf } from "./protocol/websocket/connection.ts";
import { encodeFrame, opcode } from "./protocol/websocket/frame.ts";
import { UpgradeResponse } from "./protocol/websocket/upgrade-response.ts";
import { defaultServerOptions, startPushServer } from "./server.ts";
import { webSocketAt } from "./websocket.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const upgrade =
  "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
  `Sec-WebSocket-Key: ${key}\r\n\r\n`;

const frame = (code: number, payload: string | Buffer, fin = true): Buffer =>
  encodeFrame(code, Buffer.from(payload), { fin, mask: Buffer.of(1, 2, 3, 4) });
const text = (content: string, fin = true): Buffer => frame(opcode.text, content, fin);
const ping = (content: string): Buffer => frame(opcode.ping, content);
const close = frame(opcode.close, Buffer.of(0x03, 0xe8));
const reservedBit = Buffer.from("a18000000000", "hex");

const told = (event: ConnectionEvent): string => {
  if (event.type === "text") return event.text;
  return event.type === "close" ? `close ${event.code}` : `${event.type} ${event.data}`;
};

/** A socket that writes without checks and reads with the core: `said` grows, and `ended` resolves with all of it. */
const dial = async (
  port: number,
): Promise<{ socket: Socket; said: readonly string[]; ended: Promise<readonly string[]> }> => {
  const socket = connect(port, "127.0.0.1");
  cleanups.push(() => socket.destroy());
  socket.on("error", () => {});
  socket.setNoDelay(true);
  const response = new UpgradeResponse({ key });
  const core = new Core({ role: "client", randomFill: () => {} });
  const said: string[] = [];
  let open = false;
  socket.on("data", (chunk: Buffer) => {
    const rest = open ? chunk : response.receive(chunk)?.rest;
    if (rest === undefined) return;
    open = true;
    for (const { events } of stepsOf(core, rest)) said.push(...events.map(told));
  });
  await once(socket, "connect");
  return { socket, said, ended: once(socket, "end").then(() => said) };
};

const startEcho = async (): Promise<number> => {
  const server = await startPushServer(new MessageLog(), defaultServerOptions, [echo]);
  cleanups.push(() => server.close());
  return Number(new URL(server.url).port);
};

const hundred = Array.from({ length: 100 }, (_, index) => `message ${index}`);

it.each<readonly [string, readonly Buffer[], readonly string[]]>([
  [
    "a ping inside a message",
    [text("one ", false), ping("p"), frame(opcode.continuation, "two"), close],
    ["pong p", "one two", "close 1000"],
  ],
  ["a message, then a reserved bit", [text("Hello"), reservedBit], ["Hello", "close 1002"]],
  ["a hundred messages and a clean close", [...hundred.map((each) => text(each)), close], [...hundred, "close 1000"]],
  [
    "messages and pings in turn",
    [...hundred.flatMap((each) => [text(each), ping(each)]), close],
    [...hundred.flatMap((each) => [each, `pong ${each}`]), "close 1000"],
  ],
  ["a message, then an unmasked one", [text("a"), Buffer.from("810161", "hex"), text("b")], ["a", "close 1002"]],
])("echo of one packet: %s", async (_, frames, expected) => {
  const port = await startEcho();
  const { socket, said, ended } = await dial(port);
  const bytes = Buffer.concat(frames);
  // Both with the handshake behind it and in the same packet as the request, as a hasty client sends it.
  socket.write(upgrade);
  await vi.waitFor(() => expect(socket.bytesRead).toBeGreaterThan(0), { timeout: 20_000 });
  socket.write(bytes);
  expect(await ended).toEqual(expected);
  expect(said).toEqual(expected);
  const hasty = await dial(port);
  hasty.socket.write(Buffer.concat([Buffer.from(upgrade), bytes]));
  expect(await hasty.ended).toEqual(expected);
});

it("a listener that ends the connection has had its answers to what came before sent", async () => {
  const listen: Hear = () => (event) => {
    if (event.type !== "text") return null;
    return event.text === "end" ? { closeCode: 4_000, reason: "as asked" } : { text: `re ${event.text}` };
  };
  const endpoint = webSocketAt("/echo", null, listen);
  const server = await startPushServer(new MessageLog(), defaultServerOptions, [endpoint]);
  cleanups.push(() => server.close());
  const { socket, ended } = await dial(Number(new URL(server.url).port));
  socket.write(upgrade);
  await vi.waitFor(() => expect(socket.bytesRead).toBeGreaterThan(0), { timeout: 20_000 });
  socket.write(Buffer.concat([text("a"), ping("p"), text("b"), text("end"), ping("q"), text("c"), reservedBit]));
  expect(await ended).toEqual(["re a", "pong p", "re b", "close 4000"]);
});

it("a peer that does not read is not answered further, though its messages came in one packet", async () => {
  const answer = "x".repeat(300_000);
  let heard = 0;
  const http = createServer();
  http.on("upgrade", (request, socket, head) => {
    acceptPeer(request, socket, head, defaultServerOptions, null, (peer, events) =>
      replyTo(peer, events, ({ type }) => {
        if (type !== "text") return null;
        heard++;
        return { text: answer };
      }),
    );
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  cleanups.push(() => http.close());
  const address: AddressInfo | string | null = http.address();
  const { socket, said } = await dial(typeof address === "object" && address !== null ? address.port : 0);
  socket.write(upgrade);
  await vi.waitFor(() => expect(socket.bytesRead).toBeGreaterThan(0), { timeout: 20_000 });
  socket.pause();
  socket.write(Buffer.concat(hundred.flatMap((each) => [text(each), ping("p")])));
  await vi.waitFor(() => expect(heard).toBeGreaterThan(0), { timeout: 20_000 });
  // The kernel's buffers take some answers; the rest of thirty megabytes is not made.
  expect(heard).toBeLessThan(100);
  socket.resume();
  await vi.waitFor(() => expect(said).toHaveLength(200), { timeout: 20_000 });
  expect(said.every((each, index) => each === (index % 2 === 0 ? answer : "pong p"))).toBe(true);
});
