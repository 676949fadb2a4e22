// The one polling loop: a request from the cursor, its answer delivered, the next request when its time has come.
// Short and long polling differ only in their path and in when that is.

import { type Message, MessageError } from "../servers/protocol/message.ts";
import { HttpError, type HttpResponse, HttpResponseReader, isBlank, requestTimeout } from "./http-response.ts";
import { Lifeline, type Talk } from "./lifeline.ts";
import { bookAnswer, refuse } from "./poll-answer.ts";
import { pollRequest } from "./poll-request.ts";
import type { ClientSocket } from "./socket.ts";
import type { End, SubscribeOptions, Subscription } from "./subscriber.ts";

/** When to poll; the first poll is sent at once. */
interface PollTiming {
  /** After an answer to the poll that was due at `dueAt`: when the next one is due, on the clock of performance.now(). */
  next(dueAt: number): number;
  /** A subscription is ready with its first request sent (a held poll), or with its first answer. */
  readonly readyOn: "request" | "answer";
  /** How long an answer may take. */
  readonly answerWithinMs: number;
}

export const startPolling = (
  url: string,
  path: string,
  timing: PollTiming,
  deliver: (message: Message) => void,
  options: SubscribeOptions,
): Promise<Subscription> =>
  Lifeline.start(
    url,
    options,
    (lifeline) => new Poller(lifeline, pollRequest(url, path, options), timing, deliver, options),
  );

class Poller implements Talk {
  readonly #lifeline: Lifeline;
  readonly #requestFrom: (cursor: number) => Buffer;
  readonly #timing: PollTiming;
  readonly #deliver: (message: Message) => void;
  readonly #traffic: SubscribeOptions["traffic"];
  #cursor: number;
  #reader = new HttpResponseReader();
  /** Bytes that arrived and are booked under no kind yet. */
  #unbookedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = performance.now();
  #requestedAt = 0;
  #answeredAt = 0;
  /** The next request is due since before the answer that it follows. */
  #atOnce = false;
  /** A request is sent, or will be once there is a connection. */
  #inFlight = true;
  #afterEmpty = false;

  constructor(
    lifeline: Lifeline,
    requestFrom: (cursor: number) => Buffer,
    timing: PollTiming,
    deliver: (message: Message) => void,
    { since, traffic }: SubscribeOptions,
  ) {
    this.#lifeline = lifeline;
    this.#requestFrom = requestFrom;
    this.#timing = timing;
    this.#deliver = deliver;
    this.#cursor = since;
    this.#traffic = traffic;
    lifeline.ended.then(() => clearTimeout(this.#timer));
  }

  opened(socket: ClientSocket): void {
    if (this.#inFlight) this.#request(socket);
  }

  received(socket: ClientSocket, chunk: Buffer): void {
    const readAt = performance.now();
    this.#unbookedBytes += chunk.length;
    if (!this.#inFlight) {
      this.#unasked(socket, chunk);
      return;
    }
    try {
      const response = this.#reader.receive(chunk);
      if (response === null) return;
      this.#answeredAt = readAt;
      this.#answer(socket, response);
    } catch (error) {
      if (!(error instanceof HttpError || error instanceof MessageError)) throw error;
      this.#lifeline.finish({ kind: "failed", reason: `the server's answer cannot be read: ${error.message}` });
    }
  }

  /** A request that was on the connection is sent anew at once; without one, the next poll dials. */
  gone(): string | null {
    this.#bookAsHeaders();
    this.#reader = new HttpResponseReader();
    return this.#inFlight ? "closed by the server" : null;
  }

  /** An answer that is on its way is still read, so that both sides count the same bytes. */
  leave(socket: ClientSocket, { kind }: End): boolean {
    if (kind === "failed" || !this.#inFlight) return false;
    socket.end();
    return true;
  }

  #request(socket: ClientSocket): void {
    const { requests, kinds } = this.#traffic;
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
    this.#lifeline.expectAnswer(this.#timing.answerWithinMs);
    if (this.#timing.readyOn === "request") this.#lifeline.ready();
  }

  /** No request is under way: what arrives is no answer, and the connection is of no use any more (RFC 9112 section 9.2). */
  #unasked(socket: ClientSocket, bytes: Buffer): void {
    this.#bookAsHeaders();
    if (!this.#lifeline.over && !isBlank(bytes)) this.#lifeline.drop(socket);
  }

  /** All that arrived and is part of no answer that was taken. */
  #bookAsHeaders(): void {
    this.#traffic.kinds.down.httpHeaders += this.#unbookedBytes;
    this.#unbookedBytes = 0;
  }

  #answer(socket: ClientSocket, response: HttpResponse): void {
    // A request that crossed this answer is still to be answered, on another connection.
    this.#inFlight = response.status === requestTimeout;
    const messages = bookAnswer(this.#traffic, response);
    this.#unbookedBytes -= response.headBytes + response.body.length;
    this.#bookAsHeaders();
    if (this.#lifeline.over) return;
    if (messages === null) {
      refuse(this.#lifeline, socket, response);
      return;
    }
    this.#lifeline.arrived();
    if (response.last) this.#lifeline.drop(socket);
    this.#afterEmpty = messages.length === 0;
    for (const message of messages) {
      this.#cursor = message.seq;
      this.#deliver(message);
    }
    this.#lifeline.ready();
    this.#schedule(this.#timing.next(this.#dueAt));
  }

  #schedule(dueAt: number): void {
    this.#dueAt = dueAt;
    this.#atOnce = dueAt < this.#answeredAt;
    const wait = dueAt - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#poll(), wait);
    else this.#poll();
  }

  #poll(): void {
    if (this.#lifeline.over) return;
    this.#inFlight = true;
    const { connection } = this.#lifeline;
    if (connection === null) this.#lifeline.dial();
    else this.#request(connection);
  }
}
