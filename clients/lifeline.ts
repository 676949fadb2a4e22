// A subscriber's connections to its server, one at a time: dialled, told to be ready once, dialled anew where one breaks,
// and ended once. Knows neither HTTP nor WebSocket: the words are the transport's part.

import { type ClientSocket, dial, lingerMs, lossOf } from "./socket.ts";
import { type End, rejectEarlyEnd, type SubscribeOptions, type Subscription } from "./subscriber.ts";

/** A transport's part: its words on the connection that the lifeline keeps. */
export interface Talk {
  /** A connection is open, and nothing is known of it yet: the client speaks first. */
  opened(socket: ClientSocket): void;
  /** `chunk` is valid until the call returns. */
  received(socket: ClientSocket, chunk: Buffer): void;
  /**
   * The connection is gone: books the bytes of anything it broke off. Returns how the server closed it, in words; null where
   * the client needs no connection until it dials.
   */
  gone(): string | null;
  /** The subscription ends: says goodbye. Returns whether an answer is still awaited; else the connection is destroyed. */
  leave(socket: ClientSocket, end: End): boolean;
}

export class Lifeline {
  readonly #url: string;
  readonly #options: SubscribeOptions;
  readonly #talk: Talk;
  readonly #ended = Promise.withResolvers<End>();
  /** The last socket is closed. */
  readonly #released = Promise.withResolvers<void>();
  #onReady: (() => void) | null = null;
  #socket: ClientSocket | null = null;
  #opened = false;
  /** The connection before this one broke, and nothing has arrived since. */
  #retried = false;
  #linger: NodeJS.Timeout | undefined;
  #end: End | null = null;

  /** Dials, and resolves once the talk says that it is ready. Rejects where the subscription ends before. */
  static start(url: string, options: SubscribeOptions, talkOn: (lifeline: Lifeline) => Talk): Promise<Subscription> {
    return new Promise((resolve, reject) => {
      const lifeline = new Lifeline(url, options, talkOn);
      const subscription = { ended: lifeline.ended, close: () => lifeline.#close() };
      lifeline.#onReady = () => resolve(subscription);
      rejectEarlyEnd(lifeline.ended, options.since, reject);
      lifeline.dial();
    });
  }

  private constructor(url: string, options: SubscribeOptions, talkOn: (lifeline: Lifeline) => Talk) {
    this.#url = url;
    this.#options = options;
    this.#talk = talkOn(this);
  }

  get ended(): Promise<End> {
    return this.#ended.promise;
  }

  /** The subscription has ended, though its last connection may still be open. */
  get over(): boolean {
    return this.#end !== null;
  }

  /** The connection, where there is one and it is open. */
  get connection(): ClientSocket | null {
    return this.#opened ? this.#socket : null;
  }

  /** Dials where there is no connection, nor one on its way. */
  dial(): void {
    if (this.#socket !== null) return;
    this.#opened = false;
    // A connection that was dropped is no longer heard.
    const socket = dial(this.#url, this.#options.traffic, {
      open: () => {
        this.#opened = true;
        this.#talk.opened(socket);
      },
      data: (chunk) => {
        if (socket === this.#socket) this.#talk.received(socket, chunk);
      },
      closed: (reason) => {
        if (socket === this.#socket) this.#closed(reason);
      },
    });
    this.#socket = socket;
  }

  /** No later message can be missed. */
  ready(): void {
    this.#onReady?.();
    this.#onReady = null;
  }

  /** Something arrived: a connection that breaks now is dialled anew. */
  arrived(): void {
    this.#retried = false;
  }

  /** The server is about to close the connection, and has said so: it is ended, and the next message needs another. */
  drop(socket: ClientSocket): void {
    this.#socket = null;
    socket.end();
  }

  finish(end: End): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#ended.resolve(end);
    const socket = this.#socket;
    if (socket === null) this.#released.resolve();
    else if (this.#opened && this.#talk.leave(socket, end)) {
      this.#linger = setTimeout(() => socket.destroy(), lingerMs);
    } else socket.destroy();
  }

  #close(): Promise<void> {
    this.finish({ kind: "closed" });
    return this.#released.promise;
  }

  /** A connection that broke is dialled anew, once before anything arrives. */
  #closed(reason: string | null): void {
    this.#socket = null;
    clearTimeout(this.#linger);
    const closedHow = this.#talk.gone();
    if (this.#end !== null) {
      this.#released.resolve();
    } else if (closedHow !== null && this.#retried) {
      this.finish({ kind: "failed", reason: lossOf(this.#url, reason ?? closedHow) });
    } else if (closedHow !== null) {
      this.#retried = true;
      this.dial();
    }
  }
}
