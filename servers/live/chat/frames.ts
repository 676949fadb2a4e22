// WebSocket frames in which visitors speak, {"text", "ref"?}, and the answers that the speaker alone gets, {"error", "ref"?}.
// `ref` is the visitor's own name for what it said, and comes back as it is. Knows no sockets.

import type { Hear, Reply } from "../../peer.ts";
import { closeCode } from "../../protocol/websocket/close-codes.ts";
import { createFlood } from "../guard/flood.ts";
import { visitorOf } from "./attendance.ts";
import { type ChatRoom, isRefusal, unknownVisitor } from "./room.ts";
import { fieldOf } from "./text.ts";
import type { Visitor } from "./visitors.ts";

/** Bounds refused messages, pings and pongs together: a visitor that sends more of them does not read the answers. */
const unheeded = { perSec: 10, burst: 100 };

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

const mostRefCharacters = 64;

/** The ref of what was refused, for the answer; empty where it has none, or none that is short text. */
const refOf = (said: unknown): { readonly ref?: string } => {
  const ref = fieldOf(said, "ref");
  return typeof ref === "string" && ref.length <= mostRefCharacters ? { ref } : {};
};

/** `now` as in RoomOptions; `flooded` is told the address of a visitor that is cut off. */
export const hearFrames = (
  room: ChatRoom,
  { now, flooded }: { readonly now: () => number; readonly flooded: (address: string) => void },
): Hear => {
  const patience = createFlood({ ...unheeded, maxKeys: room.limits.maxVisitors }, now);
  const cutOff = ({ address }: Visitor, what: string): Reply => {
    flooded(address);
    return { closeCode: closeCode.policy, reason: `too many ${what}` };
  };
  return (request) => {
    const visitor = visitorOf(room, request);
    return (message) => {
      if (visitor === null) return { closeCode: closeCode.policy, reason: unknownVisitor.reason };
      if (message.type === "binary")
        return { closeCode: closeCode.unsupportedData, reason: "the chat takes text messages only" };
      if (message.type !== "text") {
        return patience.take(visitor.id) === 0 ? null : cutOff(visitor, `${message.type}s`);
      }
      const said = parse(message.text);
      const outcome = room.say(visitor, said, "websocket");
      if (!isRefusal(outcome)) return null;
      const { status, reason } = outcome;
      if (status === unknownVisitor.status) return { closeCode: closeCode.policy, reason };
      if (patience.take(visitor.id) > 0) return cutOff(visitor, "refused messages");
      return { text: JSON.stringify({ error: reason, ...refOf(said) }) };
    };
  };
};
