// The one polling loop: a request from the cursor, its answer delivered, the next request when its time has come.
// Short and long polling differ only in their path and in when that is.

import { type Message, MessageError } from "../servers/protocol/message.ts";
import { HttpError, type HttpResponse, HttpResponseReader } from "./http-response.ts";
import { bookAnswer, refusal } from "./poll-answer.ts";
import { pollRequest } from "./poll-request.ts";
import { type ClientSocket, dial, lingerMs, lossOf } from "./socket.ts";
import { type End, rejectEarlyEnd, type SubscribeOptions, type Subscription } from "./subscriber.ts";

/** When to poll; the first poll is sent at once. */
export interface PollTiming {
  /** After an answer to the poll that was due at `dueAt`: when the next one is due, on the clock of performance.now(). */
  next(dueAt: number): number;
  /** A subscription is ready with its first request sent (a held poll), or with its first answer. */
  readonly readyOn: "request" | "answer";
}

export const startPolling = (
  url: string,
  path: string,
  timing: PollTiming,
  deliver: (message: Message) => void,
  options: SubscribeOptions,
): Promise<Subscription> =>
  new Promise((resolve, reject) => {
    const poller = new Poller(url, path, timing, deliver, options);
    poller.start(resolve, reject);
  });

class Poller {
  readonly #url: string;
  readonly #timing: PollTiming;
  readonly #deliver: (message: Message) => void;
  readonly #options: SubscribeOptions;
  readonly #requestFrom: (cursor: number) => Buffer;
  readonly #ended = Promise.withResolvers<End>();
  /** The last socket is closed. */
  readonly #released = Promise.withResolvers<void>();
  #onReady: (() => void) | null = null;
  #cursor: number;
  #socket: ClientSocket | null = null;
  #connected = false;
  #reader = new HttpResponseReader();
  #timer: NodeJS.Timeout | undefined;
  #linger: NodeJS.Timeout | undefined;
  #dueAt = 0;
  #requestedAt = 0;
  #answeredAt = 0;
  /** The next request is due since before the answer that it follows. */
  #atOnce = false;
  #inFlight = false;
  #afterEmpty = false;
  /** The request in flight was already tried on a connection that broke. */
  #retried = false;
  #end: End | null = null;

  constructor(
    url: string,
    path: string,
    timing: PollTiming,
    deliver: (message: Message) => void,
    options: SubscribeOptions,
  ) {
    this.#url = url;
    this.#timing = timing;
    this.#deliver = deliver;
    this.#options = options;
    this.#cursor = options.since;
    this.#requestFrom = pollRequest(url, path, options);
  }

  start(resolve: (subscription: Subscription) => void, reject: (error: Error) => void): void {
    this.#onReady = () => resolve({ ended: this.#ended.promise, close: () => this.#close() });
    rejectEarlyEnd(this.#ended.promise, this.#options.since, reject);
    this.#schedule(performance.now());
  }

  #schedule(dueAt: number): void {
    this.#dueAt = dueAt;
    this.#atOnce = dueAt < this.#answeredAt;
    const wait = dueAt - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#poll(), wait);
    else this.#poll();
  }

  #poll(): void {
    if (this.#end !== null) return;
    this.#inFlight = true;
    if (this.#socket === null) this.#dial();
    else if (this.#connected) this.#request(this.#socket);
  }

  #request(socket: ClientSocket): void {
    const { requests, kinds } = this.#options.traffic;
    const request = this.#requestFrom(this.#cursor);
    const now = performance.now();
    if (this.#atOnce) {
      requests.turnarounds++;
      requests.turnaroundsMs += now - this.#answeredAt;
      this.#atOnce = false;
    }
    if (this.#afterEmpty) {
      requests.emptyCycles++;
      requests.emptyCyclesMs += now - this.#requestedAt;
      this.#afterEmpty = false;
    }
    this.#requestedAt = now;
    requests.total++;
    kinds.up.httpHeaders += request.length;
    socket.write(request);
    if (this.#timing.readyOn === "request") this.#ready();
  }

  #dial(): void {
    this.#connected = false;
    this.#reader = new HttpResponseReader();
    const socket = dial(this.#url, this.#options.traffic, {
      open: () => {
        this.#connected = true;
        if (this.#inFlight) this.#request(socket);
      },
      data: (chunk) => this.#data(socket, chunk),
      closed: (reason) => this.#closed(socket, reason),
    });
    this.#socket = socket;
  }

  #data(socket: ClientSocket, chunk: Buffer): void {
    if (socket !== this.#socket) return;
    const readAt = performance.now();
    try {
      const response = this.#reader.receive(chunk);
      if (response === null) return;
      this.#answeredAt = readAt;
      this.#answer(socket, response);
    } catch (error) {
      if (!(error instanceof HttpError || error instanceof MessageError)) throw error;
      this.#finish({ kind: "failed", reason: `the server's answer cannot be read: ${error.message}` });
    }
  }

  #answer(socket: ClientSocket, response: HttpResponse): void {
    this.#inFlight = false;
    this.#retried = false;
    const messages = bookAnswer(this.#options.traffic, response);
    if (this.#end !== null) return;
    if (response.last) {
      this.#socket = null;
      socket.end();
    }
    if (messages === null) {
      this.#finish(refusal(response));
      return;
    }
    this.#afterEmpty = messages.length === 0;
    for (const message of messages) {
      this.#cursor = message.seq;
      this.#deliver(message);
    }
    this.#ready();
    this.#schedule(this.#timing.next(this.#dueAt));
  }

  /** A connection that breaks is dialled anew: at once for the request that was on it, once; else for the next poll. */
  #closed(socket: ClientSocket, reason: string | null): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#options.traffic.kinds.down.httpHeaders += this.#reader.pendingBytes;
    clearTimeout(this.#linger);
    if (this.#end !== null) this.#released.resolve();
    if (this.#end !== null || !this.#inFlight) return;
    if (this.#retried) {
      this.#finish({
        kind: "failed",
        reason: lossOf(this.#url, reason ?? "closed by the server"),
      });
      return;
    }
    this.#retried = true;
    this.#dial();
  }

  #ready(): void {
    this.#onReady?.();
    this.#onReady = null;
  }

  #finish(end: End): void {
    if (this.#end !== null) return;
    this.#end = end;
    clearTimeout(this.#timer);
    this.#ended.resolve(end);
    const socket = this.#socket;
    if (socket === null) this.#released.resolve();
    else if (end.kind === "failed" || !this.#inFlight || !this.#connected) socket.destroy();
    else {
      // An answer that is on its way is still read, so that both sides count the same bytes.
      socket.end();
      this.#linger = setTimeout(() => socket.destroy(), lingerMs);
    }
  }

  #close(): Promise<void> {
    this.#finish({ kind: "closed" });
    return this.#released.promise;
  }
}
