// The sizes that the model is given: one message, one head, one frame, as a cell's trials measured them. Pure.

import { deliveriesOf, numbersOf, perSubscriberSecond, type TrialNumber } from "../record/metrics.ts";
import type { MeasuredTrial } from "../record/trial.ts";
import { medianOrNull } from "../statistics/stats.ts";
import type { ByteInputs } from "./model.ts";

/** Medians over the cell's trials, in bytes; null where there is no trial. */
export const byteInputs = (trials: readonly MeasuredTrial[]): ByteInputs | null => {
  const medianOf = (number: TrialNumber): number | null => medianOrNull(numbersOf(trials, number));
  const keepAlivePerSecond = medianOf((trial) => perSubscriberSecond(trial.bytes.keepAlive, trial));
  if (keepAlivePerSecond === null) return null;
  return {
    // Nothing was delivered, so that there was no message to weigh.
    payloadBytes: medianOf(payloadBytes) ?? 0,
    requestBytes: medianOf(({ requests }) => requests.headBytes.request),
    fullAnswerBytes: medianOf(({ requests }) => requests.headBytes.fullAnswer),
    emptyAnswerBytes: medianOf(({ requests }) => requests.headBytes.emptyAnswer),
    framingPerMessageBytes: medianOf((trial) => perDelivery(trial.bytes.framing, trial)),
    keepAlivePerSecond,
  };
};

const perDelivery = (bytes: number, trial: MeasuredTrial): number | null => {
  const deliveries = deliveriesOf(trial.bytes);
  return deliveries > 0 ? bytes / deliveries : null;
};

/** A message as JSON, without what a poll's answer adds: two brackets and, between two messages, a comma. */
const payloadBytes = (trial: MeasuredTrial): number | null => {
  const { bytes, requests } = trial;
  const whole = perDelivery(bytes.body + bytes.envelope, trial);
  return whole === null || requests.messagesPerResponse === null ? whole : whole - 1 - 1 / requests.messagesPerResponse;
};
