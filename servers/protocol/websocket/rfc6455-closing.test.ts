// RFC 6455 sections 5.5 and 7: one test for each demand on control frames and on closing, by role.
import { expect, it } from "vitest";
import { connect, expectFailure, framed, hear, random, roles } from "../fuzz/conversation.ts";
import { hex } from "../fuzz/wire.ts";
import { closeCode, isWireCode } from "./close-codes.ts";
import { opcode } from "./frame.ts";

it("5.5.1, 7.1.1 server: ends TCP after both close frames, whoever began", () => {
  expect(hear("server", [framed("server", opcode.close, "")]).end).toBe(true);
  const began = connect("server");
  expect(began.close().end).toBe(false);
  expect(began.receive(framed("server", opcode.close, "")).end).toBe(true);
});

it("7.1.1 client: leaves TCP to the server after both close frames", () => {
  expect(hear("client", [framed("client", opcode.close, "")]).end).toBe(false);
  const began = connect("client");
  began.close();
  expect(began.receive(framed("client", opcode.close, "")).end).toBe(false);
  expect(began.receiveEnd().end).toBe(true);
});

it.each(roles)("5.5.2, 5.5.3 %s: a ping is answered with a pong of the same bytes", (role) => {
  for (const length of [0, 1, 125]) {
    const data = random.bytes(length);
    const { output } = hear(role, [framed(role, opcode.ping, data)]);
    expect(connect(role === "server" ? "client" : "server").receive(output).events).toEqual([{ type: "pong", data }]);
  }
});

it.each(roles)("5.5.1 %s: a close frame is answered with its code, and nothing is sent after", (role) => {
  for (const [body, code] of [
    ["", closeCode.none],
    ["03e8", 1000],
    ["0fa0 62796521", 4000],
  ] as const) {
    const connection = connect(role);
    const step = connection.receive(framed(role, opcode.close, hex(body)));
    const told = connect(role === "server" ? "client" : "server").receive(Buffer.concat(step.output));
    expect(told.events).toEqual([{ type: "close", code, reason: "" }]);
    expect(connection.sendText("late").output).toEqual([]);
    expect(connection.ping().output).toEqual([]);
  }
});

it.each(roles)(
  "5.5.1, 7.4 %s: a close body of one byte, or with a code that is not for the wire, fails with 1002",
  (role) => {
    expectFailure(role, 1002, framed(role, opcode.close, hex("03")));
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]) {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      expect(isWireCode(code)).toBe(false);
      expectFailure(role, 1002, framed(role, opcode.close, body));
    }
  },
);

it.each(roles)("5.5.1, 7.4 %s: every other code is taken, and none but those is ever sent", (role) => {
  for (let code = 0; code <= 5_100; code++) {
    if (isWireCode(code)) {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      expect(hear(role, [framed(role, opcode.close, body)]).events).toEqual([{ type: "close", code, reason: "" }]);
      expect(connect(role).close(code).output).toHaveLength(1);
    } else if (code !== closeCode.none) expect(() => connect(role).close(code)).toThrow(RangeError);
  }
});

it.each(roles)("5.5.1 %s: a close reason that is not UTF-8 fails with 1007", (role) => {
  for (const reason of ["ff", "e282", "eda080"])
    expectFailure(role, 1007, framed(role, opcode.close, hex(`03e8 ${reason}`)));
});

it.each(roles)("7.1.7 %s: after failing, nothing more is read or sent", (role) => {
  const connection = connect(role);
  connection.receive(framed(role, 3, ""));
  expect(connection.receive(framed(role, opcode.text, "late"))).toEqual({
    events: [],
    output: [],
    end: false,
    more: false,
  });
  expect([connection.sendText("late"), connection.ping(), connection.close()].flatMap(({ output }) => output)).toEqual(
    [],
  );
});
