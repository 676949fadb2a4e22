// How a visitor tells the transports apart: by colour, shape, and a sentence that says what each does. Knows nothing measured.

import type { BrowserTransportName } from "../browser/transports.ts";
import { words } from "./language.ts";

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
    sentence: words.sentences["short-polling"],
    wrapping: words.wrapping["short-polling"],
  },
  "long-polling": {
    colour: "--long-polling",
    shape: "M6 1 11.2 10.5H.8z",
    sentence: words.sentences["long-polling"],
    wrapping: words.wrapping["long-polling"],
  },
  "server-sent-events": {
    colour: "--server-sent-events",
    shape: "M6 .4 11.6 6 6 11.6.4 6z",
    sentence: words.sentences["server-sent-events"],
    wrapping: words.wrapping["server-sent-events"],
  },
  websocket: {
    colour: "--websocket",
    shape: "M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1z",
    sentence: words.sentences.websocket,
    wrapping: words.wrapping.websocket,
  },
};
