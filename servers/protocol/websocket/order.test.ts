// Answers come in the order of what they answer, however the bytes are cut (RFC 6455 sections 5.5 and 7.1).
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connect, framed, roles } from "../fuzz/conversation.ts";
import { type SeededRandom, seededRandom } from "../fuzz/seeded-random.ts";
import { everyCut, hex, randomCut } from "../fuzz/wire.ts";
import { type ConnectionEvent, type ConnectionOptions, type Role, stepsOf } from "./connection.ts";
import { deflateAlone } from "./deflate.ts";
import { encodeFrame, opcode } from "./frame.ts";

const other = (role: Role): Role => (role === "server" ? "client" : "server");

const told = (event: ConnectionEvent): string => {
  if (event.type === "text") return event.text;
  return event.type === "close" ? `close ${event.code}` : `${event.type} ${event.data.toString()}`;
};

/** The answers that the peer of a connection reads in their order; the connection sends every message back. */
const answersTo = (
  role: Role,
  chunks: readonly Buffer[],
  options: Partial<ConnectionOptions> = {},
): readonly string[] => {
  const echo = connect(role, options);
  const peer = connect(other(role), options);
  const heard: string[] = [];
  const write = (output: readonly Buffer[]): void => {
    for (const bytes of output) for (const { events } of stepsOf(peer, bytes)) heard.push(...events.map(told));
  };
  for (const chunk of chunks) {
    for (const { output, events } of stepsOf(echo, Buffer.from(chunk))) {
      write(output);
      for (const event of events) {
        if (event.type === "text") write(echo.sendText(event.text).output);
        if (event.type === "binary") write(echo.sendBinary(event.data).output);
      }
    }
  }
  return heard;
};

const fault = hex("a1 80 00 00 00 00");
const unmaskedFault = hex("a1 00");

describe.each(roles)("%s", (role) => {
  const text = (content: string, fin = true): Buffer => framed(role, opcode.text, content, { fin });
  const rest = (content: string): Buffer => framed(role, opcode.continuation, content);
  const ping = (content: string): Buffer => framed(role, opcode.ping, content);
  const close = framed(role, opcode.close, hex("03e8"));
  const broken = role === "server" ? fault : unmaskedFault;

  it.each<readonly [string, readonly Buffer[], readonly string[]]>([
    ["a ping inside a message", [text("a", false), ping("p"), rest("b")], ["pong p", "ab"]],
    ["a ping behind a message", [text("a"), ping("p")], ["a", "pong p"]],
    ["a ping before a message", [ping("p"), text("a")], ["pong p", "a"]],
    [
      "messages and pings in turn",
      [ping("1"), text("a"), text("b"), ping("2"), ping("3"), text("c"), ping("4")],
      ["pong 1", "a", "b", "pong 2", "pong 3", "c", "pong 4"],
    ],
    ["a pong between messages", [text("a"), framed(role, opcode.pong, "x"), text("b")], ["a", "b"]],
    ["a message and a clean close", [text("a"), close], ["a", "close 1000"]],
    ["a message, a ping and a close", [text("a"), ping("p"), close], ["a", "pong p", "close 1000"]],
    ["a message and a fault", [text("a"), broken], ["a", "close 1002"]],
    ["a ping and a fault", [ping("p"), broken], ["pong p", "close 1002"]],
    ["a message and text that is not UTF-8", [text("a"), framed(role, opcode.text, hex("ff"))], ["a", "close 1007"]],
    ["a message and half of one with a fault", [text("a"), text("b", false), text("c")], ["a", "close 1002"]],
    [
      "a message and a close code that is not allowed",
      [text("a"), framed(role, opcode.close, hex("03ec"))],
      ["a", "close 1002"],
    ],
    ["an empty message and a close", [text(""), close], ["", "close 1000"]],
  ])("%s", (_, frames, expected) => {
    for (const chunks of everyCut(Buffer.concat(frames))) expect(answersTo(role, chunks)).toEqual(expected);
  });

  it("a message that is too big is refused behind the answer to the one before it", () => {
    const bytes = Buffer.concat([text("a"), text("b".repeat(11))]);
    for (const chunks of everyCut(bytes))
      expect(answersTo(role, chunks, { maxMessageBytes: 10 })).toEqual(["a", "close 1009"]);
  });

  it("a step is owed until it is asked for", () => {
    const connection = connect(role);
    expect(connection.receive(Buffer.concat([text("a"), ping("p")]))).toEqual({
      events: [{ type: "text", text: "a" }],
      output: [],
      end: false,
      more: true,
    });
    expect(() => connection.receive(text("b"))).toThrow(RangeError);
    expect(connection.proceed()).toMatchObject({ events: [{ type: "ping" }], more: false });
    expect(connection.proceed()).toEqual({ events: [], output: [], end: false, more: false });
    expect(connection.receive(text("b"))).toMatchObject({ events: [{ type: "text", text: "b" }], more: false });
  });

  it("an owner that lets the peer go between two steps hears and says nothing more", () => {
    const connection = connect(role);
    expect(connection.receive(Buffer.concat([text("a"), ping("p"), text("b")])).more).toBe(true);
    connection.fail(1008, "no");
    expect(connection.proceed()).toEqual({ events: [], output: [], end: false, more: false });
    expect(connection.receive(ping("p"))).toEqual({ events: [], output: [], end: false, more: false });
  });

  it("TCP that breaks between two steps closes the connection once", () => {
    const connection = connect(role);
    connection.receive(Buffer.concat([text("a"), close]));
    expect(connection.receiveEnd().events).toEqual([{ type: "close", code: 1006, reason: "" }]);
    expect(connection.proceed()).toEqual({ events: [], output: [], end: false, more: false });
  });

  it("few bytes that inflate to much are handed over one message at a time", () => {
    const deflate = {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      serverMaxWindowBits: 15,
      clientMaxWindowBits: 15,
    };
    const bomb = framed(role, opcode.text, deflateAlone(Buffer.alloc(100_000, "x"), 15), { rsv1: true });
    const steps = [...stepsOf(connect(role, { deflate }), Buffer.concat([bomb, bomb, bomb]))];
    expect(steps.map(({ events, more }) => [events.length, more])).toEqual([
      [1, true],
      [1, true],
      [1, false],
    ]);
  });
});

/** A talk that ends as it likes, and what has to be answered. */
const talk = fc.record({
  role: fc.constantFrom<Role>("server", "client"),
  said: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ maxLength: 200 }).map((content) => ({ kind: "text", content }) as const) },
      { weight: 2, arbitrary: fc.string({ maxLength: 30 }).map((content) => ({ kind: "ping", content }) as const) },
    ),
    { maxLength: 20 },
  ),
  end: fc.constantFrom("open", "close", "fault"),
  meanChunk: fc.constantFrom(1, 3, 20, 100, 10_000),
  seed: fc.nat(),
});

/** The frames of a text, with a ping before each but the first. */
const framesOf = (content: string, role: Role, random: SeededRandom): readonly [frames: Buffer[], pongs: string[]] => {
  const bytes = Buffer.from(content);
  const mask = (): Buffer | null => (role === "server" ? random.bytes(4) : null);
  const cut = random.integer(bytes.length + 1);
  if (random.chance(0.5)) return [[encodeFrame(opcode.text, bytes, { mask: mask() })], []];
  const frames = [
    encodeFrame(opcode.text, bytes.subarray(0, cut), { mask: mask(), fin: false }),
    encodeFrame(opcode.ping, Buffer.from("inside"), { mask: mask() }),
    encodeFrame(opcode.continuation, bytes.subarray(cut), { mask: mask() }),
  ];
  return [frames, ["pong inside"]];
};

it("any talk, cut in any way, is answered in its order", () => {
  fc.assert(
    fc.property(talk, ({ role, said, end, meanChunk, seed }) => {
      const random = seededRandom(seed);
      const frames: Buffer[] = [];
      const expected: string[] = [];
      for (const { kind, content } of said) {
        if (kind === "ping") {
          frames.push(framed(role, opcode.ping, content));
          expected.push(`pong ${content}`);
          continue;
        }
        const [parts, pongs] = framesOf(content, role, random);
        frames.push(...parts);
        expected.push(...pongs, content);
      }
      if (end === "close") frames.push(framed(role, opcode.close, hex("0fa0")));
      if (end === "fault") frames.push(role === "server" ? fault : unmaskedFault);
      if (end !== "open") expected.push(end === "close" ? "close 4000" : "close 1002");
      expect(answersTo(role, randomCut(Buffer.concat(frames), random, meanChunk))).toEqual(expected);
    }),
    { numRuns: 500, endOnFailure: true },
  );
});
