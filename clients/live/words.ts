// English: the words of the live page that change while it is open. Those that stand still are in index.html. Knows no page.

import type { BrowserTransportName } from "../browser/transports.ts";
import { brief, count, thin } from "./figures.ts";

/** By the data-say of an element. */
type StandingTexts = Readonly<Record<string, string>>;
type ByTransport<Value> = Readonly<Record<BrowserTransportName, Value>>;

/** How a message comes to a subscriber, and so what to look at. */
type Sentence = (pollEveryMs: number, holdMs: number) => string;

const standing: StandingTexts = {};

const again = "The page asks again every second";

export const english = {
  language: "en",
  /** The other language's text for an element of index.html by its data-say; English stands there itself. */
  page: standing,
  transports: {
    "short-polling": "Short polling",
    "long-polling": "Long polling",
    "server-sent-events": "Server-sent events",
    websocket: "WebSocket",
  } satisfies ByTransport<string>,
  sentences: {
    "short-polling": (pollEveryMs) =>
      `The page asks every ${brief(pollEveryMs)}. A message waits on the server until the next poll: ${brief(pollEveryMs / 2)} on average.`,
    "long-polling": (_, holdMs) =>
      `The server holds each request until there is a message, for ${brief(holdMs)} at most. Then the page asks again.`,
    "server-sent-events": () =>
      "The server sends one answer that never ends. Each message goes out in it at once, as a few lines of text.",
    websocket: () => "One connection works both ways. Each message is a frame: 2 to 10 bytes in front of its text.",
  } satisfies ByTransport<Sentence>,
  /** The bytes beside a message's JSON. */
  wrapping: {
    "short-polling": "HTTP headers and empty answers",
    "long-polling": "HTTP headers",
    "server-sent-events": "field names and chunks",
    websocket: "frame headers",
  } satisfies ByTransport<string>,
  cost: { body: "body", envelope: "JSON around it" },
  pane: {
    connect: "Connect",
    close: "Close",
    cutOff: "Cut off",
    closed: "Closed",
    connecting: "Connecting",
    open: "Open",
    held: "Held by the server",
    waiting: "Waiting",
    since: (time: string): string => `for ${time}`,
    heldFor: (time: string, hold: string): string => `${time} of ${hold}`,
    nextPoll: (time: string): string => `next poll in ${time}`,
    noAnswer: "asked again: no answer yet",
    trying: "trying again",
    nothingWaits: "nothing new on the server",
    wait: (messages: number): string =>
      messages === 1 ? "1 message waits on the server" : `${count(messages)} messages wait on the server`,
    cutOffFor: (time: string): string => `cut off for ${time}`,
    reconnected: (time: string): string => `reconnected after ${time}`,
    resumedAt: (seq: number): string => `resumed at ${seq}`,
    anotherLog: "the server began another log",
    gone: (seq: number): string => `messages before ${seq} are no longer kept`,
    ledger: (lost: number, twice: number): string => `${count(lost)} lost, ${count(twice)} duplicated`,
    noMessage: (label: string): string => `${label}: no message in the last minute`,
    /** At the ends and in the middle of the strip. */
    instants: { first: "60 s ago", middle: "30 s", last: "now" },
    strip: (label: string, median: string): string =>
      `${label}: ages of the last minute's messages, from 1${thin}ms to 10${thin}s; median ${median}`,
  },
  glance: {
    requests: (requests: string): string => `${requests} req/min`,
    moved: (bytes: string): string => `${bytes}/min`,
  },
  publishing: {
    start: "Start",
    stop: "Stop",
    own: (seq: number): string => `You published #${seq}. `,
    goesOn: (rate: number, size: string): string =>
      `The server publishes ${rate}${thin}msg/s on average, with bodies of ${size}.`,
    nothing: "Nothing is being published. Publish one message, or start a rate.",
    nothingElse: "Nothing else is being published.",
    slider: (rate: string): string => `${rate} messages a second`,
    notDone: (why: string): string => `Not done: ${why}.`,
  },
  subscribing: (poll: string, delay: string | null): string =>
    `Short polling asks every ${poll}. ${delay === null ? "No delay is added" : `Each way takes ${delay} longer`}.`,
  ratePerSec: "msg/s",
  settings: { rate: "Rate", body: "Body size", pollEvery: "Poll interval", delay: "Added delay" },
  range: (label: string, whole: boolean, min: number, max: number, unit: string): string =>
    `${label} has to be ${whole ? "a whole number" : "a number"} from ${min} to ${max}\u202f${unit}.`,
  clock: (bound: string, exchanges: number): string =>
    `The page knows the server's clock to within ± ${bound}, half the quickest of ${exchanges} round trips. An age may be wrong by as much.`,
  trouble: {
    refused: (why: string): string => `The server refuses what this page asks: ${why}. ${again}.`,
    late: (host: string): string =>
      `The server at ${host} has not answered in time. ${again}. Other tabs may hold all connections that the browser keeps to it.`,
    none: (host: string): string => `No server answers at ${host}. ${again}. Each pane tries to connect by itself.`,
  },
  chat: {
    notJoined: "Not joined.",
    joining: "Joining …",
    via: (label: string): string => `via ${label}`,
    you: (id: string): string => `(${id}), you`,
    cutOff: (detail: string): string => `Cut off: ${detail}.`,
    joined: (name: string, id: string, via: string): string => `You are ${name} (${id}), over ${via}.`,
    because: (joined: string, why: string, triesAgain: boolean): string =>
      `${joined} ${why}.${triesAgain ? " The page tries it again every now and then." : ""}`,
    left: (left: number): string => {
      const characters = `${count(Math.abs(left))} ${Math.abs(left) === 1 ? "character" : "characters"}`;
      return left >= 0 ? `${characters} left` : `${characters} too long`;
    },
  },
};

export type LiveWords = typeof english;
