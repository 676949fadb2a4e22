// How long a load client waits for its server: no wait is without an end. Every limit stands here.

export interface Patience {
  /** From dialling to the connection's being open. */
  readonly dialMs: number;
  /** From a request, an opening handshake's too, to the end of its answer: so much, and the time that the bytes take. */
  readonly answerMs: number;
  /** The longest that the server holds a long poll, whose answer may take so much more. */
  readonly holdMs: number;
  /** From the last word on a connection to its end. */
  readonly lingerMs: number;
}

/** The servers here hold a poll as long, and give a request as much time to arrive, unless they are told otherwise. */
export const defaultPatience: Patience = { dialMs: 10_000, answerMs: 10_000, holdMs: 30_000, lingerMs: 2_000 };

/** The patience that a hold and the delay of a link ask for: dialling, an answer and a goodbye take a round trip each. */
export const patienceFor = (holdMs: number, oneWayMs: number): Patience => ({
  dialMs: defaultPatience.dialMs + 2 * oneWayMs,
  answerMs: defaultPatience.answerMs + 2 * oneWayMs,
  holdMs,
  lingerMs: defaultPatience.lingerMs + 2 * oneWayMs,
});

/** A link that takes longer for the bytes of an answer is taken for a server that does not answer: 16 kB a second. */
export const leastBytesPerMs = 16;

/** A limit in words for a reader. */
export const within = (ms: number): string => `within ${ms / 1000} s`;
