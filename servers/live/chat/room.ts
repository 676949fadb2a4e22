// The chat itself: who joins, says something and leaves, on a log of its own, within limits. Knows no sockets; clocks
// and randomness are arguments.

import type { MessageLog } from "../../log.ts";
import type { Refusal } from "../../server.ts";
import { type Bucket, createFlood, type Flood, maxAddresses, tooMany } from "../guard/flood.ts";
import { type ChatEntry, encodeEntry, remainingIn, type Via } from "./entry.ts";
import { fieldOf, readName, readText } from "./text.ts";
import { type Visitor, type VisitorLimits, Visitors } from "./visitors.ts";

export interface ChatLimits extends VisitorLimits {
  /** Of Unicode. */
  readonly textCharacters: number;
  readonly nameCharacters: number;
  /** Of one visitor: so many at once, and as many again, evenly, in ten seconds. */
  readonly messagesPerTenSeconds: number;
  /** Of all visitors of one address, beside what each of them may. */
  readonly joinsPerAddress: Bucket;
  readonly messagesPerAddress: Bucket;
}

export const defaultChatLimits: ChatLimits = {
  maxVisitors: 1_000,
  maxVisitorsPerAddress: 100,
  awayMs: 20_000,
  textCharacters: 2_000,
  nameCharacters: 40,
  messagesPerTenSeconds: 10,
  joinsPerAddress: { perSec: 0.5, burst: 20 },
  messagesPerAddress: { perSec: 5, burst: 50 },
};

export interface RoomOptions {
  /** The chat's own; whether it is kept over a restart is not the chat's affair. */
  readonly log: MessageLog;
  /** The host's clock, as in Message.sentAt: ms, never stepping back. */
  readonly now: () => number;
  /** ms since 1970. */
  readonly date: () => number;
  /** Nobody can guess it. */
  readonly newToken: () => string;
  readonly limits: ChatLimits;
}

export const isRefusal = (outcome: object): outcome is Refusal => "reason" in outcome;

/**
 * After a restart, every token is unknown and the visitor joins again under its name: tokens are kept nowhere else, so
 * that a log that is stored holds no secrets.
 */
export const unknownVisitor: Refusal = { status: 401, reason: "no such visitor, or not any more: join again" };

export class ChatRoom {
  readonly limits: ChatLimits;
  readonly #options: RoomOptions;
  readonly #visitors: Visitors;
  readonly #said: Flood;
  readonly #joinedFrom: Flood;
  readonly #saidFrom: Flood;

  /** Whoever is there in a log that is taken up again was cut off when its server stopped, and leaves now. */
  constructor(options: RoomOptions) {
    const { limits, log, now } = options;
    this.limits = limits;
    this.#options = options;
    this.#visitors = new Visitors(limits, now);
    const burst = limits.messagesPerTenSeconds;
    this.#said = createFlood({ perSec: burst / 10, burst, maxKeys: limits.maxVisitors }, now);
    this.#joinedFrom = createFlood({ ...limits.joinsPerAddress, maxKeys: maxAddresses }, now);
    this.#saidFrom = createFlood({ ...limits.messagesPerAddress, maxKeys: maxAddresses }, now);
    const history = log.since(null);
    if (history.gone) return;
    for (const [id, name] of remainingIn(history.entries)) this.#append("left", { id, name });
  }

  get log(): MessageLog {
    return this.#options.log;
  }

  /**
   * The visitor's id is the seq of the entry that says that it joined, so that a log never has two of the same. `address`:
   * the key of the one that it comes from.
   */
  join(body: unknown, address: string): Visitor | Refusal {
    const read = readName(fieldOf(body, "name"), this.limits.nameCharacters);
    if ("reason" in read) return { status: 400, reason: read.reason };
    const waitMs = this.#joinedFrom.take(address);
    if (waitMs > 0) return tooMany("visitors from this address", waitMs);
    const id = String(this.log.lastSeq + 1);
    const name = read.text === "" ? `Visitor ${id}` : read.text;
    const visitor = this.#visitors.add(id, name, this.#options.newToken(), address);
    if (visitor === null) return { status: 503, reason: "the chat is full: try again later", retryAfterSec: 30 };
    this.#append("joined", visitor);
    return visitor;
  }

  visitorWith(token: string | null): Visitor | null {
    return this.#visitors.find(token);
  }

  /** The visitor listens until the returned function is called; `end` ends that early, where it leaves meanwhile. */
  arrive(visitor: Visitor, via: Via, end: () => void): () => void {
    return this.#visitors.arrive(visitor, via, end);
  }

  /** The seq of what it said. `body` as it was sent, `via` where that tells more than what the visitor listens on. */
  say(visitor: Visitor, body: unknown, via = visitor.via): { readonly seq: number } | Refusal {
    if (this.#visitors.find(visitor.token) === null) return unknownVisitor;
    this.#visitors.notice(visitor);
    const read = readText(fieldOf(body, "text"), this.limits.textCharacters);
    if ("reason" in read) return { status: 400, reason: read.reason };
    const waitMs = this.#said.take(visitor.id);
    if (waitMs > 0) {
      const reason = `at most ${this.limits.messagesPerTenSeconds} messages in ten seconds: wait a moment`;
      return { status: 429, reason, retryAfterSec: Math.ceil(waitMs / 1000) };
    }
    const addressWaitMs = this.#saidFrom.take(visitor.address);
    if (addressWaitMs > 0) return tooMany("messages from this address", addressWaitMs);
    return { seq: this.#append("said", visitor, via === null ? read : { ...read, via }) };
  }

  leave(visitor: Visitor): void {
    if (this.#visitors.remove(visitor)) this.#append("left", visitor);
  }

  /** Everyone who has been away for too long. */
  leaveSilent(): void {
    for (const visitor of this.#visitors.silent()) this.leave(visitor);
  }

  #append(kind: ChatEntry["kind"], { id, name }: Pick<Visitor, "id" | "name">, more: Partial<ChatEntry> = {}): number {
    const { log, now, date } = this.#options;
    const seq = log.lastSeq + 1;
    const at = now();
    log.append({ seq, intendedAt: at, sentAt: at, body: encodeEntry({ ...more, kind, id, name, at: date() }) });
    return seq;
  }
}
