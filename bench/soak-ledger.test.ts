import { describe, expect, it } from "vitest";
import { Ledger } from "./soak-ledger.ts";

const ledgerOf = (subscribers: number, ...got: readonly (readonly [subscriber: number, seq: number])[]): Ledger => {
  const ledger = new Ledger(subscribers);
  for (const [subscriber, seq] of got) ledger.record(subscriber, seq);
  return ledger;
};

describe("Ledger", () => {
  it.each([
    ["in order", ledgerOf(1, [0, 1], [0, 2], [0, 3]), 3, [3, 0, 0, 0], true],
    ["nothing", ledgerOf(2), 3, [0, 0, 0, 6], false],
    ["one to a subscriber of two", ledgerOf(2, [1, 1]), 1, [1, 0, 0, 1], false],
    ["the last missing", ledgerOf(1, [0, 1]), 2, [1, 0, 0, 1], false],
    ["one passed over", ledgerOf(1, [0, 1], [0, 3]), 3, [2, 0, 0, 1], false],
    ["the first passed over", ledgerOf(1, [0, 2]), 2, [1, 0, 0, 1], false],
    ["one late", ledgerOf(1, [0, 2], [0, 1]), 2, [2, 0, 1, 0], true],
    ["one twice", ledgerOf(1, [0, 1], [0, 1]), 1, [2, 1, 0, 0], true],
    ["a late one twice", ledgerOf(1, [0, 2], [0, 1], [0, 1]), 2, [3, 1, 1, 0], true],
  ])("%s", (_, ledger, lastSeq, [received, duplicated, outOfOrder, missing], complete) => {
    expect(ledger.counts(lastSeq)).toEqual({ received, duplicated, outOfOrder, missing });
    expect(ledger.isComplete(lastSeq)).toBe(complete);
  });
});
