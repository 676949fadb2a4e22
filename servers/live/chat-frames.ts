// What visitors say in WebSocket frames, and what they alone are answered. Knows no sockets.

import type { Hear } from "../peer.ts";
import { closeCode } from "../protocol/error.ts";
import { visitorOf } from "./chat-attendance.ts";
import { type ChatRoom, isRefusal, unknownVisitor } from "./chat-room.ts";
import { createFlood } from "./flood.ts";

/** Of messages that are refused, and of pings, so many at once and a second: who sends more does not read the answers. */
const unheeded = { perSec: 10, burst: 100 };

/** RFC 6455 section 7.4.1: data of a type that cannot be accepted. */
const unsupportedData = 1003;

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** `now` as in ChatRoom. */
export const hearFrames = (room: ChatRoom, now: () => number): Hear => {
  const patience = createFlood({ ...unheeded, maxKeys: room.limits.maxVisitors }, now);
  return (request) => {
    const visitor = visitorOf(room, request);
    return (message) => {
      if (message.type === "binary") return { closeCode: unsupportedData, reason: "the chat takes text" };
      if (message.type === "ping") {
        const waitMs = patience.take(visitor?.id ?? "");
        return waitMs === 0 ? null : { closeCode: closeCode.policy, reason: "too many pings" };
      }
      const outcome = visitor === null ? unknownVisitor : room.say(visitor, parse(message.text), "websocket");
      if (!isRefusal(outcome)) return null;
      const { status, reason } = outcome;
      if (visitor === null || status === unknownVisitor.status) return { closeCode: closeCode.policy, reason };
      if (patience.take(visitor.id) > 0) return { closeCode: closeCode.policy, reason: "too many refused messages" };
      return { text: JSON.stringify({ error: reason }) };
    };
  };
};
