// Who had a connection cut for a flood is let in with few for a while: what comes in one piece has to be read before it can
// be refused, and many connections bring many pieces at once. Knows no sockets and tells no time.

import { maxAddresses } from "./flood.ts";

export interface Probation {
  /** Begins now, or anew. */
  begin(address: string): void;
  lasts(address: string): boolean;
}

const lastsMs = 10_000;

/** `clock` in ms, never stepping back. Beyond `mostKeys` addresses, the one whose probation ends first is let off. */
export const createProbation = (clock: () => number, mostKeys = maxAddresses): Probation => {
  /** When each ends, in that order. */
  const endsAt = new Map<string, number>();
  return {
    begin: (address) => {
      endsAt.delete(address);
      endsAt.set(address, clock() + lastsMs);
      const [first] = endsAt.keys();
      if (endsAt.size > mostKeys && first !== undefined) endsAt.delete(first);
    },
    lasts: (address) => (endsAt.get(address) ?? 0) > clock(),
  };
};
