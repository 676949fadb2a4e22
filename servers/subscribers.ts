// The subscribers of a transport that pushes: each gets every message after its cursor once and in order, live or from the
// log. Does not know how messages look on the wire.

import type { Duplex } from "node:stream";
import { firstOf, type LogEntry, type MessageLog } from "./log.ts";
import { historyGone } from "./protocol/message.ts";
import { closeCode } from "./protocol/websocket/close-codes.ts";
import { Rotation } from "./rotation.ts";
import type { Disconnections, ServerOptions } from "./server.ts";

/** A subscriber gets what it missed in writes of about this size, each after the one before has left. */
const catchUpBytes = 256 * 1024;

export interface Subscriber {
  readonly socket: Duplex;
  /** The seq of the last message written to it. */
  cursor: number;
  /** Still getting what it missed: takes no live messages yet. */
  behind: boolean;
}

/** How a transport writes to one subscriber, and lets go of it. */
interface Way<S extends Subscriber> {
  readonly isOpen: (subscriber: S) => boolean;
  /** Writes messages that this subscriber alone has missed. */
  readonly write: (subscriber: S, entries: readonly LogEntry[]) => void;
  /** Says goodbye with a WebSocket's code and reason, where the transport has words for them. */
  readonly letGo: (subscriber: S, code: number, reason: string) => void;
}

export class Subscribers<S extends Subscriber> {
  readonly #log: MessageLog;
  readonly #maxBufferedBytes: number;
  readonly #way: Way<S>;
  readonly #all = new Set<S>();
  readonly #rotation = new Rotation();
  readonly #disconnected = { tooSlow: 0, silent: 0 };

  constructor(log: MessageLog, { maxBufferedBytes }: ServerOptions, way: Way<S>) {
    this.#log = log;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#way = way;
  }

  get disconnections(): Disconnections {
    return this.#disconnected;
  }

  /** Takes in a subscriber, and writes first what it missed. */
  join(subscriber: S): void {
    this.#all.add(subscriber);
    subscriber.socket.once("close", () => this.#all.delete(subscriber));
    this.#catchUp(subscriber);
  }

  /** Calls `write` for each subscriber that has all before these messages of a turn; others go on from the log. */
  push(news: readonly LogEntry[], write: (subscriber: S) => void): void {
    const [first, last] = [news[0], news.at(-1)];
    if (first === undefined || last === undefined) return;
    this.visit((subscriber) => {
      if (subscriber.behind || !this.#way.isOpen(subscriber)) return;
      if (subscriber.cursor !== first.seq - 1) {
        this.#catchUp(subscriber);
        return;
      }
      subscriber.cursor = last.seq;
      write(subscriber);
      if (subscriber.socket.writableLength <= this.#maxBufferedBytes) return;
      this.#disconnected.tooSlow++;
      this.#letGo(subscriber, closeCode.tryAgainLater, "too slow: resume from the cursor");
    });
  }

  visit(visit: (subscriber: S) => void): void {
    this.#rotation.visit(this.#all, visit);
  }

  /** Cuts off a subscriber that gives no sign of life. */
  cutSilent({ socket }: S): void {
    this.#disconnected.silent++;
    socket.destroy();
  }

  close(): void {
    this.visit((subscriber) => this.#letGo(subscriber, closeCode.goingAway, "server stops"));
  }

  /** Writes from the log until nothing is left; a subscriber that missed what the log has dropped is let go. */
  #catchUp(subscriber: S): void {
    const { socket } = subscriber;
    subscriber.behind = true;
    while (this.#way.isOpen(subscriber)) {
      if (socket.writableNeedDrain) {
        socket.once("drain", () => this.#catchUp(subscriber));
        return;
      }
      const history = this.#log.since(subscriber.cursor);
      if (history.gone) {
        this.#letGo(subscriber, historyGone.closeCode, historyGone.reason(history.oldestSeq));
        return;
      }
      const entries = firstOf(history.entries, catchUpBytes);
      const last = entries.at(-1);
      if (last === undefined) break;
      subscriber.cursor = last.seq;
      this.#way.write(subscriber, entries);
    }
    subscriber.behind = false;
  }

  #letGo(subscriber: S, code: number, reason: string): void {
    this.#all.delete(subscriber);
    this.#way.letGo(subscriber, code, reason);
  }
}
