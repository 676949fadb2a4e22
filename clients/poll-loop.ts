// The one polling loop: a request from the cursor, its answer delivered, the next request when its time has come.
// Short and long polling differ only in their path and in when that is.

import { decodeMessages, historyGone, type Message, MessageError } from "../servers/protocol/message.ts";
import { fetchHeaders } from "./browser-headers.ts";
import { HttpError, type HttpResponse, HttpResponseReader } from "./http-response.ts";
import { type ClientSocket, dial, hostOf, lossOf } from "./socket.ts";
import { countMessages, type End, rejectEarlyEnd, type SubscribeOptions, type Subscription } from "./subscriber.ts";

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
  readonly #beforeCursor: string;
  readonly #afterCursor: string;
  readonly #ended = Promise.withResolvers<End>();
  /** The last socket is closed. */
  readonly #released = Promise.withResolvers<void>();
  #onReady: (() => void) | null = null;
  #cursor: number;
  #socket: ClientSocket | null = null;
  #connected = false;
  #reader = new HttpResponseReader();
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;
  #requestedAt = 0;
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
    const headers = options.headers === "browser" ? fetchHeaders(new URL(url).origin) : [];
    const lines = [["Host", hostOf(url).authority], ["Connection", options.connection], ...headers].map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    this.#beforeCursor = `GET ${path}?since=`;
    this.#afterCursor = ` HTTP/1.1\r\n${lines.join("")}\r\n`;
  }

  start(resolve: (subscription: Subscription) => void, reject: (error: Error) => void): void {
    this.#onReady = () => resolve({ ended: this.#ended.promise, close: () => this.#close() });
    rejectEarlyEnd(this.#ended.promise, this.#options.since, reject);
    this.#schedule(performance.now());
  }

  #schedule(dueAt: number): void {
    this.#dueAt = dueAt;
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
    const now = performance.now();
    const { requests, kinds } = this.#options.traffic;
    if (this.#afterEmpty) {
      requests.emptyCycles++;
      requests.emptyCyclesMs += now - this.#requestedAt;
      this.#afterEmpty = false;
    }
    this.#requestedAt = now;
    const request = Buffer.from(`${this.#beforeCursor}${this.#cursor}${this.#afterCursor}`, "latin1");
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
    if (socket !== this.#socket || this.#end !== null) return;
    try {
      const response = this.#reader.receive(chunk);
      if (response !== null) this.#answer(socket, response);
    } catch (error) {
      if (!(error instanceof HttpError || error instanceof MessageError)) throw error;
      this.#finish({ kind: "failed", reason: `the server's answer cannot be read: ${error.message}` });
    }
  }

  #answer(socket: ClientSocket, response: HttpResponse): void {
    const { traffic } = this.#options;
    this.#inFlight = false;
    this.#retried = false;
    traffic.kinds.down.httpHeaders += response.headBytes;
    if (response.last) {
      this.#socket = null;
      socket.end();
    }
    if (response.status === 200) {
      const messages = decodeMessages(response.body.toString());
      countMessages(traffic, messages, response.body.length);
      for (const message of messages) {
        this.#cursor = message.seq;
        this.#deliver(message);
      }
    } else if (response.status === 204) {
      traffic.requests.empty++;
      this.#afterEmpty = true;
    } else {
      traffic.kinds.down.envelope += response.body.length;
      this.#finish(refusal(response));
      return;
    }
    this.#ready();
    this.#schedule(this.#timing.next(this.#dueAt));
  }

  /** A connection that breaks is dialled anew: at once for the request that was on it, once; else for the next poll. */
  #closed(socket: ClientSocket, reason: string | null): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#options.traffic.kinds.down.httpHeaders += this.#reader.pendingBytes;
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
    if (this.#socket === null) this.#released.resolve();
    else this.#socket.destroy();
    this.#ended.resolve(end);
  }

  #close(): Promise<void> {
    this.#finish({ kind: "closed" });
    return this.#released.promise;
  }
}

const refusal = (response: HttpResponse): End => {
  const text = response.body.toString();
  if (response.status !== historyGone.httpStatus) {
    return { kind: "failed", reason: `the server answered ${response.status}: ${text.slice(0, 200)}` };
  }
  return { kind: "history-gone", oldestSeq: Number(/"oldestSeq":(\d+)/.exec(text)?.[1] ?? Number.NaN) || null };
};
