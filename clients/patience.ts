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

/** The server that this client talks to gives up a request as late, and holds a poll as long, unless it is told otherwise. */
export const defaultPatience: Patience = { dialMs: 10_000, answerMs: 10_000, holdMs: 30_000, lingerMs: 2_000 };

/** A link that takes longer for the bytes of an answer is taken for a server that does not answer: 16 kB a second. */
export const leastBytesPerMs = 16;

/** A limit in words for a reader. */
export const within = (ms: number): string => `within ${ms / 1000} s`;
