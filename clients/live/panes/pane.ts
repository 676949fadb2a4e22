// A transport on the page: its subscription, what is known of it, and its pane. Knows no other transport.

import { encodeMessage, isStamped, type Message } from "../../../servers/protocol/message.ts";
import type { BrowserState, BrowserSubscription, BrowserWatcher } from "../../browser/subscriber.ts";
import type { BrowserTransport, BrowserTransportName } from "../../browser/transports.ts";
import {
  type Costs,
  costOf,
  type MessageCost,
  type Meter,
  noCosts,
  type Received,
  read,
  settle,
  type Traffic,
  trafficOf,
} from "../costs.ts";
import { median } from "../figures.ts";
import { words } from "../language.ts";
import { looks } from "../looks.ts";
import { RecentAges } from "../recent-ages.ts";
import { arrive, fail, newPane, type Pane, renew, repeat, skip, turn } from "./state.ts";
import { createPaneView, type PaneScales, type PaneView } from "./view.ts";
import { type Standing, standing } from "./words.ts";

/** Shared by all panes of the page. Functions are called anew each time. */
export interface Surroundings {
  /** ms on the page's monotonic clock. */
  readonly now: () => number;
  /** The server's clock minus the page's, in ms. */
  readonly offsetMs: () => number;
  readonly pollEveryMs: () => number;
  /** The longest that the server holds a long poll. */
  readonly holdMs: () => number;
  readonly delayMs: () => number;
  /** Marks the page's requests, for the server's meters. */
  readonly page: string;
  /** Names the log whose messages are asked for; empty before it is known. */
  readonly epoch: () => string;
  /** Called where a pane did not find what it looked for: the server may be another one, or have another log. */
  readonly missed: () => void;
}

const utf8 = new TextEncoder();

export class LivePane {
  readonly name: BrowserTransportName;
  readonly #transport: BrowserTransport;
  readonly #around: Surroundings;
  readonly #view: PaneView;
  readonly #ages = new RecentAges();
  #pane: Pane;
  #costs: Costs = noCosts;
  /** The last cost that was known: it stands while the server is away. */
  #lastCost: MessageCost | null = null;
  #received: Received = { messages: 0, bodyBytes: 0, envelopeBytes: 0 };
  #subscription: BrowserSubscription | null = null;
  /** The seq that the next subscription begins behind. */
  #cursor = 0;
  /** When the pane was last opened, on the server's clock. */
  #openedAt = 0;
  /** The median age of the last minute, as it was last shown in words. The strip draws the same one. */
  #medianMs: number | null = null;

  /** Appends the transport's pane to `list`; it is closed at first. */
  constructor(list: Element, name: BrowserTransportName, transport: BrowserTransport, around: Surroundings) {
    this.name = name;
    this.#transport = transport;
    this.#around = around;
    this.#pane = newPane(around.now());
    this.#view = createPaneView(list, name, words.transports[name], looks[name], () => {
      if (this.#subscription === null) this.connect(this.#cursor);
      else this.close();
    });
  }

  /** The seq of the last message that came; before the first, the one that it began behind. */
  get cursor(): number {
    return this.#subscription?.cursor ?? this.#cursor;
  }

  get cost(): MessageCost | null {
    const known = costOf(this.#costs);
    this.#lastCost = known ?? (this.#pane.outageSince === null ? null : this.#lastCost);
    return this.#lastCost;
  }

  /** The traffic of the last minute, messages or none; null where it is not known yet. */
  get traffic(): Traffic | null {
    return trafficOf(this.#costs);
  }

  /** The median age of the last minute, in ms; null where no message came. */
  get medianMs(): number | null {
    return this.#medianMs;
  }

  /** The longest age that it shows, in ms, messages that it caught up on aside; 0 where there is none. */
  get longestMs(): number {
    return Math.max(0, ...this.#pane.latest.map(({ caughtUp, ageMs }) => (caughtUp ? 0 : ageMs)));
  }

  /** Begins behind `seq`, or where it was left. Without effect on a pane that is open. */
  connect(seq: number): void {
    if (this.#subscription !== null) return;
    const { now, offsetMs, pollEveryMs, holdMs, delayMs, page, epoch } = this.#around;
    this.#cursor = this.#pane.lastSeq ?? Math.max(this.#cursor, seq);
    this.#openedAt = now() + offsetMs();
    this.#pane = turn(this.#pane, "connecting", "", now());
    // Before the clock is known, any log will do.
    const query: Record<string, string> = epoch() === "" ? { page } : { page, epoch: epoch() };
    this.#subscription = this.#transport.subscribe(
      new URL(`/${this.name}`, location.href).href,
      { since: this.#cursor, pollEveryMs, holdMs, delayMs, query, random: Math.random },
      this.#watching(),
    );
  }

  close(): void {
    if (this.#subscription === null) return;
    this.#cursor = this.#subscription.cursor;
    this.#subscription.close();
    this.#subscription = null;
    this.#pane = turn(this.#pane, "closed", "", this.#around.now());
  }

  /** The server has another log. An open pane begins anew in it, behind `seq`; a closed one, once it is opened. */
  restart(seq: number): void {
    const open = this.#subscription !== null;
    this.close();
    this.#cursor = seq;
    this.#pane = renew(this.#pane);
    if (open) this.connect(seq);
  }

  meter(meter: Meter, askedAt: number): void {
    this.#costs = read(this.#costs, meter, this.#received, askedAt, this.#around.now());
  }

  show(scales: PaneScales): void {
    const { now, pollEveryMs, holdMs } = this.#around;
    this.#medianMs = median(this.#ages.until(now()).map(({ ageMs }) => ageMs));
    this.#view.show({
      now: now(),
      pane: this.#pane,
      standing: this.#standing(),
      medianMs: this.#medianMs,
      total: this.#costs.total,
      cost: this.cost,
      traffic: this.traffic,
      sentence: looks[this.name].sentence(pollEveryMs(), holdMs()),
      waiting: Math.max(0, scales.newestSeq - this.cursor),
      scales,
    });
  }

  move(): void {
    this.#view.move(this.#standing().progress);
  }

  draw(): void {
    const { now } = this.#around;
    this.#view.draw(this.#ages.until(now()), this.#medianMs, now());
  }

  #standing(): Standing {
    const { now, pollEveryMs, holdMs } = this.#around;
    return standing(this.#pane, now(), pollEveryMs(), holdMs());
  }

  #watching(): BrowserWatcher {
    const { now, missed } = this.#around;
    return {
      message: (message, receivedAt) => this.#take(message, receivedAt),
      state: (state, detail) => this.#turn(state, detail),
      failed: () => {
        this.#pane = fail(this.#pane, now());
        this.#costs = settle(this.#costs, now());
        missed();
      },
      repeated: () => {
        this.#pane = repeat(this.#pane);
      },
      gone: (oldestSeq) => {
        this.#pane = skip(this.#pane, oldestSeq);
        missed();
      },
    };
  }

  /** The live server stamps all of its messages: one without stamps is not its own. */
  #take(message: Message, receivedAt: number): void {
    if (!isStamped(message)) return;
    const bodyBytes = utf8.encode(message.body).length;
    const ageMs = receivedAt + this.#around.offsetMs() - message.sentAt;
    const caughtUp = message.sentAt < this.#openedAt;
    this.#pane = arrive(this.#pane, { seq: message.seq, bodyBytes, ageMs, caughtUp }, receivedAt);
    this.#received = {
      messages: this.#received.messages + 1,
      bodyBytes: this.#received.bodyBytes + bodyBytes,
      envelopeBytes: this.#received.envelopeBytes + encodeMessage({ ...message, body: "" }).length,
    };
    if (!caughtUp) this.#ages.add({ at: receivedAt, ageMs });
  }

  #turn(state: BrowserState, detail: string): void {
    const now = this.#around.now();
    if (this.#pane.state === "connecting") this.#costs = settle(this.#costs, now);
    this.#pane = turn(this.#pane, state, detail, now);
  }
}
