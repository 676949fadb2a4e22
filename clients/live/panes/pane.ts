// A transport on the page: its subscription, what is known of it, and its pane. Knows no other transport.

import { encodeMessage, type Message } from "../../../servers/protocol/message.ts";
import type { BrowserState, BrowserSubscription } from "../../browser/subscriber.ts";
import type { BrowserTransport, BrowserTransportName } from "../../browser/transports.ts";
import { type Costs, costOf, type MessageCost, type Meter, noCosts, type Received, read, settle } from "../costs.ts";
import { median } from "../figures.ts";
import { looks } from "../looks.ts";
import { RecentAges } from "./recent-ages.ts";
import { arrive, fail, newPane, renew, repeat, skip, turn } from "./state.ts";
import { createPaneView, type PaneScales } from "./view.ts";
import { type Standing, standing } from "./words.ts";

/** What all panes of the page share; asked anew each time. */
export interface Surroundings {
  /** ms on the page's monotonic clock. */
  readonly now: () => number;
  /** What the server's clock is ahead of the page's by. */
  readonly offsetMs: () => number;
  readonly pollEveryMs: () => number;
  /** Of long polling. */
  readonly holdMs: () => number;
  readonly delayMs: () => number;
  /** Marks the page's requests, for the server's meters. */
  readonly page: string;
  /** Names the log whose messages are asked for; empty before it is known. */
  readonly epoch: () => string;
  /** Told where a pane did not find what it looked for: the server may be another one, or have another log. */
  readonly missed: () => void;
}

export interface LivePane {
  readonly name: BrowserTransportName;
  /** The seq of the last message that came; what it began behind before the first. */
  readonly cursor: number;
  readonly cost: MessageCost | null;
  /** Begins behind `seq`, or where it was left. Without effect on a pane that is open. */
  connect(seq: number): void;
  close(): void;
  /** The server has another log: what is open begins anew in that, behind `seq`; what is closed, once it is opened. */
  restart(seq: number): void;
  /** The longest of the ages that it shows, in ms, but of what it caught up on; 0 where there is none. */
  readonly longestMs: number;
  meter(meter: Meter, askedAt: number): void;
  show(scales: PaneScales): void;
  move(): void;
  draw(): void;
}

const utf8 = new TextEncoder();

/** Appends the transport's pane to `list`; it is closed at first. */
export const createLivePane = (
  list: Element,
  name: BrowserTransportName,
  transport: BrowserTransport,
  { now, offsetMs, pollEveryMs, holdMs, delayMs, page, epoch, missed }: Surroundings,
): LivePane => {
  const ages = new RecentAges();
  let pane = newPane(now());
  let costs: Costs = noCosts;
  /** The last that was known: stands while the server is away. */
  let lastCost: MessageCost | null = null;
  let received: Received = { messages: 0, bodyBytes: 0, envelopeBytes: 0 };
  let subscription: BrowserSubscription | null = null;
  let cursor = 0;
  /** Of the pane's last opening, on the server's clock. */
  let openedAt = 0;

  const take = (message: Message, receivedAt: number): void => {
    const bodyBytes = utf8.encode(message.body).length;
    const ageMs = receivedAt + offsetMs() - message.sentAt;
    const caughtUp = message.sentAt < openedAt;
    pane = arrive(pane, { seq: message.seq, bodyBytes, ageMs, caughtUp }, receivedAt);
    received = {
      messages: received.messages + 1,
      bodyBytes: received.bodyBytes + bodyBytes,
      envelopeBytes: received.envelopeBytes + encodeMessage({ ...message, body: "" }).length,
    };
    if (!caughtUp) ages.add({ at: receivedAt, ageMs });
  };

  const stand = (state: BrowserState, detail: string): void => {
    if (pane.state === "connecting") costs = settle(costs, now());
    pane = turn(pane, state, detail, now());
  };

  const connect = (seq: number): void => {
    if (subscription !== null) return;
    cursor = pane.lastSeq ?? Math.max(cursor, seq);
    openedAt = now() + offsetMs();
    pane = turn(pane, "connecting", "", now());
    // Before the clock is known, of whatever log there is.
    const query: Record<string, string> = epoch() === "" ? { page } : { page, epoch: epoch() };
    subscription = transport.subscribe(
      new URL(`/${name}`, location.href).href,
      { since: cursor, pollEveryMs, holdMs, delayMs, query, random: Math.random },
      {
        message: take,
        state: stand,
        failed: () => {
          pane = fail(pane, now());
          costs = settle(costs, now());
          missed();
        },
        repeated: () => {
          pane = repeat(pane);
        },
        gone: (oldestSeq) => {
          pane = skip(pane, oldestSeq);
          missed();
        },
      },
    );
  };

  const close = (): void => {
    if (subscription === null) return;
    cursor = subscription.cursor;
    subscription.close();
    subscription = null;
    pane = turn(pane, "closed", "", now());
  };

  const restart = (seq: number): void => {
    const open = subscription !== null;
    close();
    cursor = seq;
    pane = renew(pane);
    if (open) connect(seq);
  };

  const view = createPaneView(list, name, transport.label, looks[name], () => {
    if (subscription === null) connect(cursor);
    else close();
  });
  const sight = (): Standing => standing(pane, now(), pollEveryMs(), holdMs());
  const costNow = (): MessageCost | null => {
    const known = costOf(costs);
    lastCost = known ?? (pane.outageSince === null ? null : lastCost);
    return lastCost;
  };
  /** Over the last minute; worked out with the words, drawn until the next of them. */
  let medianMs: number | null = null;

  return {
    name,
    get cursor() {
      return subscription?.cursor ?? cursor;
    },
    get cost() {
      return costNow();
    },
    get longestMs() {
      return Math.max(0, ...pane.latest.map(({ caughtUp, ageMs }) => (caughtUp ? 0 : ageMs)));
    },
    connect,
    close,
    restart,
    meter: (meter, askedAt) => {
      costs = read(costs, meter, received, askedAt, now());
    },
    show: (scales) => {
      medianMs = median(ages.until(now()).map(({ ageMs }) => ageMs));
      const waiting = Math.max(0, scales.newestSeq - (subscription?.cursor ?? cursor));
      const seen = {
        pane,
        standing: sight(),
        medianMs,
        total: costs.total,
        cost: costNow(),
        sentence: looks[name].sentence(pollEveryMs(), holdMs()),
        waiting,
      };
      view.show(seen, scales, now());
    },
    move: () => view.move(sight().progress),
    draw: () => view.draw(ages.until(now()), medianMs, now()),
  };
};
