// How a visitor tells the transports apart: by colour, shape, and a sentence that says what each does. Knows nothing measured.

import type { BrowserTransportName } from "../browser/transports.ts";
import { brief } from "./figures.ts";

export interface Look {
  /** A CSS custom property of the page. The colours are the reports'. */
  readonly colour: string;
  /** SVG path data in a box of 12 by 12. The shapes are the reports'. */
  readonly shape: string;
  /** How a message comes to a subscriber, and so what to look at. */
  readonly sentence: (pollEveryMs: number, holdMs: number) => string;
  /** The bytes beside a message's JSON, in words. */
  readonly wrapping: string;
}

/** From left to right, the longest wait first. */
export const paneOrder: readonly BrowserTransportName[] = [
  "short-polling",
  "long-polling",
  "server-sent-events",
  "websocket",
];

export const looks: Readonly<Record<BrowserTransportName, Look>> = {
  "short-polling": {
    colour: "--short-polling",
    shape: "M1.5 1.5h9v9h-9z",
    sentence: (pollEveryMs) =>
      `The page asks every ${brief(pollEveryMs)}. A message waits on the server until the next poll: ${brief(pollEveryMs / 2)} on average.`,
    wrapping: "HTTP headers and empty answers",
  },
  "long-polling": {
    colour: "--long-polling",
    shape: "M6 1 11.2 10.5H.8z",
    sentence: (_, holdMs) =>
      `The server holds each request until there is a message, for ${brief(holdMs)} at most. Then the page asks again.`,
    wrapping: "HTTP headers",
  },
  "server-sent-events": {
    colour: "--server-sent-events",
    shape: "M6 .4 11.6 6 6 11.6.4 6z",
    sentence: () =>
      "The server sends one answer that never ends. Each message goes out in it at once, as a few lines of text.",
    wrapping: "field names and chunks",
  },
  websocket: {
    colour: "--websocket",
    shape: "M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1z",
    sentence: () => "One connection works both ways. Each message is a frame: 2 to 10 bytes in front of its text.",
    wrapping: "frame headers",
  },
};
