// The chat: visitors on a log of its own, which each of the four transports pushes. A table of its parts, which knows no live
// server.

import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { longPollingAt } from "../../long-polling.ts";
import type { CreateEndpoint } from "../../server.ts";
import { serverSentEventsAt } from "../../server-sent-events.ts";
import { shortPollingAt } from "../../short-polling.ts";
import { webSocketAt } from "../../websocket.ts";
import { createCallers } from "../guard/callers.ts";
import { ofEpoch } from "../guard/epoch.ts";
import { attended } from "./attendance.ts";
import { readEntry, type Via } from "./entry.ts";
import { hearFrames } from "./frames.ts";
import { ChatRoom, defaultChatLimits, type RoomOptions } from "./room.ts";
import { mountChatRoutes } from "./routes.ts";

interface ChatOptions extends RoomOptions {
  /** Names the log: seqs of another epoch mean other entries. */
  readonly epoch: string;
  /** Is told the key of an address whose visitor was cut off for a flood of frames. */
  readonly flooded: (address: string) => void;
  /** The key of the address that a request comes from. */
  readonly keyOf: (request: IncomingMessage) => string;
  /** Calls `f` this often until the returned function is called. */
  readonly every: (ms: number, f: () => void) => () => void;
}

const defaults: Omit<ChatOptions, "log" | "epoch" | "now"> = {
  date: Date.now,
  newToken: () => randomBytes(24).toString("base64url"),
  limits: defaultChatLimits,
  flooded: () => {},
  keyOf: createCallers([]).keyOf,
  every: (ms, f) => {
    const timer = setInterval(f, ms);
    return () => clearInterval(timer);
  },
};

/** The bodies of the messages in the chat's log. */
export const chatContent = { name: "a chat", has: (body: string): boolean => readEntry(body) !== null } as const;

/** Bounds of the chat's log, named as in LiveOptions: it is what a visitor is shown on joining. */
export const chatLogLimits = { maxLogMessages: 2_000, maxLogBytes: 4 * 1024 * 1024 } as const;

/** How often visitors are looked for that have gone without a word. */
const sweepEveryMs = 1_000;

/** The endpoints under /chat/. No visitor is there when the server starts. */
export const createChat = (
  given: Pick<ChatOptions, "log" | "epoch" | "now"> & Partial<ChatOptions>,
): readonly CreateEndpoint[] => {
  const options = { ...defaults, ...given };
  const room = new ChatRoom(options);
  const requests: CreateEndpoint = () => {
    const stop = options.every(sweepEveryMs, () => room.leaveSilent());
    return { path: "/chat", mount: (app) => mountChatRoutes(app, room, options.epoch, options.keyOf), close: stop };
  };
  const listening = (create: CreateEndpoint, via: Via): CreateEndpoint =>
    attended(ofEpoch(create, options.epoch), via, room);
  return [
    requests,
    listening(shortPollingAt("/chat/short-polling"), "short-polling"),
    listening(longPollingAt("/chat/long-polling"), "long-polling"),
    listening(serverSentEventsAt("/chat/server-sent-events"), "server-sent-events"),
    listening(webSocketAt("/chat/websocket", null, hearFrames(room, options)), "websocket"),
  ];
};
