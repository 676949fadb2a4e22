// The deliveries that were owed to each subscriber against those that arrived, over the whole trial. Pure.

import type { DeliveryLedger } from "../record/trial.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Observations } from "./observations.ts";

/** The deliveries of one subscriber so far. */
interface Account {
  /** One entry a seq: 1 where the message has arrived. */
  readonly messages: Uint8Array;
  /** The highest seq so far. */
  last: number;
  flawed: boolean;
}

/**
 * Every subscriber is owed every message once, in order, with the body that was published, those of the warm-up too. A
 * delivery whose seq was never published is foreign: it stands for no message, and hides no loss.
 */
export const ledgerOf = ({
  conditions: { subscribers },
  publications,
  clients,
}: Pick<Observations, "conditions" | "publications" | "clients">): DeliveryLedger => {
  const published = publications.sentAt.length;
  const expected = published * subscribers;
  const accounts = new Map<number, Account>();
  let [received, duplicated, outOfOrder, foreign, altered] = [0, 0, 0, 0, 0];
  for (const { deliveries } of clients) {
    for (const [row, seq] of deliveries.seq.entries()) {
      const subscriber = valueAt(deliveries.subscriber, row);
      const account = accounts.get(subscriber) ?? { messages: new Uint8Array(published + 1), last: 0, flawed: false };
      accounts.set(subscriber, account);
      const known = seq >= 1 && seq <= published;
      const repeated = known && account.messages[seq] === 1;
      const late = known && !repeated && seq < account.last;
      const changed = known && valueAt(deliveries.altered, row) === 1;
      if (!known) foreign++;
      else if (repeated) duplicated++;
      else received++;
      if (late) outOfOrder++;
      if (changed) altered++;
      if (!known || repeated || late || changed) account.flawed = true;
      if (known) {
        account.messages[seq] = 1;
        account.last = Math.max(account.last, seq);
      }
    }
  }
  const flawed = [...accounts.values()].filter((account) => account.flawed || account.messages.indexOf(0, 1) > 0);
  const silent = published === 0 ? 0 : subscribers - accounts.size;
  return {
    expected,
    received,
    lost: expected - received,
    duplicated,
    outOfOrder,
    foreign,
    altered,
    subscribersAffected: flawed.length + silent,
  };
};
