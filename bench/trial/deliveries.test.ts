import { expect, it } from "vitest";
import { Deliveries } from "./deliveries.ts";

it("keeps rows in the order of arrival, however many", () => {
  const deliveries = new Deliveries();
  for (let i = 1; i <= 10_000; i++) deliveries.record(i % 7, i, i / 2, i % 5000 === 0);
  const { subscriber, seq, receivedAt, altered } = deliveries.columns();
  expect([subscriber.length, seq.length, receivedAt.length, altered.length]).toEqual([10_000, 10_000, 10_000, 10_000]);
  expect([subscriber[9998], seq[9998], receivedAt[9998], altered[9998]]).toEqual([9999 % 7, 9999, 4999.5, 0]);
  expect([...altered.keys()].filter((row) => altered[row] === 1)).toEqual([4999, 9999]);
});

it.each([0, -1, 0.5, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1])(
  "makes no message's seq of one that no message can have: %s",
  (seq) => {
    const deliveries = new Deliveries();
    deliveries.record(0, seq, 1, false);
    expect([...deliveries.columns().seq]).toEqual([0]);
  },
);
