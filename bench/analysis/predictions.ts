// The figures that each trial's own plan had to give, beside those that the trial measured (docs/method.md, rule 5a). A number that a prediction
// would contain, such as short polling's requests or the bytes of a pushed message, is predicted nowhere here. Pure.

import { estimate, metricOf, numbersOf } from "../record/metrics.ts";
import type { Floor } from "../record/run.ts";
import { type PredictedMetric, type Prediction, predictedMetrics } from "../record/summary.ts";
import type { Conditions, MeasuredTrial } from "../record/trial.ts";
import { phaseOf, seededRandom } from "../statistics/random.ts";
import { mean, median, medianOrNull, quantile } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import { byteInputs } from "./byte-inputs.ts";
import { giverOf, isPushed, pusherIn } from "./giver.ts";
import {
  type Played,
  type Replayed,
  replayLongPolling,
  replayPush,
  replayShortPolling,
  type SoftwareOf,
  type Way,
} from "./replay.ts";
import { drawSoftware, nearestCell, type Software, softwareIn } from "./software.ts";

/** A plan is replayed so often, each time with other software times and phases of the polls. */
const replays = 8;
/** More pollers than this only repeat the phases of the others. */
const mostPhases = 100;
/** With fewer requests of a subscriber in the window, their count is told by the one that an edge lets in or keeps out. */
const leastRequests = 10;

/** The predictions for a cell of the run's measured trials, in the order of the metrics; none where an input is missing. */
export const predictions = (
  measured: readonly MeasuredTrial[],
  floors: readonly Floor[],
  seed: number,
): ((cell: readonly MeasuredTrial[]) => readonly Prediction[]) => {
  const inputsOf = inputs(measured.filter(isModelled), floors);
  return (cell) => {
    const played = cell.filter(isModelled);
    const [first] = played;
    const given = first === undefined ? null : inputsOf(first);
    if (first === undefined || given === null) return [];
    const names = predictedMetrics.filter((metric) => canFail(metric, first, given.givesDelay));
    const replayed = names.length === 0 ? [] : played.map((trial) => replayTrial(trial, given));
    return names.flatMap((metric) => compare(metric, replayed, seed));
  };
};

/** A silent plan has nothing to replay, and what a saturated server delays is no part of the model. */
const isModelled = ({ status, messages }: MeasuredTrial): boolean =>
  status === "measured" && messages.sentMs.length > 0;

/** The inputs of a cell's replays. */
interface Inputs {
  readonly way: Way;
  readonly software: Software;
  /** The cell gives the link's delay: its response time would be checked against itself. */
  readonly givesDelay: boolean;
}

const inputs = (measured: readonly MeasuredTrial[], floors: readonly Floor[]) => {
  const near = (transport: string | null, conditions: Conditions): readonly MeasuredTrial[] =>
    nearestCell(
      measured.filter((trial) => trial.transport === transport),
      conditions,
    );
  const echo = floors.find(({ oneWayMs }) => oneWayMs === 0)?.pacedRoundTripMs.p50 ?? null;
  const pusher = pusherIn(measured);
  return ({ scenario, transport, conditions }: MeasuredTrial): Inputs | null => {
    const giver = giverOf(measured, scenario, conditions);
    const givesDelay = giver.some((trial) => trial.transport === transport);
    const downMs = conditions.oneWayMs === 0 ? 0 : added(giver, near(pusher, conditions));
    const software = softwareIn(near(conditions.pollEveryMs === null ? transport : pusher, conditions));
    if (downMs === null || echo === null || software.length === 0) return null;
    const sameLink = measured.filter((trial) => trial.conditions.oneWayMs === conditions.oneWayMs);
    const turnarounds = numbersOf(sameLink, ({ requests }) => requests.turnaroundMs);
    const turnaroundMs = conditions.holdMs === null ? 0 : medianOrNull(turnarounds);
    if (turnaroundMs === null) return null;
    return { way: { downMs, upMs: downMs + echo / 2, turnaroundMs }, software, givesDelay };
  };
};

/** The time that a link adds to the service time of the transport that gives its delay. */
const added = (far: readonly MeasuredTrial[], close: readonly MeasuredTrial[]): number | null => {
  const middle = (trials: readonly MeasuredTrial[]): number | null =>
    medianOrNull(numbersOf(trials, ({ serviceTimeMs }) => serviceTimeMs.p50));
  const [there, here] = [middle(far), middle(close)];
  return there === null || here === null ? null : there - here;
};

const isTime = (metric: PredictedMetric): boolean => metric.startsWith("responseTime");

/**
 * Whether the metric of such a trial could differ from its prediction. Without a delay a response time is the software's own,
 * which the replay is given, but for the wait for a poll. A pushed message makes no request, and short polling's are its timer's.
 */
const canFail = (metric: PredictedMetric, { conditions }: MeasuredTrial, givesDelay: boolean): boolean => {
  const polls = conditions.pollEveryMs !== null;
  if (metric === "responseTimeP99Ms") return !isPushed(conditions) && (polls || conditions.oneWayMs > 0);
  if (isTime(metric)) return polls || (conditions.oneWayMs > 0 && !givesDelay);
  return metric === "emptyShare" ? !isPushed(conditions) : conditions.holdMs !== null;
};

/** One trial's plan, as often as it is replayed. */
interface ReplayedTrial {
  readonly trial: MeasuredTrial;
  readonly runs: readonly Replayed[];
}

const replayTrial = (trial: MeasuredTrial, { way, software }: Inputs): ReplayedTrial => {
  const random = seededRandom(trial.repetition, 0x4e91);
  const played = {
    dueMs: Float64Array.from(trial.messages.dueMs),
    sentMs: Float64Array.from(trial.messages.sentMs),
    readyMs: -trial.warmupMs,
    measureMs: trial.measureMs,
    subscribers: trial.conditions.subscribers,
  };
  const runs = Array.from({ length: replays }, (_, i) => {
    const softwareOf = drawSoftware(valueAt(software, i % software.length), random);
    return replayOnce(trial.conditions, played, way, softwareOf, random());
  });
  return { trial, runs };
};

const replayOnce = (
  { pollEveryMs, holdMs }: Conditions,
  played: Played,
  way: Way,
  softwareOf: SoftwareOf,
  start: number,
): Replayed => {
  if (holdMs !== null) return replayLongPolling(played, way, softwareOf, holdMs);
  if (pollEveryMs === null) return replayPush(played, way, softwareOf);
  // Spread as the clients spread them; where they begin is not on record.
  const phases = Array.from({ length: Math.min(played.subscribers, mostPhases) }, (_, i) => phaseOf(i, start));
  return replayShortPolling(played, way, softwareOf, pollEveryMs, phases);
};

/** The metric of one replay, as the trial would have told it. */
const replayedNumber = (metric: PredictedMetric, run: Replayed, trial: MeasuredTrial): number | null => {
  const { responseTimesMs, requests, empty, full, messages, subscribers } = run;
  const each = subscribers * (trial.measureMs / 1000);
  const numbers: Readonly<Record<PredictedMetric, () => number | null>> = {
    responseTimeMeanMs: () => mean(responseTimesMs),
    responseTimeP50Ms: () => quantile(responseTimesMs, 0.5),
    responseTimeP90Ms: () => quantile(responseTimesMs, 0.9),
    responseTimeP99Ms: () => quantile(responseTimesMs, 0.99),
    emptyShare: () => (requests === 0 ? null : empty / requests),
    requestsPerSubscriberSecond: () => requests / each,
    messagesPerResponse: () => (full === 0 ? null : messages / full),
    bytesPerSubscriberSecond: () => bytesOf(run, trial, each),
  };
  return numbers[metric]();
};

/** An answer of k messages is a JSON array: k payloads, k − 1 commas and two brackets. */
const bytesOf = ({ requests, empty, full, messages }: Replayed, trial: MeasuredTrial, each: number): number | null => {
  const sizes = byteInputs([trial]);
  if (sizes === null) return null;
  const { payloadBytes, requestBytes, fullAnswerBytes, keepAlivePerSecond } = sizes;
  const emptyAnswerBytes = empty === 0 ? 0 : sizes.emptyAnswerBytes;
  if (requestBytes === null || fullAnswerBytes === null || emptyAnswerBytes === null) return null;
  const heads = requests * requestBytes + full * (fullAnswerBytes + 1) + empty * emptyAnswerBytes;
  return (heads + messages * (payloadBytes + 1)) / each + keepAlivePerSecond;
};

/** The metric of each trial against the mean of its replays. */
const compare = (metric: PredictedMetric, replayed: readonly ReplayedTrial[], seed: number): readonly Prediction[] => {
  const isShare = metric === "emptyShare";
  const each = replayed.flatMap(({ trial, runs }) => {
    const measured = metricOf[metric](trial);
    const known = runs.map((run) => replayedNumber(metric, run, trial)).filter((number) => number !== null);
    const predicted = mean(known);
    // A share of none or of all has nothing to be wrong about.
    if (measured === null || known.length === 0 || !(predicted > 0) || (isShare && predicted === 1)) return [];
    const scale = isShare ? 1 : predicted;
    const requests = mean(runs.map((run) => run.requests / run.subscribers));
    if (!isTime(metric) && requests < leastRequests) return [];
    const spread = Math.sqrt(mean(known.map((number) => (number - predicted) ** 2))) / scale;
    const chance = (2 * spread) / Math.sqrt(replayed.length);
    const grain = isTime(metric) ? chance : Math.max(chance, 1 / requests);
    return [{ measured, predicted, residual: (measured - predicted) / scale, grain }];
  });
  const measured = estimate(
    each.map((one) => one.measured),
    seed,
  );
  const residual = estimate(
    each.map((one) => one.residual),
    seed,
  );
  if (measured === null || residual === null) return [];
  const medianOf = (of: (one: (typeof each)[number]) => number): number => median(each.map(of));
  return [
    { metric, measured, predicted: medianOf((one) => one.predicted), residual, grain: medianOf((one) => one.grain) },
  ];
};
