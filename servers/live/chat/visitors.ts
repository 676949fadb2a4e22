// The visitors that are in the chat, and the sockets, requests or streams through which they listen. Knows no log, and tells no
// time.

import type { Via } from "./entry.ts";

export interface Visitor {
  readonly id: string;
  readonly name: string;
  /** Known to the visitor alone. */
  readonly token: string;
  /** The key of the address that it joined from, for limits. Nobody is told it. */
  readonly address: string;
  /** The transport on which it listened last; null before it ever did. */
  readonly via: Via | null;
}

interface Present extends Visitor {
  via: Via | null;
  /** Each ends something open: a socket, a held request, a stream. */
  readonly ways: Set<() => void>;
  /** When it was last heard of. It is there as long as a way is open. */
  seenAt: number;
}

export interface VisitorLimits {
  readonly maxVisitors: number;
  readonly maxVisitorsPerAddress: number;
  /** A visitor that has had no way open for so long has left. */
  readonly awayMs: number;
}

/** `now` is in ms and never steps back. */
export class Visitors {
  readonly #limits: VisitorLimits;
  readonly #now: () => number;
  readonly #byToken = new Map<string, Present>();

  constructor(limits: VisitorLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** null where there are as many visitors as there may be, in all or from its address. */
  add(id: string, name: string, token: string, address: string): Visitor | null {
    const { maxVisitors, maxVisitorsPerAddress } = this.#limits;
    const neighbours = [...this.#byToken.values()].filter((visitor) => visitor.address === address);
    if (this.#byToken.size >= maxVisitors || neighbours.length >= maxVisitorsPerAddress) return null;
    const visitor: Present = { id, name, token, address, via: null, ways: new Set(), seenAt: this.#now() };
    this.#byToken.set(token, visitor);
    return visitor;
  }

  find(token: string | null): Visitor | null {
    return token === null ? null : (this.#byToken.get(token) ?? null);
  }

  /** The visitor listens through a further way until the returned function is called. `end` cuts that way short. */
  arrive({ token }: Visitor, via: Via, end: () => void): () => void {
    const visitor = this.#byToken.get(token);
    if (visitor === undefined) return () => {};
    const way = (): void => end();
    visitor.via = via;
    visitor.ways.add(way);
    return () => {
      visitor.ways.delete(way);
      visitor.seenAt = this.#now();
    };
  }

  /** The visitor did something. */
  notice({ token }: Visitor): void {
    const visitor = this.#byToken.get(token);
    if (visitor !== undefined) visitor.seenAt = this.#now();
  }

  /** Ends all ways of the visitor. Returns false where it had left before. */
  remove({ token }: Visitor): boolean {
    const visitor = this.#byToken.get(token);
    if (visitor === undefined) return false;
    this.#byToken.delete(token);
    for (const end of visitor.ways) end();
    return true;
  }

  /** The visitors that have been away for too long. */
  silent(): readonly Visitor[] {
    const before = this.#now() - this.#limits.awayMs;
    return [...this.#byToken.values()].filter(({ ways, seenAt }) => ways.size === 0 && seenAt <= before);
  }
}
