// The fuzz run's targets that read frames: the decoder, the inflater, and a whole connection. It knows no handshake.
import {
  Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type Role,
  stepsOf,
} from "../websocket/connection.ts";
import { deflateAlone, Inflater } from "../websocket/deflate.ts";
import { ProtocolError } from "../websocket/error.ts";
import { FrameDecoder } from "../websocket/frame-decoder.ts";
import { mutate, randomFrames } from "./input.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { randomCut } from "./wire.ts";

/** A check of the fuzz run itself: what it says has to hold for any input. */
const demand = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

/** A copy of the chunk between guards: a reader that strays changes its result or the guards. */
const guarded = (chunk: Buffer, guard: number): { readonly chunk: Buffer; readonly check: () => void } => {
  const room = Buffer.alloc(chunk.length + 64, guard);
  chunk.copy(room, 32);
  const isGuard = (byte: number): boolean => byte === guard;
  return {
    chunk: room.subarray(32, 32 + chunk.length),
    check: () =>
      demand(room.subarray(0, 32).every(isGuard) && room.subarray(-32).every(isGuard), "wrote beyond its chunk"),
  };
};

/** The decoder takes any bytes or fails, and neither reads nor writes beyond its chunk. */
export const decoder = (random: SeededRandom): string => {
  const masked = random.chance(0.5);
  const bytes = mutate(random.chance(0.1) ? random.bytes(random.integer(200)) : randomFrames(random, masked), random);
  const frames = new FrameDecoder(masked, random.chance(0.5));
  let pieces = 0;
  let seen = 0;
  try {
    for (const part of randomCut(bytes, random, 1 + random.integer(200))) {
      const { chunk, check } = guarded(part, 0xff);
      frames.feed(chunk);
      while (frames.next()) {
        const { start, end, begins, headerBytes, bytes: where } = frames.piece;
        demand(start >= 0 && start <= end && end <= where.length, "piece out of bounds");
        pieces++;
        seen += end - start + (begins ? headerBytes : 0);
      }
      check();
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return `fails with ${error.code}`;
  }
  demand(seen <= bytes.length && seen > bytes.length - 14, "bytes lost or made up");
  demand(pieces <= bytes.length, "more pieces than bytes");
  return "goes on";
};

/** The inflater restores any payload or fails, and holds no more than its limit. */
export const inflater = (random: SeededRandom): string => {
  const limit = random.pick([0, 100, 5_000]);
  const inflate = new Inflater(8 + random.integer(8), random.chance(0.3));
  let outcome = "goes on";
  for (let message = random.integer(3); message >= 0; message--) {
    const data = random.chance(0.5) ? Buffer.alloc(random.integer(20_000), "abc") : random.bytes(random.integer(300));
    const payload = random.chance(0.2) ? data : mutate(deflateAlone(data, 15), random);
    try {
      demand(inflate.inflate(payload, limit).length <= limit, "inflated past the limit");
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      outcome = `fails with ${error.code}`;
    }
  }
  return outcome;
};

interface Course {
  readonly events: readonly ConnectionEvent[];
  readonly output: Buffer;
}

/** The answers of an owner that sends every message back. */
const echoes = (connection: Connection, events: readonly ConnectionEvent[]): readonly Buffer[] =>
  events.flatMap((event) => {
    if (event.type === "text") return connection.sendText(event.text).output;
    return event.type === "binary" ? connection.sendBinary(event.data).output : [];
  });

const run = (chunks: readonly Buffer[], options: ConnectionOptions, guard: number): Course => {
  const connection = new Connection(options);
  const events: ConnectionEvent[] = [];
  const output: Buffer[] = [];
  let bytes = 0;
  for (const part of chunks) {
    const { chunk, check } = guarded(part, guard);
    for (const step of stepsOf(connection, chunk)) {
      events.push(...step.events);
      output.push(...step.output, ...echoes(connection, step.events));
    }
    check();
    // A server's chunk is the connection's, and a client's the owner's again.
    if (options.role === "client") chunk.fill(guard);
    bytes += chunk.length;
  }
  events.push(...connection.receiveEnd().events);
  const { payloadBytes, framingBytes, controlBytes, discardedBytes } = connection.counts.received;
  demand(payloadBytes + framingBytes + controlBytes + discardedBytes === bytes, "bytes not accounted for");
  return { events, output: Buffer.concat(output) };
};

const same = (one: ConnectionEvent, other: ConnectionEvent | undefined): boolean => {
  if (one.type === "text") return other?.type === "text" && one.text === other.text;
  if (one.type === "close") return other?.type === "close" && one.code === other.code && one.reason === other.reason;
  return other?.type === one.type && one.data.equals(other.data);
};

/** The same bytes cut in two ways have to come to the same events, the same answers in the same order, and to one close at the end. */
export const connection = (random: SeededRandom): string => {
  const role: Role = random.chance(0.6) ? "server" : "client";
  const deflate = {
    serverNoContextTakeover: random.chance(0.5),
    clientNoContextTakeover: random.chance(0.5),
    serverMaxWindowBits: 8 + random.integer(8),
    clientMaxWindowBits: 8 + random.integer(8),
  };
  const maxMessageBytes = random.pick([50, 3_000, 200_000]);
  const options = {
    role,
    maxMessageBytes,
    maxFragments: 4,
    deflate: random.chance(0.3) ? deflate : null,
    randomFill: () => {},
  };
  const bytes = mutate(randomFrames(random, role === "server"), random);
  const one = run([bytes], options, 0x00);
  const other = run(randomCut(bytes, random, 1 + random.integer(bytes.length > 2_000 ? 2_000 : 40)), options, 0xff);
  demand(one.output.equals(other.output) && one.events.length === other.events.length, "another cut, another course");
  demand(
    one.events.every((event, index) => same(event, other.events[index])),
    "another cut, other events",
  );
  for (const event of one.events) {
    if (event.type === "text") demand(Buffer.byteLength(event.text) <= maxMessageBytes, "text past the limit");
    if (event.type === "binary") demand(event.data.length <= maxMessageBytes, "message past the limit");
  }
  const closes = one.events.filter(({ type }) => type === "close");
  const last = one.events.at(-1);
  demand(closes.length === 1 && last?.type === "close", "not closed once, at the end");
  return `closes with ${last?.type === "close" && last.code < 3_000 ? last.code : "a private code"}`;
};
