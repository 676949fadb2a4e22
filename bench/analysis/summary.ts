// Trials of one cell (transport × scenario × conditions) into estimates, with theory beside them. Pure.

import { scenarioNames } from "../plan/scenarios.ts";
import {
  cellKey,
  countTrials,
  deliveriesOf,
  estimate,
  numbersOf,
  perSubscriberSecond,
  recordOf,
  valuesOf,
} from "../record/metrics.ts";
import type { Floor } from "../record/run.ts";
import {
  type Estimate,
  type MeasuredDelays,
  type MetricName,
  metricNames,
  type Summary,
  type Theory,
} from "../record/summary.ts";
import { type Conditions, isMeasured, type MeasuredTrial, type TrialRecord } from "../record/trial.ts";
import { type ClusteredTrial, eventsOf, pooledInterval, pooledQuantile } from "../statistics/clusters.ts";
import { seededRandom } from "../statistics/random.ts";
import { medianOrNull } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import { byteInputs } from "./byte-inputs.ts";
import { cpuSlopeOf } from "./cpu-slope.ts";
import { giverOf } from "./giver.ts";
import { predict } from "./model.ts";
import { predictions } from "./predictions.ts";

/** Summaries in the registry's order of scenarios, the given order of transports, and by conditions. */
export const summarise = (
  trials: readonly TrialRecord[],
  floors: readonly Floor[],
  transportNames: readonly string[],
  seed: number,
): readonly Summary[] => {
  const delaysOf = measuredDelays(trials, floors);
  const predictionsOf = predictions(trials.filter(isMeasured), floors, seed);
  return [...Map.groupBy(trials, cellKey).values()]
    .map((cell) => {
      const { scenario, transport, conditions } = valueAt(cell, 0);
      const delays = delaysOf(scenario, conditions);
      return {
        scenario,
        transport,
        conditions,
        trials: countTrials(cell),
        events: eventsOf(messagesOf(cell)),
        metrics: estimates(cell, seed),
        cpuSlope: cpuSlopeOf(cell.filter(isMeasured), seededRandom(seed, 0xc90)),
        delays,
        theory: theoryOf(cell, conditions, delays),
        predictions: predictionsOf(cell.filter(isMeasured)),
      };
    })
    .toSorted(
      (x, y) => order(x, transportNames) - order(y, transportNames) || byConditions(x.conditions, y.conditions),
    );
};

/**
 * The model's answer at the rate that was seen in fact, which in a short window is not quite the one asked for. For response
 * times that is the rate of messages due in the window; for what was counted meanwhile, that of deliveries in it.
 */
const theoryOf = (cell: readonly TrialRecord[], conditions: Conditions, delays: MeasuredDelays): Theory => {
  const measured = cell.filter(isMeasured);
  const sizes = byteInputs(measured);
  const at = (rates: readonly number[]): Theory => {
    const rate = conditions.schedule === "poisson" ? medianOrNull(rates.filter((each) => each > 0)) : null;
    return predict({ ...conditions, ratePerSec: rate ?? conditions.ratePerSec }, delays, sizes);
  };
  const due = at(measured.map(({ generator }) => generator.offeredRate));
  const counted = at(measured.map(deliveredPerSec));
  return {
    ...due,
    emptyShare: counted.emptyShare,
    requestsPerSubscriberSecond: counted.requestsPerSubscriberSecond,
    messagesPerResponse: counted.messagesPerResponse,
    bytesPerSubscriberSecond: counted.bytesPerSubscriberSecond,
    ...(sawNoCycle(measured, conditions) ? noCycle : {}),
  };
};

/** Deliveries a second to one subscriber, within the window. */
const deliveredPerSec = (trial: MeasuredTrial): number => perSubscriberSecond(deliveriesOf(trial.bytes), trial);

/** A rate of requests cannot be told from a silence shorter than a hold. */
const sawNoCycle = (trials: readonly MeasuredTrial[], { schedule, holdMs }: Conditions): boolean =>
  schedule === "silent" && holdMs !== null && trials.every(({ measureMs }) => measureMs < holdMs);

const noCycle = { requestsPerSubscriberSecond: null, bytesPerSubscriberSecond: null, emptyShare: null } as const;

/** A cell's place by scenario, then by transport. A scenario that the registry does not know is last. */
const order = ({ scenario, transport }: Summary, transportNames: readonly string[]): number => {
  const position = scenarioNames.includes(scenario) ? scenarioNames.indexOf(scenario) : 999;
  return position * 1000 + transportNames.indexOf(transport);
};

const headKinds: readonly Conditions["headers"][] = ["published", "minimal", "browser"];

const byConditions = (x: Conditions, y: Conditions): number =>
  x.subscribers - y.subscribers ||
  x.ratePerSec - y.ratePerSec ||
  x.bodyBytes - y.bodyBytes ||
  x.oneWayMs - y.oneWayMs ||
  (x.pollEveryMs ?? 0) - (y.pollEveryMs ?? 0) ||
  headKinds.indexOf(x.headers) - headKinds.indexOf(y.headers) ||
  (x.clientProcesses ?? 0) - (y.clientProcesses ?? 0);

/** The percentiles of all trials' deliveries together, since one trial has too few messages for them. */
const pooled: Readonly<Partial<Record<MetricName, number>>> = {
  responseTimeP90Ms: 0.9,
  responseTimeP99Ms: 0.99,
  responseTimeP999Ms: 0.999,
};

const estimates = (cell: readonly TrialRecord[], seed: number): Summary["metrics"] =>
  recordOf(metricNames, (metric) => {
    const q = pooled[metric];
    return q === undefined ? estimate(valuesOf(cell, metric), seed) : pooledEstimate(messagesOf(cell), q, seed);
  });

/** The response times of the measured trials that had any, message by message. */
const messagesOf = (cell: readonly TrialRecord[]): readonly ClusteredTrial[] =>
  cell
    .filter(isMeasured)
    .map(({ messages }) => messages.knotsMs)
    .filter(({ length }) => length > 0);

/** Every estimate uses the same stream of resamples, as those of metrics.ts do. */
const pooledEstimate = (trials: readonly ClusteredTrial[], q: number, seed: number): Estimate | null => {
  const value = pooledQuantile(trials, q);
  if (value === null) return null;
  return { median: value, ...pooledInterval(trials, q, seededRandom(seed, 0xe57)), trials: trials.length };
};

/**
 * The model's inputs, measured in this run over the link of the same delay. d is the mean response time of a WebSocket under
 * the same conditions, or of another transport that pushes where the run has no WebSocket. r is the bare echo's round trip.
 * c is the long pollers' own. g is what an empty long poll's cycle took beyond its hold, in any scenario that has one.
 */
const measuredDelays = (
  trials: readonly TrialRecord[],
  floors: readonly Floor[],
): ((scenario: string, conditions: Conditions) => MeasuredDelays) => {
  const measured = trials.filter(isMeasured);
  return (scenario, conditions) => {
    const sameLink = measured.filter((trial) => trial.conditions.oneWayMs === conditions.oneWayMs);
    const means = numbersOf(giverOf(measured, scenario, conditions), ({ responseTimeMs }) => responseTimeMs.mean);
    const blackouts = numbersOf(sameLink, ({ conditions: { holdMs }, requests: { emptyCycleMs } }) =>
      holdMs === null || emptyCycleMs === null ? null : emptyCycleMs - holdMs,
    );
    return {
      oneWayMs: medianOrNull(means),
      roundTripMs: floors.find(({ oneWayMs }) => oneWayMs === conditions.oneWayMs)?.pacedRoundTripMs.mean ?? null,
      turnaroundMs: medianOrNull(numbersOf(sameLink, ({ requests }) => requests.turnaroundMs)),
      blackoutMs: medianOrNull(blackouts),
    };
  };
};
