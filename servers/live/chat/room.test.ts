// The chat without sockets: exact times, exact limits, and a log that is read again after a restart.

import { describe, expect, it } from "vitest";
import { MessageLog } from "../../log.ts";
import { decodeMessage } from "../../protocol/message.ts";
import { type ChatLimits, ChatRoom, defaultChatLimits, isRefusal } from "./room.ts";
import type { Visitor } from "./visitors.ts";

const rig = (limits: Partial<ChatLimits> = {}, log = new MessageLog({ stamps: true, atEndOfTurn: () => {} })) => {
  const clock = { now: 1000 };
  let tokens = 0;
  const room = new ChatRoom({
    log,
    now: () => clock.now,
    date: () => 1_700_000_000_000 + clock.now,
    newToken: () => `token-${++tokens}`,
    limits: { ...defaultChatLimits, ...limits },
  });
  const join = (name: string, address = "10.0.0.1"): Visitor => {
    const visitor = room.join({ name }, address);
    if (isRefusal(visitor)) throw new Error(visitor.reason);
    return visitor;
  };
  /** "kind id name text" of each entry. */
  const told = (): readonly string[] => {
    const history = log.since(null);
    if (history.gone) throw new Error("gone");
    return history.entries.map(({ json }) => {
      const { kind, id, name, text } = JSON.parse(decodeMessage(json.toString()).body);
      return [kind, id, name, text].join(" ").trim();
    });
  };
  return { clock, log, room, join, told };
};

describe("presence", () => {
  it("ends 20 s after the last way was closed, and not a ms before", () => {
    const { clock, room, join, told } = rig();
    const ada = join("Ada");
    const depart = room.arrive(ada, "websocket", () => {});
    const departToo = room.arrive(ada, "long-polling", () => {});
    clock.now += 60_000;
    room.leaveSilent();
    depart();
    clock.now += 60_000;
    room.leaveSilent();
    departToo();
    clock.now += 19_999;
    room.leaveSilent();
    expect(told()).toEqual(["joined 1 Ada"]);
    clock.now += 1;
    room.leaveSilent();
    room.leaveSilent();
    expect(told()).toEqual(["joined 1 Ada", "left 1 Ada"]);
    expect([room.visitorWith("token-1"), isRefusal(room.say(ada, { text: "late" }))]).toEqual([null, true]);
  });

  it("goes on over a reconnect, neither left nor joined; saying something is a sign of life too", () => {
    const { clock, room, join, told } = rig();
    const ada = join("Ada");
    for (let i = 0; i < 3; i++) {
      const depart = room.arrive(ada, "short-polling", () => {});
      depart();
      clock.now += 19_000;
      room.leaveSilent();
    }
    room.say(ada, { text: "here" });
    clock.now += 19_000;
    room.leaveSilent();
    expect(told()).toEqual(["joined 1 Ada", "said 1 Ada here"]);
  });

  it("of who never listened ends 20 s after joining", () => {
    const { clock, room, join, told } = rig();
    join("Ada");
    clock.now += 20_000;
    room.leaveSilent();
    expect(told()).toEqual(["joined 1 Ada", "left 1 Ada"]);
  });

  it("ends whatever is open when a visitor leaves, once", () => {
    const { room, join, told } = rig();
    const ada = join("Ada");
    const ended: string[] = [];
    const depart = room.arrive(ada, "websocket", () => ended.push("socket"));
    room.arrive(ada, "long-polling", () => ended.push("request"));
    room.leave(ada);
    depart();
    room.leave(ada);
    expect([ended, told()]).toEqual([
      ["socket", "request"],
      ["joined 1 Ada", "left 1 Ada"],
    ]);
  });
});

describe("limits", () => {
  it("lets a visitor say ten things at once, then one a second, and others as before", () => {
    const { clock, room, join } = rig();
    const [ada, bob] = [join("Ada"), join("Bob")];
    const say = (visitor: Visitor) => room.say(visitor, { text: "x" });
    for (let i = 0; i < 10; i++) expect(say(ada)).toEqual({ seq: 3 + i });
    const reason = "at most 10 messages in ten seconds: wait a moment";
    expect(say(ada)).toEqual({ status: 429, reason, retryAfterSec: 1 });
    expect(say(bob)).toEqual({ seq: 13 });
    clock.now += 999;
    expect(isRefusal(say(ada))).toBe(true);
    clock.now += 1;
    expect([say(ada), isRefusal(say(ada))]).toEqual([{ seq: 14 }, true]);
  });

  it("counts nothing that was refused for another reason", () => {
    const { room, join } = rig({ messagesPerTenSeconds: 1 });
    const ada = join("Ada");
    expect(room.say(ada, { text: "x".repeat(2001) })).toEqual({
      status: 400,
      reason: "a text has at most 2000 characters",
    });
    expect(room.say(ada, { text: "x".repeat(2000) })).toEqual({ seq: 2 });
  });

  it("takes so many visitors, and a further one when one has left", () => {
    const { room, join, told } = rig({ maxVisitors: 2 });
    const ada = join("Ada");
    join("");
    expect(room.join({}, "10.0.0.2")).toEqual({
      status: 503,
      reason: "the chat is full: try again later",
      retryAfterSec: 30,
    });
    room.leave(ada);
    join("Cem");
    expect(told()).toEqual(["joined 1 Ada", "joined 2 Visitor 2", "left 1 Ada", "joined 4 Cem"]);
  });
});

describe("limits of one address", () => {
  it("let twenty join at once, then one every two seconds, and others as before", () => {
    const { clock, room, join } = rig();
    for (let i = 0; i < 20; i++) join("");
    const reason = "too many visitors from this address; try again in 2 s";
    expect(room.join({}, "10.0.0.1")).toEqual({ status: 429, reason, retryAfterSec: 2 });
    expect(join("", "10.0.0.2").id).toBe("21");
    clock.now += 2000;
    expect(join("").id).toBe("22");
    expect(isRefusal(room.join({}, "10.0.0.1"))).toBe(true);
  });

  it("leave places to others", () => {
    const { room, join } = rig({ maxVisitorsPerAddress: 1 });
    const ada = join("Ada");
    expect(room.join({}, "10.0.0.1")).toMatchObject({ status: 503 });
    join("Bob", "10.0.0.2");
    room.leave(ada);
    expect(join("Cem").id).toBe("4");
  });

  it("let its visitors say fifty things at once, then five a second, and others as before", () => {
    const { clock, room, join } = rig();
    const visitors = ["Ada", "Bob", "Cem", "Dee", "Eve"].map((name) => join(name));
    const [fay, gus] = [join("Fay"), join("Gus", "10.0.0.2")];
    const say = (visitor: Visitor) => room.say(visitor, { text: "x" });
    for (const visitor of visitors) for (let i = 0; i < 10; i++) expect(isRefusal(say(visitor))).toBe(false);
    const reason = "too many messages from this address; try again in 1 s";
    expect(say(fay)).toEqual({ status: 429, reason, retryAfterSec: 1 });
    expect(say(gus)).toEqual({ seq: 58 });
    clock.now += 200;
    expect([say(fay), isRefusal(say(fay))]).toEqual([{ seq: 59 }, true]);
  });
});

describe("a log that is taken up again", () => {
  it("tells that those left who were cut off, once, and gives out no id twice", () => {
    const { log, join, room } = rig();
    join("Ada");
    room.leave(join("Bob"));
    const second = rig({}, log);
    expect(second.room.visitorWith("token-1")).toBe(null);
    second.join("Ada");
    const told = ["joined 1 Ada", "joined 2 Bob", "left 2 Bob", "left 1 Ada", "joined 5 Ada"];
    expect(second.told()).toEqual(told);
    expect(rig({}, log).told()).toEqual([...told, "left 5 Ada"]);
  });

  it("is no other log", () => {
    const log = new MessageLog({ stamps: true, atEndOfTurn: () => {} });
    log.append({ seq: 1, intendedAt: 0, sentAt: 0, body: "{}" });
    expect(() => rig({}, log)).toThrow("the log is not a chat's");
  });
});

it("stamps messages with the host's clock, and entries with the date", () => {
  const { log, room, join, clock } = rig();
  const ada = join("Ada");
  room.arrive(ada, "long-polling", () => {});
  clock.now = 2500;
  room.say(ada, { text: "<b>x</b>" });
  room.say(ada, { text: "y" }, "websocket");
  const history = log.since(1);
  const jsons = history.gone ? [] : history.entries.map(({ json }) => decodeMessage(json.toString()));
  const said = { kind: "said", id: "1", name: "Ada" };
  expect(jsons.map(({ body, ...rest }) => ({ ...rest, body: JSON.parse(body) }))).toEqual([
    {
      seq: 2,
      intendedAt: 2500,
      sentAt: 2500,
      body: { ...said, text: "<b>x</b>", via: "long-polling", at: 1_700_000_002_500 },
    },
    {
      seq: 3,
      intendedAt: 2500,
      sentAt: 2500,
      body: { ...said, text: "y", via: "websocket", at: 1_700_000_002_500 },
    },
  ]);
});
