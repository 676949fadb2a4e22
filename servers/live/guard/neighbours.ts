// What is open for each address, and what it makes the server keep in memory: answers that are not read, and messages and bodies
// that have not ended. Knows no limits.

import type { Duplex } from "node:stream";

interface Entry {
  readonly socket: Duplex;
  /** The bytes of a message, or of a request's body, that has not ended. */
  unfinishedBytes: number;
}

export class Neighbours {
  readonly #entries = new Map<string, Set<Entry>>();

  /** How much is open for the address: its connections, or its requests that a proxy brings. */
  count(key: string): number {
    return this.#entries.get(key)?.size ?? 0;
  }

  /** Counts for the address until the returned function is called. */
  enter(key: string, socket: Duplex): () => void {
    const entries = this.#entries.get(key) ?? new Set();
    const entry = { socket, unfinishedBytes: 0 };
    this.#entries.set(key, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.#entries.get(key) === entries) this.#entries.delete(key);
    };
  }

  /** The socket has, or will have, so many bytes of a message or a body that has not ended. */
  note(key: string, socket: Duplex, unfinishedBytes: number): void {
    for (const entry of this.#entries.get(key) ?? []) {
      if (entry.socket === socket) entry.unfinishedBytes = unfinishedBytes;
    }
  }

  /** All that the server keeps for the address. */
  keptBytes(key: string): number {
    let bytes = 0;
    for (const { socket, unfinishedBytes } of this.#entries.get(key) ?? []) {
      bytes += socket.writableLength + unfinishedBytes;
    }
    return bytes;
  }
}
