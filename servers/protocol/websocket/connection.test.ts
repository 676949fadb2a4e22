import { expect, it } from "vitest";
import { chunksOf, hex } from "../fuzz/wire.ts";
import { Connection, type ConnectionOptions, stepsOf } from "./connection.ts";
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
it("what a server sends, as bytes", () => {
  const connection = server();
  expect(connection.sendText("Hello")).toEqual({
    events: [],
    output: [hex("81 05 48656c6c6f")],
    end: false,
    more: false,
  });
  expect(connection.sendBinary(hello).output).toEqual([hex("82 05 48656c6c6f")]);
  expect(connection.ping(hello).output).toEqual([hex("89 05 48656c6c6f")]);
  expect(connection.ping().output).toEqual([hex("89 00")]);
  expect(connection.close(1000, "bye").output).toEqual([hex("88 05 03e8 627965")]);
});

it("what a client sends, as bytes: all of it masked", () => {
  const connection = client();
  expect(connection.sendText("Hello").output).toEqual([hex("81 85 37fa213d 7f9f4d5158")]);
  expect(connection.sendBinary(hello).output).toEqual([hex("82 85 37fa213d 7f9f4d5158")]);
  expect(connection.ping().output).toEqual([hex("89 80 37fa213d")]);
  expect(connection.close().output).toEqual([hex("88 80 37fa213d")]);
});

it("every frame of a client asks for a mask of its own", () => {
  let asked = 0;
  const connection = client({
    randomFill: (target) => {
      asked++;
      expect(target).toHaveLength(4);
    },
  });
  connection.sendText("a");
  connection.sendBinary(hello);
  connection.ping();
  connection.receive(hex("89 00"));
  connection.close();
  expect(asked).toBe(5);
});

it("what a server receives", () => {
  const connection = server();
  const bytes = Buffer.concat([
    encodeFrame(opcode.text, hello, { mask }),
    encodeFrame(opcode.binary, hello, { mask }),
    encodeFrame(opcode.pong, hello, { mask }),
  ]);
  expect(connection.receive(bytes)).toEqual({
    events: [
      { type: "text", text: "Hello" },
      { type: "binary", data: hello },
      { type: "pong", data: hello },
    ],
    output: [],
    end: false,
    more: false,
  });
});

it("nothing that comes out shares memory with the chunk, which is the owner's again", () => {
  const connection = client();
  const chunk = Buffer.concat([encodeFrame(opcode.binary, hello), encodeFrame(opcode.ping, hello), hex("01 02 48")]);
  const [first, second] = [connection.receive(chunk), connection.proceed()];
  chunk.fill(0);
  const rest = Buffer.from(hex("69 80 00"));
  const { events } = connection.receive(rest);
  expect([first.events, second.events, second.output, events]).toEqual([
    [{ type: "binary", data: hello }],
    [{ type: "ping", data: hello }],
    [hex("8a 85 37fa213d 7f9f4d5158")],
    [{ type: "text", text: "Hi" }],
  ]);
});

it("pings are answered in order, each with its own bytes", () => {
  const pings = ["a", "bb", ""].map((data) => encodeFrame(opcode.ping, Buffer.from(data)));
  const step = client().receive(Buffer.concat(pings));
  expect(step.output).toEqual(["a", "bb", ""].map((data) => encodeFrame(opcode.pong, Buffer.from(data), { mask })));
  expect(step.events.map(({ type }) => type)).toEqual(["ping", "ping", "ping"]);
});

it("a control frame that arrives byte by byte", () => {
  const connection = server();
  const steps = chunksOf(encodeFrame(opcode.ping, hello, { mask }), 1).map((chunk) => connection.receive(chunk));
  expect(steps.flatMap(({ events }) => events)).toEqual([{ type: "ping", data: hello }]);
  expect(steps.flatMap(({ output }) => output)).toEqual([hex("8a 05 48656c6c6f")]);
});

it("the server is asked to close: it answers with the same code and ends TCP", () => {
  const connection = server();
  expect(connection.receive(encodeFrame(opcode.close, hex("03e8 627965"), { mask }))).toEqual({
    events: [{ type: "close", code: 1000, reason: "bye" }],
    output: [hex("88 02 03e8")],
    end: true,
    more: false,
  });
  expect(connection.state).toBe("closed");
  expect(connection.receiveEnd()).toEqual({ events: [], output: [], end: true, more: false });
});

it("the client is asked to close: it answers and leaves TCP to the server", () => {
  const connection = client();
  expect(connection.receive(hex("88 00"))).toEqual({
    events: [{ type: "close", code: 1005, reason: "" }],
    output: [hex("88 80 37fa213d")],
    end: false,
    more: false,
  });
  expect(connection.receiveEnd()).toEqual({ events: [], output: [], end: true, more: false });
});

it("the server closes: it hears on until the answer, then ends TCP", () => {
  const connection = server();
  connection.close(1001);
  expect(connection.state).toBe("closing");
  expect(connection.close()).toEqual({ events: [], output: [], end: false, more: false });
  const late = Buffer.concat([encodeFrame(opcode.text, hello, { mask }), encodeFrame(opcode.ping, hello, { mask })]);
  expect([...stepsOf(connection, late)]).toEqual([
    { events: [{ type: "text", text: "Hello" }], output: [], end: false, more: true },
    { events: [{ type: "ping", data: hello }], output: [], end: false, more: false },
  ]);
  expect(connection.receive(encodeFrame(opcode.close, hex("03e9"), { mask }))).toEqual({
    events: [{ type: "close", code: 1001, reason: "" }],
    output: [],
    end: true,
    more: false,
  });
});

it("the client closes: both frames are out, the server ends TCP", () => {
  const connection = client();
  connection.close(1000);
  expect(connection.receive(hex("88 02 03e8"))).toEqual({
    events: [{ type: "close", code: 1000, reason: "" }],
    output: [],
    end: false,
    more: false,
  });
  expect(connection.receiveEnd().end).toBe(true);
});

it("TCP that ends without a close frame is 1006, once", () => {
  for (const connection of [server(), client()]) {
    expect(connection.receiveEnd()).toEqual({
      events: [{ type: "close", code: 1006, reason: "" }],
      output: [],
      end: true,
      more: false,
    });
    expect(connection.receiveEnd()).toEqual({ events: [], output: [], end: true, more: false });
  }
  const closing = client();
  closing.close();
  expect(closing.receiveEnd().events).toEqual([{ type: "close", code: 1006, reason: "" }]);
});

it("a fault is told to the peer and ends TCP at once, whoever finds it", () => {
  expect(server().receive(hex("81 00 00 00 00 00"))).toEqual({
    events: [{ type: "close", code: 1002, reason: "frame not masked" }],
    output: [Buffer.concat([hex("88 12 03ea"), Buffer.from("frame not masked")])],
    end: true,
    more: false,
  });
  expect(client().receive(hex("83 00"))).toMatchObject({
    events: [{ type: "close", code: 1002, reason: "unknown opcode" }],
    end: true,
    more: false,
  });
  const closing = server();
  closing.close();
  expect(closing.receive(hex("83 80"))).toEqual({
    events: [{ type: "close", code: 1002, reason: "unknown opcode" }],
    output: [],
    end: true,
    more: false,
  });
});

it("messages before a fault are delivered, nothing behind it is read", () => {
  const connection = client();
  const events = [...stepsOf(connection, hex("81 01 61 83 00 81 01 62"))].flatMap((step) => step.events);
  expect(events).toEqual([
    { type: "text", text: "a" },
    { type: "close", code: 1002, reason: "unknown opcode" },
  ]);
  expect(connection.receive(hex("81 01 63"))).toEqual({ events: [], output: [], end: false, more: false });
});

it("what is behind a close frame is not read", () => {
  const { events } = client().receive(hex("88 00 83 00 81 01 61"));
  expect(events).toEqual([{ type: "close", code: 1005, reason: "" }]);
});

it("nothing is sent by a connection that closes or is closed", () => {
  const closing = server();
  closing.close();
  const closed = server();
  closed.receiveEnd();
  for (const connection of [closing, closed]) {
    for (const step of [
      connection.sendText("a"),
      connection.sendBinary(hello),
      connection.ping(),
      connection.close(),
    ]) {
      expect(step).toEqual({ events: [], output: [], end: false, more: false });
    }
  }
});

it("what may not be sent is the caller's mistake", () => {
  expect(() => server().ping(Buffer.alloc(126))).toThrow(new RangeError("ping longer than 125 bytes"));
  expect(() => server().close(1006)).toThrow(new RangeError("close code 1006 must not be sent"));
  expect(() => server().close(1000, "x".repeat(124))).toThrow(RangeError);
});

it("an error that is no fault of the peer is not taken for one", () => {
  const connection = client({
    randomFill: () => {
      throw new Error("no entropy");
    },
  });
  expect(() => connection.receive(hex("89 00"))).toThrow("no entropy");
});

it("a connection that is failed says why, and reads and sends nothing more", () => {
  const connection = server();
  expect(connection.fail(1013, "later")).toEqual({
    events: [{ type: "close", code: 1013, reason: "later" }],
    output: [hex("88 07 03f5 6c61746572")],
    end: true,
    more: false,
  });
  const nothing = { events: [], output: [], end: false, more: false };
  expect(connection.receive(hex("81 80 37fa213d"))).toEqual(nothing);
  expect([connection.fail(1008, ""), connection.sendText("x"), connection.state]).toEqual([nothing, nothing, "closed"]);
  expect(connection.counts.received).toMatchObject({ messages: 0, discardedBytes: 6 });
});

it("is within a frame wherever one has begun and not ended, and nowhere between the frames of a message", () => {
  const frames = ["01 01 61", "89 02 6162", "00 00", "80 7e 007e".concat(" 62".repeat(126)), "81 00"].map(hex);
  const ends = frames.map((_, i) => Buffer.concat(frames.slice(0, i + 1)).length);
  const all = Buffer.concat(frames);
  for (let cut = 0; cut <= all.length; cut++) {
    const connection = client();
    expect([...stepsOf(connection, all.subarray(0, cut))]).not.toEqual([]);
    expect(connection.midFrame, `cut at ${cut}`).toBe(cut > 0 && !ends.includes(cut));
  }
  const closed = client();
  expect([...stepsOf(closed, hex("88 00 81"))]).toHaveLength(1);
  expect(closed.midFrame).toBe(false);
});
