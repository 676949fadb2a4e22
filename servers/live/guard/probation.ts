// Addresses that asked for too much, or were refused too often: for a while such an address may open only a few connections, and
// those not often. What comes has to be read before it can be refused, and each refusal costs an answer. Knows no sockets and
// tells no time.

import { createFlood, maxAddresses } from "./flood.ts";

export interface Probation {
  /** Begins the probation, or begins it anew. */
  begin(address: string): void;
  lasts(address: string): boolean;
  /** Counts a refusal. False where there were too many: `address` goes by no answer. */
  bearsRefusal(address: string): boolean;
  /** Whether an address that has so many connections open may have one more, as far as its probation is concerned. */
  allowsOneMore(address: string, open: number): boolean;
}

const lastsMs = 10_000;

/** A client that is refused so often goes by no answer. */
const refusals = { perSec: 100, burst: 200 };

/** The most connections of an address on probation, and how fast they may follow each other: a page's. */
const mostOpen = 8;
const openings = { perSec: 4, burst: 16 };

/** `clock` is in ms and never steps back. Beyond `maxKeys` addresses, the one whose probation ends first is let off. */
export const createProbation = (clock: () => number, maxKeys = maxAddresses): Probation => {
  /** When each probation ends, in that order. */
  const endsAt = new Map<string, number>();
  const refused = createFlood({ ...refusals, maxKeys }, clock);
  const opened = createFlood({ ...openings, maxKeys }, clock);
  const begin = (address: string): void => {
    endsAt.delete(address);
    endsAt.set(address, clock() + lastsMs);
    const [first] = endsAt.keys();
    if (endsAt.size > maxKeys && first !== undefined) endsAt.delete(first);
  };
  const lasts = (address: string): boolean => {
    const end = endsAt.get(address);
    return end !== undefined && end > clock();
  };
  return {
    begin,
    lasts,
    bearsRefusal: (address) => refused.take(address) === 0,
    allowsOneMore: (address, open) => !lasts(address) || (open < mostOpen && opened.take(address) === 0),
  };
};
