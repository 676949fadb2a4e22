// Trials of one cell (transport × scenario × conditions) into estimates, with theory beside them. Pure.

import { type MeasuredDelays, predict } from "./model.ts";
import type { Conditions, Estimate, MeasuredTrial, Summary, Theory, TrialRecord } from "./record.ts";
import { scenarioNames } from "./scenarios.ts";
import { bootstrapMedian, median, seededRandom } from "./stats.ts";

const cellOf = ({ scenario, transport, conditions }: TrialRecord): string =>
  JSON.stringify([scenario, transport, ...Object.entries(conditions)]);

/** In the order in which the cells' first trials stand in the plan's registry order: scenario, transport, conditions. */
export const summarise = (
  trials: readonly TrialRecord[],
  transportNames: readonly string[],
  seed: number,
): readonly Summary[] => {
  const cells = [...Map.groupBy(trials, cellOf).values()];
  const delays = measuredDelays(trials);
  return cells
    .flatMap((cell) => {
      const [first] = cell;
      if (first === undefined) return [];
      const { scenario, transport, conditions } = first;
      return [
        {
          scenario,
          transport,
          conditions,
          trials: countByStatus(cell),
          metrics: estimates(cell, seed),
          theory: theoryOf(cell, conditions, delays(scenario, conditions)),
        },
      ];
    })
    .toSorted(
      (x, y) => order(x, transportNames) - order(y, transportNames) || byConditions(x.conditions, y.conditions),
    );
};

/** The model's answer at the rate that was published in fact, which in a short window is not quite the one asked for. */
const theoryOf = (cell: readonly TrialRecord[], conditions: Conditions, delays: MeasuredDelays): Theory => {
  const measured = cell.filter((trial) => trial.status === "measured");
  const rates = measured.map(({ generator }) => generator.offeredRate).filter((rate) => rate > 0);
  const ratePerSec = conditions.schedule === "poisson" && rates.length > 0 ? median(rates) : conditions.ratePerSec;
  const shares = measured.flatMap(({ requests }) => requests.emptyShareOfPlan ?? []);
  return {
    ...predict({ ...conditions, ratePerSec }, delays),
    emptyShareOfPlan: shares.length === 0 ? null : median(shares),
  };
};

const order = ({ scenario, transport }: Summary, transportNames: readonly string[]): number =>
  scenarioOrder(scenario) * 1000 + transportNames.indexOf(transport);

const scenarioOrder = (name: string): number => (scenarioNames.includes(name) ? scenarioNames.indexOf(name) : 999);

const byConditions = (x: Conditions, y: Conditions): number =>
  x.subscribers - y.subscribers ||
  x.ratePerSec - y.ratePerSec ||
  x.bodyBytes - y.bodyBytes ||
  (x.pollEveryMs ?? 0) - (y.pollEveryMs ?? 0);

const countByStatus = (cell: readonly TrialRecord[]): Summary["trials"] => {
  const count = (status: TrialRecord["status"]): number => cell.filter((trial) => trial.status === status).length;
  return { measured: count("measured"), invalid: count("invalid"), failed: count("failed") };
};

/** One number a trial; the median of them a cell. */
const estimates = (cell: readonly TrialRecord[], seed: number): Summary["metrics"] => {
  const measured = cell.filter((trial) => trial.status === "measured");
  const of = (number: (trial: MeasuredTrial) => number | null): Estimate | null =>
    estimate(
      measured.flatMap((trial) => number(trial) ?? []),
      seed,
    );
  return {
    responseTimeMeanMs: of((m) => m.responseTimeMs.mean),
    responseTimeP50Ms: of((m) => m.responseTimeMs.p50),
    responseTimeP90Ms: of((m) => m.responseTimeMs.p90),
    responseTimeP99Ms: of((m) => m.responseTimeMs.p99),
    responseTimeP999Ms: of((m) => m.responseTimeMs.p999),
    publishDelayP99Ms: of((m) => m.publishDelayMs.p99),
    bytesPerDeliveryUp: of((m) => m.bytes.perDelivery.up),
    bytesPerDeliveryDown: of((m) => m.bytes.perDelivery.down),
    requestsPerDelivery: of((m) => m.requests.perDelivery),
    requestsPerSubscriberSecond: of((m) => m.requests.perSubscriberSecond),
    emptyShare: of((m) => (m.requests.total === 0 ? null : m.requests.empty / m.requests.total)),
    messagesPerResponse: of((m) => m.requests.messagesPerResponse),
    emptyCycleMs: of((m) => m.requests.emptyCycleMs),
    serverCpuMsPerThousandDeliveries: of((m) => m.server.cpuMsPerThousandDeliveries),
    serverBytesPerIdleSubscriber: of((m) => m.server.bytesPerIdleSubscriber),
    generatorCpuUtilization: of((m) => m.generator.cpuUtilization),
  };
};

/** One stream of resamples for every estimate: the same values get the same interval, whatever stands beside them. */
const estimate = (values: readonly number[], seed: number): Estimate | null => {
  if (values.length === 0) return null;
  const interval = bootstrapMedian(values, seededRandom(seed, 0xe57));
  return { median: median(values), low: interval?.low ?? null, high: interval?.high ?? null, trials: values.length };
};

/**
 * The model's inputs, measured in this run: the one-way delay is a WebSocket's mean response time under the same
 * conditions; the blackout is what an empty long poll's cycle took beyond its hold, in whichever scenario there was one.
 */
const measuredDelays = (
  trials: readonly TrialRecord[],
): ((scenario: string, conditions: Conditions) => MeasuredDelays) => {
  const measured = trials.filter((trial) => trial.status === "measured");
  const blackouts = measured.flatMap(({ conditions: { holdMs }, requests: { emptyCycleMs } }) =>
    holdMs === null || emptyCycleMs === null ? [] : [emptyCycleMs - holdMs],
  );
  return (scenario, { subscribers, ratePerSec, bodyBytes }) => {
    const means = measured
      .filter(({ transport }) => transport === "websocket")
      .filter((trial) => trial.scenario === scenario)
      .filter((trial) => trial.conditions.subscribers === subscribers)
      .filter((trial) => trial.conditions.ratePerSec === ratePerSec && trial.conditions.bodyBytes === bodyBytes)
      .flatMap((trial) => trial.responseTimeMs.mean ?? []);
    return {
      oneWayMs: means.length === 0 ? null : median(means),
      blackoutMs: blackouts.length === 0 ? null : median(blackouts),
    };
  };
};
