import { describe, expect, it } from "vitest";
import { Ledger } from "./ledger.ts";

const ledgerOf = (
  subscribers: number,
  ...got: readonly (readonly [subscriber: number, seq: number, altered?: true])[]
): Ledger => {
  const ledger = new Ledger(subscribers);
  for (const [subscriber, seq, altered = false] of got) ledger.record(subscriber, seq, altered);
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
    expect(ledger.counts(lastSeq)).toEqual({ received, duplicated, outOfOrder, missing, foreign: 0, altered: 0 });
    expect(ledger.isComplete(lastSeq)).toBe(complete);
  });

  it.each([
    ["seq 0", ledgerOf(1, [0, 1], [0, 0]), { received: 1, missing: 1, foreign: 1, altered: 0 }],
    ["one beyond the last", ledgerOf(1, [0, 1], [0, 3]), { received: 1, missing: 1, foreign: 1, altered: 0 }],
    [
      "two beyond the last",
      ledgerOf(1, [0, 1], [0, 2], [0, 3], [0, 4]),
      { received: 2, missing: 0, foreign: 2, altered: 0 },
    ],
    [
      "one far beyond",
      ledgerOf(1, [0, 1], [0, 2], [0, 2 ** 53 - 1]),
      { received: 2, missing: 0, foreign: 1, altered: 0 },
    ],
    ["another body", ledgerOf(1, [0, 1], [0, 2, true]), { received: 2, missing: 0, foreign: 0, altered: 1 }],
  ])("tells what was not published: %s", (_, ledger, counts) => {
    expect(ledger.counts(2)).toMatchObject({ ...counts, duplicated: 0, outOfOrder: 0 });
  });

  it("counts as missing only what was passed over while it is not known how much was published", () => {
    expect(ledgerOf(2, [0, 1], [0, 3]).counts(null)).toMatchObject({ received: 2, missing: 1, foreign: 0 });
  });
});
