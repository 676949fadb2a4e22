// RFC 6455 sections 5.4, 5.6, 8.1 and 10.4: one test for each demand on messages, by role.
import { expect, it } from "vitest";
import { connect, expectFailure, framed, hear, random, roles, text } from "../fuzz/conversation.ts";
import { chunksOf, everyCut, hex } from "../fuzz/wire.ts";
import { opcode } from "./frame.ts";

it.each(roles)("5.4 %s: a text in fragments, however they are cut", (role) => {
  const fragments = Buffer.concat([
    framed(role, opcode.text, "Hel", { fin: false }),
    framed(role, opcode.continuation, "lo"),
  ]);
  for (const chunks of everyCut(fragments)) expect(hear(role, chunks).events).toEqual([text("Hello")]);
});

it("5.7 the examples of the standard, however they are cut", () => {
  const both = hex("01 03 48656c 80 02 6c6f");
  for (const chunks of everyCut(hex("81 05 48656c6c6f")))
    expect(hear("client", chunks).events).toEqual([text("Hello")]);
  for (const chunks of everyCut(hex("81 85 37fa213d 7f9f4d5158")))
    expect(hear("server", chunks).events).toEqual([text("Hello")]);
  for (const chunks of everyCut(both)) expect(hear("client", chunks).events).toEqual([text("Hello")]);
  for (const chunks of everyCut(hex("89 05 48656c6c6f")))
    expect(hear("client", chunks).events).toEqual([{ type: "ping", data: Buffer.from("Hello") }]);
  for (const [header, length] of [
    ["82 7E 0100", 256],
    ["82 7F 0000000000010000", 65_536],
  ] as const) {
    const data = random.bytes(length);
    const [event] = hear("client", [hex(header), data]).events;
    expect(event?.type === "binary" && event.data.equals(data)).toBe(true);
  }
});

it.each(roles)("5.4 %s: a continuation of nothing fails with 1002", (role) => {
  expectFailure(role, 1002, framed(role, opcode.continuation, "a"));
  expectFailure(role, 1002, Buffer.concat([framed(role, opcode.text, "a"), framed(role, opcode.continuation, "b")]), [
    text("a"),
  ]);
});

it.each(roles)("5.4 %s: a message inside another fails with 1002", (role) => {
  for (const code of [opcode.text, opcode.binary]) {
    expectFailure(role, 1002, Buffer.concat([framed(role, opcode.text, "a", { fin: false }), framed(role, code, "b")]));
  }
});

it.each(roles)("5.4, 5.5 %s: control frames are handled inside a fragmented message", (role) => {
  const bytes = Buffer.concat([
    framed(role, opcode.text, "Hel", { fin: false }),
    framed(role, opcode.ping, "now"),
    framed(role, opcode.continuation, "l", { fin: false }),
    framed(role, opcode.pong, ""),
    framed(role, opcode.continuation, "o"),
  ]);
  for (const chunks of everyCut(bytes)) {
    const { events, output } = hear(role, chunks);
    expect(events).toEqual([
      { type: "ping", data: Buffer.from("now") },
      { type: "pong", data: Buffer.alloc(0) },
      text("Hello"),
    ]);
    expect(output.length).toBe(role === "client" ? 9 : 5);
  }
  const closing = Buffer.concat([framed(role, opcode.text, "Hel", { fin: false }), framed(role, opcode.close, "")]);
  for (const chunks of everyCut(closing))
    expect(hear(role, chunks).events).toEqual([{ type: "close", code: 1005, reason: "" }]);
});

it.each(roles)("5.6, 8.1 %s: text has to be UTF-8 as a whole, else 1007", (role) => {
  for (const bytes of ["ff", "c0 80", "ed a0 80", "f4 90 80 80", "e2 82", "61 80"]) {
    expectFailure(role, 1007, framed(role, opcode.text, hex(bytes)));
    expectFailure(
      role,
      1007,
      Buffer.concat([framed(role, opcode.text, hex(bytes), { fin: false }), framed(role, opcode.continuation, "")]),
    );
  }
});

it.each(roles)("5.6 %s: a code point may be split over fragments", (role) => {
  const bytes = [...Buffer.from("a€😀")];
  const fragments = bytes.map((byte, index) =>
    framed(role, index === 0 ? opcode.text : opcode.continuation, Buffer.from([byte]), {
      fin: index === bytes.length - 1,
    }),
  );
  for (const chunks of everyCut(Buffer.concat(fragments))) expect(hear(role, chunks).events).toEqual([text("a€😀")]);
});

it.each(roles)(
  "8.1 %s: an invalid byte fails as soon as it arrives, in an unfinished fragment of an unfinished frame",
  (role) => {
    for (const [start, bad] of [
      ["", "ff"],
      ["48656c6c6f", "80"],
      ["e2", "28"],
      ["ed", "a0"],
      ["f4", "90"],
      ["61".repeat(3_000), "c0"],
      ["e6bca2".repeat(30_000), "ff"],
    ] as const) {
      const payload = Buffer.concat([hex(start), hex(bad), Buffer.alloc(100, "a")]);
      const frame = framed(role, opcode.text, payload, { fin: false });
      const first = frame.length - 101;
      const connection = connect(role);
      for (const chunk of chunksOf(frame.subarray(0, first), 40_000))
        expect(connection.receive(chunk)).toEqual({ events: [], output: [], end: false, more: false });
      expect(connection.receive(Buffer.from(frame.subarray(first, first + 1)))).toMatchObject({
        events: [{ type: "close", code: 1007 }],
        end: true,
        more: false,
      });
    }
  },
);

it.each(roles)("10.4 %s: a message past the limit fails with 1009, as soon as its header says so", (role) => {
  const limit = { maxMessageBytes: 1_000 };
  expectFailure(
    role,
    1009,
    framed(role, opcode.binary, Buffer.alloc(1_001)).subarray(0, role === "server" ? 8 : 4),
    [],
    limit,
  );
  const fragments = Buffer.concat([
    framed(role, opcode.text, Buffer.alloc(600), { fin: false }),
    framed(role, opcode.continuation, Buffer.alloc(401)),
  ]);
  expectFailure(role, 1009, fragments, [], limit);
  expect(hear(role, [framed(role, opcode.binary, Buffer.alloc(1_000))], limit).events).toHaveLength(1);
});

it.each(roles)("10.4 %s: too many fragments fail with 1008", (role) => {
  const fragments = Array.from({ length: 11 }, (_, index) =>
    framed(role, index === 0 ? opcode.text : opcode.continuation, "", { fin: false }),
  );
  expectFailure(role, 1008, Buffer.concat(fragments), [], { maxFragments: 10 });
});

it.each(roles)("TCP may split anywhere %s: a conversation byte by byte and cut in two at every place", (role) => {
  const bytes = Buffer.concat([
    framed(role, opcode.text, "Größe"),
    framed(role, opcode.binary, Buffer.alloc(130, 1)),
    framed(role, opcode.ping, "p"),
    framed(role, opcode.close, hex("03e8")),
  ]);
  for (const chunks of everyCut(bytes)) {
    expect(hear(role, chunks).events).toEqual([
      text("Größe"),
      { type: "binary", data: Buffer.alloc(130, 1) },
      { type: "ping", data: Buffer.from("p") },
      { type: "close", code: 1000, reason: "" },
    ]);
  }
});

it.each(roles)("%s: 65 537 fragments, 16 MiB, and a message byte by byte, in linear time and memory", (role) => {
  const many = Array.from({ length: 65_537 }, (_, index) =>
    framed(role, index === 0 ? opcode.text : opcode.continuation, "x", { fin: index === 65_536 }),
  );
  for (const size of [65_536, 1]) {
    const [event] = hear(role, chunksOf(Buffer.concat(many), size)).events;
    expect(event?.type === "text" && event.text === "x".repeat(65_537)).toBe(true);
  }
  const big = Buffer.alloc(1 << 24, "Größe ");
  for (const code of [opcode.text, opcode.binary]) {
    const [event] = hear(role, chunksOf(framed(role, code, big), 65_536), { maxMessageBytes: 1 << 24 }).events;
    const received = event?.type === "text" ? Buffer.from(event.text) : event?.type === "binary" ? event.data : null;
    expect(received?.equals(big)).toBe(true);
  }
});
