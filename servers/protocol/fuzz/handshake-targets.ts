// The fuzz run's part for the opening handshake: requests to a server, answers to a client. It knows no frames.
import type { DeflateOffer } from "../websocket/deflate.ts";
import { answerUpgrade, HandshakeError, UpgradeResponse } from "../websocket/handshake.ts";
import { mutate } from "./input.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { randomCut } from "./wire.ts";

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const extensions = [
  "permessage-deflate",
  "; server_no_context_takeover",
  "; client_no_context_takeover",
  "; server_max_window_bits=",
  "; client_max_window_bits",
  "=",
  "8",
  "15",
  '"10"',
  ", ",
  "; ",
  "foo",
  '"',
  "\\",
] as const;

const soup = (random: SeededRandom): string => {
  const parts = Array.from({ length: random.integer(8) }, () => random.pick(extensions));
  return random.chance(0.7) ? parts.join("") : mutate(Buffer.from(parts.join("")), random).toString("latin1");
};

const value = (random: SeededRandom, proper: string): string | readonly string[] | undefined => {
  if (random.chance(0.96)) return proper;
  return random.pick([
    undefined,
    "",
    [proper, proper],
    mutate(Buffer.from(proper), random).toString("latin1"),
    soup(random),
  ]);
};

/** A server answers anything with 101 or with a refusal, and never throws. */
export const fuzzRequest = (random: SeededRandom): string => {
  const offers = soup(random);
  const request = {
    method: random.chance(0.96) ? "GET" : random.pick(["POST", undefined]),
    httpVersion: random.chance(0.96) ? "1.1" : random.pick(["1.0", "x", "2"]),
    headers: {
      host: value(random, "example.com"),
      upgrade: value(random, "websocket"),
      connection: value(random, "keep-alive, Upgrade"),
      origin: value(random, "https://example.com"),
      "sec-websocket-key": value(random, key),
      "sec-websocket-version": value(random, "13"),
      "sec-websocket-protocol": value(random, "chat, superchat"),
      "sec-websocket-extensions": offers,
    },
  };
  const answer = answerUpgrade(request, {
    allowedOrigins: random.pick([null, ["https://example.com"]]),
    subprotocols: random.pick([[], ["chat"]]),
    deflate: random.pick([null, {}, { serverMaxWindowBits: 9, clientMaxWindowBits: 10 }]),
  });
  const status = answer.accepted ? 101 : answer.status;
  if (!answer.response.toString("latin1").startsWith(`HTTP/1.1 ${status} `))
    throw new Error("answer without its status");
  if (answer.response.includes("\r\n\r\n") === false) throw new Error("answer without an end");
  return `answers ${status}`;
};

/** A client takes an answer or refuses it, and holds no more of it than a head may have. */
export const fuzzResponse = (random: SeededRandom): string => {
  const lines = [
    random.pick(["HTTP/1.1 101 Switching Protocols", "HTTP/1.1 403 Forbidden", "HTTP/1.1 101 x"]),
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ...(random.chance(0.3) ? [`Sec-WebSocket-Extensions: ${soup(random)}`] : []),
    ...(random.chance(0.1) ? [`X: ${"x".repeat(random.integer(20_000))}`] : []),
  ];
  const bytes = mutate(Buffer.from(`${lines.join("\r\n")}\r\n\r\n\x81\x01a`, "latin1"), random);
  const offers: readonly DeflateOffer[] = random.pick([
    [],
    [{}],
    [{ clientMaxWindowBits: true }, { serverNoContextTakeover: true }],
  ]);
  const response = new UpgradeResponse({ key, deflate: offers });
  try {
    for (const chunk of randomCut(bytes, random, 1 + random.integer(2_000))) {
      const upgraded = response.receive(chunk);
      if (upgraded === null) continue;
      if (upgraded.headBytes > 16_384 || upgraded.rest.length > chunk.length) throw new Error("head out of bounds");
      return "takes it";
    }
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    return `refuses: ${error.message}`;
  }
  return "waits for more";
};
