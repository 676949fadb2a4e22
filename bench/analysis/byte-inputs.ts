// Sizes of one message, one head, one frame, as a cell's trials measured them: what the model is given. Pure.

import { deliveriesOf } from "../record/metrics.ts";
import type { MeasuredTrial } from "../record/trial.ts";
import { medianOrNull } from "../statistics/stats.ts";
import type { ByteInputs } from "./model.ts";

/** Medians over the cell's trials, in bytes. null of no trial. */
export const byteInputs = (trials: readonly MeasuredTrial[]): ByteInputs | null => {
  const of = (number: (trial: MeasuredTrial) => number | null): number | null =>
    medianOrNull(trials.flatMap((trial) => number(trial) ?? []));
  const keepAlivePerSecond = of(
    ({ bytes, conditions, measureMs }) => bytes.keepAlive / conditions.subscribers / (measureMs / 1000),
  );
  if (keepAlivePerSecond === null) return null;
  return {
    payloadBytes: of(payloadBytes) ?? 0,
    requestBytes: of(({ requests }) => requests.headBytes.request),
    fullAnswerBytes: of(({ requests }) => requests.headBytes.fullAnswer),
    emptyAnswerBytes: of(({ requests }) => requests.headBytes.emptyAnswer),
    framingPerMessageBytes: of((trial) => perDelivery(trial.bytes.framing, trial)),
    keepAlivePerSecond,
  };
};

const perDelivery = (bytes: number, trial: MeasuredTrial): number | null => {
  const deliveries = deliveriesOf(trial.bytes);
  return deliveries > 0 ? bytes / deliveries : null;
};

/** Of a message as JSON: a poll's answer adds two brackets and, between two messages, a comma. */
const payloadBytes = (trial: MeasuredTrial): number | null => {
  const { bytes, requests } = trial;
  const whole = perDelivery(bytes.body + bytes.envelope, trial);
  const answers = perDelivery(requests.total - requests.empty, trial);
  if (whole === null || answers === null || requests.total === 0) return whole;
  return whole - 1 - answers;
};
