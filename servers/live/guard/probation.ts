// An address that had a connection cut for a flood may open only a few for a while. What comes in one piece has to be read before
// it can be refused, and many connections bring many pieces at once. Knows no sockets and tells no time.

import { maxAddresses } from "./flood.ts";

export interface Probation {
  /** Begins the probation, or begins it anew. */
  begin(address: string): void;
  lasts(address: string): boolean;
}

const lastsMs = 10_000;

/** `clock` is in ms and never steps back. Beyond `mostKeys` addresses, the one whose probation ends first is let off. */
export const createProbation = (clock: () => number, mostKeys = maxAddresses): Probation => {
  /** When each probation ends, in that order. */
  const endsAt = new Map<string, number>();
  return {
    begin: (address) => {
      endsAt.delete(address);
      endsAt.set(address, clock() + lastsMs);
      const [first] = endsAt.keys();
      if (endsAt.size > mostKeys && first !== undefined) endsAt.delete(first);
    },
    lasts: (address) => {
      const end = endsAt.get(address);
      return end !== undefined && end > clock();
    },
  };
};
