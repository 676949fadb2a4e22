// The page of a test: subscribes, joins the chat, and keeps what it is told where the test can read it. Only tests serve it.
// Knows no expectations.

import type { ChatOptions } from "./chat/chat.ts";
import { joinChat, type Visit } from "./chat/visit.ts";
import type { BrowserOptions, BrowserSubscription } from "./subscriber.ts";
import { type BrowserTransportName, browserTransports } from "./transports.ts";

export interface Recording {
  readonly bodies: (readonly [seq: number, body: string])[];
  readonly states: string[];
  readonly gone: (number | null)[];
  readonly repeated: number[];
  readonly notes: string[];
  readonly failures: string[];
  /** The test may set it while the page is subscribed. */
  delayMs: number;
  pollEveryMs: number;
  subscription: BrowserSubscription;
}

/** Subscribes at this page's own origin. Each back-off waits its whole time. */
export const record = (
  transport: BrowserTransportName,
  options: Partial<
    Pick<Recording, "delayMs" | "pollEveryMs"> & Pick<BrowserOptions, "since" | "query" | "random" | "holdMs">
  >,
  path = `/${transport}`,
): Recording => {
  const recording: Recording = {
    bodies: [],
    states: [],
    gone: [],
    repeated: [],
    notes: [],
    failures: [],
    delayMs: 0,
    pollEveryMs: 50,
    subscription: { cursor: 0, send: () => false, close: () => {} },
    ...options,
  };
  const resolved: BrowserOptions = {
    since: 0,
    query: {},
    random: () => 1,
    holdMs: () => 30_000,
    ...options,
    delayMs: () => recording.delayMs,
    pollEveryMs: () => recording.pollEveryMs,
  };
  recording.subscription = browserTransports[transport].subscribe(`${location.origin}${path}`, resolved, {
    message: ({ seq, body }) => recording.bodies.push([seq, body]),
    state: (state, detail) => recording.states.push(detail === "" ? state : `${state}: ${detail}`),
    gone: (oldestSeq) => recording.gone.push(oldestSeq),
    repeated: ({ seq }) => recording.repeated.push(seq),
    note: (text) => recording.notes.push(text),
    failed: ({ status, opened }) => recording.failures.push(`${status} ${opened ? "open" : "unopened"}`),
  });
  return recording;
};

export interface ChatRecording {
  /** `seq kind name text via`. */
  readonly entries: string[];
  readonly ids: string[];
  readonly vias: string[];
  readonly states: string[];
  readonly notes: string[];
  readonly chat: Visit;
}

/** Joins at this page's own origin. */
export const recordChat = (
  name: string,
  transport: BrowserTransportName,
  options: Partial<ChatOptions>,
): ChatRecording => {
  const entries: string[] = [];
  const ids: string[] = [];
  const vias: string[] = [];
  const states: string[] = [];
  const notes: string[] = [];
  const settings = { pollEveryMs: () => 50, holdMs: () => 30_000, delayMs: () => 0, random: () => 0.5, ...options };
  const chat = joinChat(
    { origin: location.origin, name, transport, ...settings },
    {
      joined: ({ id }) => ids.push(id),
      entry: (seq, { kind, name, text, via }) => entries.push([seq, kind, name, text, via].join(" ").trim()),
      state: (state, detail) => states.push(detail === "" ? state : `${state}: ${detail}`),
      via: (transport, why) => vias.push(why === "" ? transport : `${transport}: ${why}`),
      note: (text) => notes.push(text),
      gone: (oldestSeq) => notes.push(`gone before ${oldestSeq}`),
    },
  );
  return { entries, ids, vias, states, notes, chat };
};
