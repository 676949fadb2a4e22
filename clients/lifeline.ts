// A subscriber's connections to its server, one at a time: dialled, told to be ready once, dialled anew where one breaks,
// and ended once. Knows neither HTTP nor WebSocket: the words are the transport's part.

import { Deadline } from "./deadline.ts";
import { leastBytesPerMs, type Patience, within } from "./patience.ts";
import { type ClientSocket, dial, lossOf } from "./socket.ts";
import { type End, patienceOf, rejectEarlyEnd, type SubscribeOptions, type Subscription } from "./subscriber.ts";

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
  readonly #patience: Patience;
  readonly #ended = Promise.withResolvers<End>();
  /** The last socket is closed. */
  readonly #released = Promise.withResolvers<void>();
  #onReady: (() => void) | null = null;
  #socket: ClientSocket | null = null;
  #opened = false;
  /** The connection before this one broke, and nothing has arrived since. */
  #retried = false;
  /** What the server is to send now, and within which time. */
  #awaited: readonly [what: string, withinMs: number] | null = null;
  readonly #deadline = new Deadline(() => this.#giveUp());
  /** Connections that are not closed yet, those included that are no longer heard. */
  #unclosed = 0;
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
    this.#patience = patienceOf(options);
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
    this.#unclosed++;
    const { traffic } = this.#options;
    const owner = {
      open: () => {
        this.#opened = true;
        this.#talk.opened(socket);
      },
      data: (chunk: Buffer) => {
        if (socket === this.#socket) this.#received(socket, chunk);
        // A connection that was dropped is no longer heard.
        else traffic.kinds.down.framing += chunk.length;
      },
      closed: (reason: string | null) => {
        this.#unclosed--;
        if (socket === this.#socket) this.#lost(reason);
        this.#release();
      },
    };
    const socket = dial(this.#url, traffic, owner, this.#patience);
    this.#socket = socket;
  }

  /** The server is to have answered within that time, and the time that the answer's bytes take. */
  expectAnswer(withinMs: number): void {
    this.#await(["answer", withinMs]);
  }

  /** On a stream that is open: a part of that kind has begun, and is to be complete in time like an answer. */
  expectEnd(part: "chunk" | "frame"): void {
    if (this.#awaited === null) this.#await([`end of a ${part}`, this.#patience.answerMs]);
  }

  /** What was expected is complete. A stream may be silent between its parts for as long as it likes. */
  expectNothing(): void {
    this.#awaited = null;
    this.#deadline.lift();
  }

  /** No later message can be missed. */
  ready(): void {
    this.#onReady?.();
    this.#onReady = null;
  }

  /** An answer or a message is complete: a connection that breaks now is dialled anew. */
  arrived(): void {
    this.#retried = false;
    this.expectNothing();
  }

  /** The server is about to close the connection, or makes it useless: it is ended, and the next message needs another. */
  drop(socket: ClientSocket): void {
    this.#socket = null;
    socket.end();
  }

  /** The server has closed the connection in words: goes on as if it were gone, and does not wait for the end of TCP. */
  abandon(socket: ClientSocket, reason: string): void {
    if (this.#end !== null) return;
    this.drop(socket);
    this.#lost(reason);
  }

  finish(end: End): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#deadline.close();
    this.#ended.resolve(end);
    const socket = this.#socket;
    if (socket !== null && this.#opened && this.#talk.leave(socket, end)) socket.linger();
    else socket?.destroy();
    this.#release();
  }

  #close(): Promise<void> {
    this.finish({ kind: "closed" });
    return this.#released.promise;
  }

  #await(awaited: readonly [what: string, withinMs: number]): void {
    if (this.#end !== null) return;
    this.#awaited = awaited;
    this.#deadline.set(awaited[1]);
  }

  #giveUp(): void {
    if (this.#awaited === null) return;
    const [what, withinMs] = this.#awaited;
    this.#socket?.destroy(`no ${what} ${within(withinMs)}`);
  }

  #release(): void {
    if (this.#end !== null && this.#unclosed === 0) this.#released.resolve();
  }

  #received(socket: ClientSocket, chunk: Buffer): void {
    this.#deadline.extend(chunk.length / leastBytesPerMs);
    this.#talk.received(socket, chunk);
  }

  /** A connection that broke is dialled anew, once before anything arrives. */
  #lost(reason: string | null): void {
    this.#socket = null;
    this.expectNothing();
    const closedHow = this.#talk.gone();
    if (this.#end !== null || closedHow === null) return;
    if (this.#retried) {
      this.finish({ kind: "failed", reason: lossOf(this.#url, reason ?? closedHow) });
    } else {
      this.#retried = true;
      this.dial();
    }
  }
}
