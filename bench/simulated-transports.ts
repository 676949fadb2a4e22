// One subscriber of each transport, played step by step, for the tests of the closed forms. It knows nothing of those:
// messages, requests, answers and holds happen one after another, each taking its time to travel.

/** Of the link, the client and the server; in ms. */
export interface SimulatedDelays {
  /** d, server to client; u, client to server; c, from an answer's arrival to the next request's leaving. */
  readonly downMs: number;
  readonly upMs: number;
  readonly turnaroundMs: number;
}

export interface SimulatedSizes {
  readonly payloadBytes: number;
  readonly requestBytes: number;
  readonly fullAnswerBytes: number;
  readonly emptyAnswerBytes: number;
}

/** What the subscriber saw until the last message. */
export interface Simulated {
  readonly responseTimesMs: Float64Array;
  readonly durationMs: number;
  readonly requests: number;
  readonly empty: number;
  readonly bytes: number;
}

/** What one subscriber has seen, and what it cost; the cursor only moves forward. */
class Subscriber {
  readonly #instants: Float64Array;
  readonly #sizes: SimulatedSizes;
  readonly #responseTimesMs: Float64Array;
  #requests = 0;
  #empty = 0;
  #bytes = 0;
  /** Of the instants: before it all is delivered. */
  #cursor = 0;

  constructor(instants: Float64Array, sizes: SimulatedSizes) {
    this.#instants = instants;
    this.#sizes = sizes;
    this.#responseTimesMs = new Float64Array(instants.length);
  }

  get finished(): boolean {
    return this.#cursor === this.#instants.length;
  }

  /** When the next message that the subscriber has not seen is published. */
  get nextInstant(): number {
    return this.#instants[this.#cursor] ?? Number.POSITIVE_INFINITY;
  }

  /** The server answers with all that is published by `now`, and the client has it at `arrival`. */
  answer(now: number, arrival: number): void {
    this.#requests++;
    this.#bytes += this.#sizes.requestBytes;
    if (this.nextInstant > now) {
      this.#empty++;
      this.#bytes += this.#sizes.emptyAnswerBytes;
      return;
    }
    this.#bytes += this.#sizes.fullAnswerBytes + "[]".length;
    for (let messages = 0; this.nextInstant <= now; messages++) {
      this.#responseTimesMs[this.#cursor] = arrival - this.nextInstant;
      this.#bytes += this.#sizes.payloadBytes + (messages > 0 ? ",".length : 0);
      this.#cursor++;
    }
  }

  result(durationMs: number): Simulated {
    return {
      responseTimesMs: this.#responseTimesMs,
      durationMs,
      requests: this.#requests,
      empty: this.#empty,
      bytes: this.#bytes,
    };
  }
}

/** A poll is due at firstPollMs, firstPollMs + everyMs, …; one that is due while an answer is awaited is skipped. */
export const simulateShortPolling = (
  instants: Float64Array,
  { downMs, upMs }: SimulatedDelays,
  everyMs: number,
  firstPollMs: number,
  sizes: SimulatedSizes,
): Simulated => {
  const subscriber = new Subscriber(instants, sizes);
  let due = firstPollMs;
  let sent = due;
  while (!subscriber.finished) {
    sent = due;
    const atServer = sent + upMs;
    const arrival = atServer + downMs;
    subscriber.answer(atServer, arrival);
    do due += everyMs;
    while (due < arrival);
  }
  return subscriber.result(due - firstPollMs);
};

/** The request that reaches the server at firstRequestMs is answered by the first message, or when the hold is over. */
export const simulateLongPolling = (
  instants: Float64Array,
  { downMs, upMs, turnaroundMs }: SimulatedDelays,
  holdMs: number,
  firstRequestMs: number,
  sizes: SimulatedSizes,
): Simulated => {
  const subscriber = new Subscriber(instants, sizes);
  let atServer = firstRequestMs;
  while (!subscriber.finished) {
    const holdEnds = atServer + holdMs;
    const answered = Math.max(atServer, Math.min(subscriber.nextInstant, holdEnds));
    const arrival = answered + downMs;
    subscriber.answer(answered, arrival);
    const requested = arrival + turnaroundMs;
    atServer = requested + upMs;
  }
  return subscriber.result(atServer - firstRequestMs);
};

/** All subscribers together; their response times ascend. */
export const pooled = (runs: readonly Simulated[]): Simulated => {
  const sum = (of: (run: Simulated) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const responseTimesMs = new Float64Array(sum((run) => run.responseTimesMs.length));
  let offset = 0;
  for (const run of runs) {
    responseTimesMs.set(run.responseTimesMs, offset);
    offset += run.responseTimesMs.length;
  }
  return {
    responseTimesMs: responseTimesMs.sort(),
    durationMs: sum((run) => run.durationMs),
    requests: sum((run) => run.requests),
    empty: sum((run) => run.empty),
    bytes: sum((run) => run.bytes),
  };
};
