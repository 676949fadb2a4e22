// Random messages, framed and cut at random, come out as they were sent.
import fc from "fast-check";
import { expect, it } from "vitest";
import { type SeededRandom, seededRandom } from "../fuzz/seeded-random.ts";
import { randomCut } from "../fuzz/wire.ts";
import type { WholeMessage } from "./assembler.ts";
import { Connection, type ConnectionEvent, type Role, stepsOf } from "./connection.ts";
import { type DeflateParameters, Deflater } from "./deflate.ts";
import { encodeFrame, opcode } from "./frame.ts";

type Message = WholeMessage | { readonly type: "pong"; readonly data: Buffer };

const shortText = fc.string({ unit: "binary", maxLength: 300 });
const longText = fc
  .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 20_000 }))
  .map(([text, times]) => text.repeat(times));
const message: fc.Arbitrary<Message> = fc.oneof(
  { weight: 4, arbitrary: shortText.map((text) => ({ type: "text", text: text.toWellFormed() }) as const) },
  { weight: 1, arbitrary: longText.map((text) => ({ type: "text", text: text.toWellFormed() }) as const) },
  {
    weight: 2,
    arbitrary: fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => ({ type: "binary", data: Buffer.from(bytes) }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 125 }).map((bytes) => ({ type: "pong", data: Buffer.from(bytes) }) as const),
  },
);
const bits = fc.integer({ min: 8, max: 15 });
const parameters: fc.Arbitrary<DeflateParameters> = fc.record({
  serverNoContextTakeover: fc.boolean(),
  clientNoContextTakeover: fc.boolean(),
  serverMaxWindowBits: bits,
  clientMaxWindowBits: bits,
});
const conversation = fc.record({
  messages: fc.array(message, { maxLength: 12 }),
  receiver: fc.constantFrom<Role>("server", "client"),
  deflate: fc.option(parameters),
  meanChunk: fc.constantFrom(1, 2, 7, 60, 1_500, 70_000),
  maxParts: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
});

/** The frames of one message, cut anywhere, each as a function of its mask. */
const framesOf = (
  message: Message,
  deflater: Deflater | null,
  maxParts: number,
  random: SeededRandom,
): readonly ((mask: Buffer | null) => Buffer)[] => {
  const data = message.type === "text" ? Buffer.from(message.text) : message.data;
  if (message.type === "pong") return [(mask) => encodeFrame(opcode.pong, data, { mask })];
  const rsv1 = deflater !== null && random.chance(0.7);
  const payload = rsv1 ? deflater.deflate(data) : data;
  const cuts = Array.from({ length: random.integer(maxParts) }, () => random.integer(payload.length + 1)).sort(
    (a, b) => a - b,
  );
  return [...cuts, payload.length].map((end, index) => (mask) => {
    const code = index > 0 ? opcode.continuation : message.type === "text" ? opcode.text : opcode.binary;
    return encodeFrame(code, payload.subarray(cuts[index - 1] ?? 0, end), {
      mask,
      fin: index === cuts.length,
      rsv1: rsv1 && index === 0,
    });
  });
};

const deflaterTowards = (receiver: Role, deflate: DeflateParameters): Deflater =>
  receiver === "server"
    ? new Deflater(deflate.clientMaxWindowBits, deflate.clientNoContextTakeover)
    : new Deflater(deflate.serverMaxWindowBits, deflate.serverNoContextTakeover);

const eventsOf = (connection: Connection, chunk: Buffer): readonly ConnectionEvent[] =>
  [...stepsOf(connection, chunk)].flatMap(({ events }) => events);

const runs = { numRuns: 300, endOnFailure: true };

it("any messages, any fragmentation, any cut, masked or not, compressed or not, are received as they were", () => {
  fc.assert(
    fc.property(conversation, ({ messages, receiver, deflate, meanChunk, maxParts, seed }) => {
      const random = seededRandom(seed);
      const deflater = deflate && deflaterTowards(receiver, deflate);
      const pong: Message = { type: "pong", data: Buffer.from("between") };
      const frames: Buffer[] = [];
      const expected: Message[] = [];
      const write = (frame: (mask: Buffer | null) => Buffer): unknown =>
        frames.push(frame(receiver === "server" ? random.bytes(4) : null));
      for (const each of messages) {
        for (const [index, frame] of framesOf(each, deflater, maxParts, random).entries()) {
          if (index > 0 && random.chance(0.2)) {
            expected.push(pong);
            for (const between of framesOf(pong, null, 1, random)) write(between);
          }
          write(frame);
        }
        expected.push(each);
      }
      const bytes = Buffer.concat(frames);
      const connection = new Connection({ role: receiver, deflate, maxMessageBytes: 1 << 22, randomFill: random.fill });
      const chunks = randomCut(bytes, random, bytes.length > 100_000 ? Math.max(meanChunk, 60) : meanChunk);
      const steps = chunks.flatMap((chunk) => [...stepsOf(connection, chunk)]);
      expect(steps.flatMap(({ events }) => events)).toEqual(expected);
      expect(steps.every(({ output, end }) => output.length === 0 && !end)).toBe(true);
      const { messages: count, payloadBytes, framingBytes, controlBytes, discardedBytes } = connection.counts.received;
      expect(count).toBe(messages.filter(({ type }) => type !== "pong").length);
      expect(payloadBytes + framingBytes + controlBytes).toBe(bytes.length);
      expect(discardedBytes).toBe(0);
    }),
    runs,
  );
});

it("two connections understand each other, and count the same bytes", () => {
  fc.assert(
    fc.property(conversation, ({ messages, receiver, deflate, meanChunk, seed }) => {
      const random = seededRandom(seed);
      const make = (role: Role): Connection =>
        new Connection({ role, deflate, maxMessageBytes: 1 << 22, randomFill: random.fill });
      const [from, to] = [make(receiver === "server" ? "client" : "server"), make(receiver)];
      const received: ConnectionEvent[] = [];
      for (const each of messages) {
        if (each.type === "pong") continue;
        const { output } = each.type === "text" ? from.sendText(each.text) : from.sendBinary(each.data);
        for (const chunk of randomCut(Buffer.concat(output), random, meanChunk + 60))
          received.push(...eventsOf(to, chunk));
      }
      expect(received).toEqual(messages.filter(({ type }) => type !== "pong"));
      expect(to.counts.received).toEqual(from.counts.sent);
    }),
    runs,
  );
});

it("any bytes at all: a connection goes on or closes once, and accounts for every byte", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom<Role>("server", "client"),
      fc.nat(),
      (bytes, role, seed) => {
        const random = seededRandom(seed);
        const connection = new Connection({ role, randomFill: random.fill });
        const events = randomCut(Buffer.from(bytes), random, 20).flatMap((chunk) => eventsOf(connection, chunk));
        events.push(...connection.receiveEnd().events);
        expect(events.filter(({ type }) => type === "close")).toHaveLength(1);
        expect(events.at(-1)?.type).toBe("close");
        const { payloadBytes, framingBytes, controlBytes, discardedBytes } = connection.counts.received;
        expect(payloadBytes + framingBytes + controlBytes + discardedBytes).toBe(bytes.length);
      },
    ),
    { ...runs, numRuns: 2_000 },
  );
});
