// The chat itself: visitors join, say something and leave, on a log of its own, within limits. Clocks and randomness are
// arguments. Knows no sockets.

import type { MessageLog } from "../../log.ts";
import type { Refusal } from "../../server.ts";
import { type Bucket, createFlood, type Flood, maxAddresses, tooMany } from "../guard/flood.ts";
import { type ChatEntry, encodeEntry, remainingIn, type Via } from "./entry.ts";
import { fieldOf, readName, readText } from "./text.ts";
import { type Visitor, type VisitorLimits, Visitors } from "./visitors.ts";

export interface ChatLimits extends VisitorLimits {
  /** Counted in code points of Unicode, like `nameCharacters`. */
  readonly textCharacters: number;
  readonly nameCharacters: number;
  readonly textLines: number;
  /** One visitor may say so many messages at once, and as many again, evenly, in ten seconds. */
  readonly messagesPerTenSeconds: number;
  /** Bounds for all visitors of one address together, beside each visitor's own. */
  readonly joinsPerAddress: Bucket;
  readonly messagesPerAddress: Bucket;
}

export const defaultChatLimits: ChatLimits = {
  maxVisitors: 1_000,
  maxVisitorsPerAddress: 100,
  awayMs: 20_000,
  textCharacters: 2_000,
  nameCharacters: 40,
  textLines: 40,
  messagesPerTenSeconds: 10,
  joinsPerAddress: { perSec: 0.5, burst: 20 },
  messagesPerAddress: { perSec: 5, burst: 50 },
};

export interface RoomOptions {
  /** The chat's own. The chat does not know whether it is kept over a restart. */
  readonly log: MessageLog;
  /** The host's clock, as in Message.sentAt, in ms; never steps back. */
  readonly now: () => number;
  /** The time in ms since 1970. */
  readonly date: () => number;
  /** A token that nobody can guess. */
  readonly newToken: () => string;
  readonly limits: ChatLimits;
}

export const isRefusal = (outcome: object): outcome is Refusal => "reason" in outcome;

/**
 * After a restart every token is unknown, and the visitor joins again under its name. Tokens are kept in memory alone, so that a
 * stored log holds no secrets.
 */
export const unknownVisitor: Refusal = { status: 401, reason: "this visitor is unknown, or has left: join again" };

export class ChatRoom {
  readonly limits: ChatLimits;
  readonly #options: RoomOptions;
  readonly #visitors: Visitors;
  readonly #said: Flood;
  readonly #joinedFrom: Flood;
  readonly #saidFrom: Flood;

  /** Visitors still there in a log that is taken up again were cut off when its server stopped, and leave now. */
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
   * The visitor's id is the seq of the entry in which it joins, so that no two in a log are the same. `address` is the key of the
   * address that it comes from.
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

  /** The visitor listens until the returned function is called. `end` is called where it leaves before that. */
  arrive(visitor: Visitor, via: Via, end: () => void): () => void {
    return this.#visitors.arrive(visitor, via, end);
  }

  /** Returns the seq of what was said. `body` as it was sent; `via` where it is not what the visitor listens on. */
  say(visitor: Visitor, body: unknown, via = visitor.via): { readonly seq: number } | Refusal {
    if (this.#visitors.find(visitor.token) === null) return unknownVisitor;
    this.#visitors.notice(visitor);
    const read = readText(fieldOf(body, "text"), this.limits.textCharacters, this.limits.textLines);
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

  /** Every visitor that has been away for too long leaves. */
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
