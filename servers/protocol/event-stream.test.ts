import { describe, expect, it } from "vitest";
import {
  comment,
  EventStreamError,
  EventStreamParser,
  encodeEvent,
  encodeRetry,
  type StreamEvent,
} from "./event-stream.ts";

const parse = (pieces: readonly Buffer[]): readonly StreamEvent[] => {
  const parser = new EventStreamParser(1000);
  // Each piece is overwritten after the call, as a socket's read buffer is.
  return pieces.flatMap((piece) => {
    const reused = Buffer.from(piece);
    const events = parser.receive(reused);
    reused.fill("#");
    return events;
  });
};

const event = (data: string, lastEventId = "", type = "message"): StreamEvent => ({ type, data, lastEventId });

/** The first six are the examples of WHATWG HTML section 9.2.6. */
const vectors: readonly (readonly [what: string, stream: string, events: readonly StreamEvent[]])[] = [
  ["lines of data", "data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]],
  [
    "a comment, an id, an id taken back, a space kept",
    ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    [event("first event", "1"), event("second event"), event(" third event")],
  ],
  ["empty data, and an event that is not ended", "data\n\ndata\ndata\n\ndata:", [event(""), event("\n")]],
  ["a space after the colon or none", "data:test\n\ndata: test\n\n", [event("test"), event("test")]],
  [
    "types",
    "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
    [event("73857293", "", "add"), event("2153", "", "remove"), event("113411", "", "add")],
  ],
  [
    "ends of lines of every kind",
    "data: cr\r\rdata: crlf\r\n\r\ndata: lf\n\ndata: all\r\ndata: of\rdata: them\n\r",
    [event("cr"), event("crlf"), event("lf"), event("all\nof\nthem")],
  ],
  ["a byte order mark, and only the first", "\ufeffdata: 1\n\n\ufeffdata: 2\n\ndata: 3\n\n", [event("1"), event("3")]],
  [
    "an id that goes on, and one with NULL",
    "id: 7\n\ndata: x\n\nid: 8\0\ndata: y\n\n",
    [event("x", "7"), event("y", "7")],
  ],
  ["a type without data, which is forgotten", "event: add\n\ndata: x\n\n", [event("x")]],
  ["fields that are none", "Data: x\n data: x\nfoo: x\nfoo\ndata : x\ndata: y\n\n", [event("y")]],
  ["colons and characters of several bytes", "data: a: ü 世界 🌍\nid:é\n\n", [event("a: ü 世界 🌍", "é")]],
  ["an event that is not ended", "data: lost\n", []],
];

describe("EventStreamParser", () => {
  it.each(vectors)("reads %s, cut anywhere", (_, text, events) => {
    const stream = Buffer.from(text);
    expect(parse([stream])).toEqual(events);
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(parse([stream.subarray(0, cut), stream.subarray(cut)]), `cut at ${cut}`).toEqual(events);
    }
    expect(parse(Array.from(stream, (byte) => Buffer.of(byte)))).toEqual(events);
  });

  it("replaces bytes that are not UTF-8, and goes on", () => {
    expect(parse([Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xc3, 0x0a, 0x0a])])).toEqual([event("\ufffd")]);
  });

  it.each([
    ["retry: 250\n", 250],
    ["retry:250\n\n", 250],
    ["retry: 1\nretry: 2\n", 2],
    ["retry: 2.5\n", null],
    ["retry: -1\n", null],
    ["retry\n", null],
  ])("takes %j as the wait before a reconnect: %s", (text, ms) => {
    const parser = new EventStreamParser(1000);
    expect(parser.receive(Buffer.from(text))).toEqual([]);
    expect(parser.retryMs).toBe(ms);
  });

  it("has the id of the last event that was complete, and goes on from the one before", () => {
    const parser = new EventStreamParser(1000, "41");
    expect(parser.receive(Buffer.from("data: x\n\n"))).toEqual([event("x", "41")]);
    parser.receive(Buffer.from("id: 42\ndata: y\n"));
    expect(parser.lastEventId).toBe("41");
    parser.receive(Buffer.from("\n"));
    expect(parser.lastEventId).toBe("42");
  });

  it("counts comments, with the ends of their lines", () => {
    const parser = new EventStreamParser(1000);
    for (const text of [":\n", ": ", "more\r\n", "data: no: comment\n\n"]) parser.receive(Buffer.from(text));
    expect(parser.commentBytes).toBe(2 + 8);
  });

  it.each([
    ["in one line", [`data: ${"x".repeat(600)}`, "x".repeat(600)]],
    ["over its lines", Array.from({ length: 12 }, () => `data: ${"x".repeat(100)}\n`)],
  ])("refuses to keep more than it was told, %s", (_, pieces) => {
    const parser = new EventStreamParser(1000);
    expect(() => {
      for (const piece of pieces) parser.receive(Buffer.from(piece));
    }).toThrow(new EventStreamError("an event of more than 1000 bytes"));
  });
});

describe("encodeEvent", () => {
  it.each([
    ["{}", "id: 12\ndata: {}\n\n"],
    ["", "id: 12\ndata: \n\n"],
    [" kept", "id: 12\ndata:  kept\n\n"],
    ["a\nb\r\nc\rd\n", "id: 12\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"],
    ["ü\n世", "id: 12\ndata: ü\ndata: 世\n\n"],
  ])("writes %j", (data, stream) => {
    expect(encodeEvent("12", Buffer.from(data)).toString()).toBe(stream);
    expect(parse([Buffer.from(stream)])).toEqual([event(data.replaceAll(/\r\n|\r/g, "\n"), "12")]);
  });

  it.each(["1\n2", "1\r", "\0"])("refuses the id %j", (id) => {
    expect(() => encodeEvent(id, Buffer.alloc(0))).toThrow(new RangeError("an id is one line without NULL"));
  });
});

it("writes what is no event", () => {
  expect(comment.toString()).toBe(":\n");
  expect(encodeRetry(1000).toString()).toBe("retry: 1000\n\n");
});
