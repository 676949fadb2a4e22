// The bytes of polls with the heads of a browser, beside those with minimal heads. Pure.

import { metricOf, type TrialNumber } from "../record/metrics.ts";

/**
 * Bytes of a delivery, both ways together, if each of its polls had had a browser's headers: exact, since they change no answer
 * and are the same in every poll. null where they were sent, and without polls.
 */
export const bytesWithBrowserHeads: TrialNumber = (trial) => {
  const { browserHeaderBytes, perDelivery } = trial.requests;
  const bytes = metricOf.bytesPerDelivery(trial);
  return bytes === null || perDelivery === null || browserHeaderBytes === null
    ? null
    : bytes + perDelivery * browserHeaderBytes;
};
