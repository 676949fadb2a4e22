// Every transport's client as its caller sees it: Subscribe, Subscription, and the traffic that is counted at the socket.
// Knows nothing of the experiment.

import { type ByteCounter, noBytes, noRequests, type RequestCounter } from "../servers/protocol/byte-kinds.ts";
import type { Message } from "../servers/protocol/message.ts";
import { defaultPatience, type Patience } from "./patience.ts";

export { type Patience, patienceFor } from "./patience.ts";

/** Polls and their answers, timed. */
interface PollCounter extends RequestCounter {
  /** From a poll's request to the next, where the answer between was empty. */
  emptyCycles: number;
  emptyCyclesMs: number;
  /** From an answer's being read to the next request's leaving where that follows at once, dialling included. */
  turnarounds: number;
  turnaroundsMs: number;
}

/** Counted in place by all subscriptions that share it. */
export interface Traffic extends ByteCounter {
  readonly requests: PollCounter;
  readonly connections: { opened: number; failed: number; closedByServer: number };
  /** The messages that arrived, though their subscriber may have left meanwhile. */
  messages: number;
}

export const noTraffic = (): Traffic => ({
  ...noBytes(),
  requests: { ...noRequests(), emptyCycles: 0, emptyCyclesMs: 0, turnarounds: 0, turnaroundsMs: 0 },
  connections: { opened: 0, failed: 0, closedByServer: 0 },
  messages: 0,
});

export interface SubscribeOptions {
  /** The seq of the last message seen; messages after it are delivered. */
  readonly since: number;
  /** Short polling alone: the time from one poll to the next, and from the answer on joining to the next poll. */
  readonly pollEveryMs: number;
  readonly firstPollMs: number;
  /** One connection for all requests, or one for each; transports that keep one connection anyway ignore it. */
  readonly connection: "keep-alive" | "close";
  /** `browser`: those of a current browser; `published`: those that a browser of 2009 sent with a poll. */
  readonly headers: "minimal" | "browser" | "published";
  readonly traffic: Traffic;
  /** Limits other than the defaults. */
  readonly patience?: Partial<Patience>;
}

export const patienceOf = ({ patience }: Pick<SubscribeOptions, "patience">): Patience => ({
  ...defaultPatience,
  ...patience,
});

/** Why a subscription is over. `history-gone`: the log no longer keeps the messages after the cursor. */
export type End =
  | { readonly kind: "closed" }
  | { readonly kind: "history-gone"; readonly oldestSeq: number | null }
  | { readonly kind: "failed"; readonly reason: string };

export interface Subscription {
  /** Leaves; resolves once its last connection is closed. */
  close(): Promise<void>;
  /** Resolves once, whoever ended it. */
  readonly ended: Promise<End>;
}

/** The end by history-gone, with the digits of the oldest seq that the server named, if it did. */
export const historyGoneBefore = (oldestSeq: string | undefined): End => ({
  kind: "history-gone",
  oldestSeq: oldestSeq === undefined ? null : Number(oldestSeq),
});

/** Rejects a caller that still waits for the subscription to be ready; an end that the owner asked for rejects nothing. */
export const rejectEarlyEnd = (ended: Promise<End>, since: number, reject: (error: Error) => void): void => {
  ended.then((end) => {
    if (end.kind === "failed") reject(new Error(end.reason));
    else if (end.kind === "history-gone") reject(new Error(`the log no longer keeps what follows seq ${since}`));
  }, reject);
};

/** Resolves once no later message can be missed; rejects where the server cannot be reached. */
export type Subscribe = (
  url: string,
  deliver: (message: Message) => void,
  options: SubscribeOptions,
) => Promise<Subscription>;

/** Books the bytes of messages that arrived: their bodies, and the JSON around them. */
export const countMessages = (traffic: Traffic, messages: readonly Message[], payloadBytes: number): void => {
  let bodyBytes = 0;
  for (const { body } of messages) bodyBytes += Buffer.byteLength(body);
  traffic.messages += messages.length;
  traffic.kinds.down.body += bodyBytes;
  traffic.kinds.down.envelope += payloadBytes - bodyBytes;
};
