// Trials of one cell (transport × scenario × conditions) into estimates, with theory beside them. Pure.

import { scenarioNames } from "../plan/scenarios.ts";
import { cellKey, deliveriesOf, estimate, recordOf, valuesOf } from "../record/metrics.ts";
import type { Floor } from "../record/run.ts";
import { type MeasuredDelays, metricNames, type Summary, type Theory } from "../record/summary.ts";
import type { Conditions, MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { medianOrNull } from "../statistics/stats.ts";
import { byteInputs } from "./byte-inputs.ts";
import { predict } from "./model.ts";

/** In the order in which the cells' first trials stand in the plan's registry order: scenario, transport, conditions. */
export const summarise = (
  trials: readonly TrialRecord[],
  floors: readonly Floor[],
  transportNames: readonly string[],
  seed: number,
): readonly Summary[] => {
  const cells = [...Map.groupBy(trials, cellKey).values()];
  const delaysOf = measuredDelays(trials, floors);
  return cells
    .flatMap((cell) => {
      const [first] = cell;
      if (first === undefined) return [];
      const { scenario, transport, conditions } = first;
      const delays = delaysOf(scenario, conditions);
      return [
        {
          scenario,
          transport,
          conditions,
          trials: countByStatus(cell),
          metrics: estimates(cell, seed),
          delays,
          theory: theoryOf(cell, conditions, delays),
        },
      ];
    })
    .toSorted(
      (x, y) => order(x, transportNames) - order(y, transportNames) || byConditions(x.conditions, y.conditions),
    );
};

const isMeasured = (trial: TrialRecord): trial is MeasuredTrial => trial.status === "measured";

/**
 * The model's answer at the rate that was seen in fact, which in a short window is not quite the one asked for: of messages
 * due in the window for the response times, of deliveries that came in it for what was counted meanwhile.
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
    ...(sawNoCycle(measured, conditions)
      ? noCycle
      : {
          emptyShare: counted.emptyShare,
          requestsPerSubscriberSecond: counted.requestsPerSubscriberSecond,
          messagesPerResponse: counted.messagesPerResponse,
          bytesPerSubscriberSecond: counted.bytesPerSubscriberSecond,
        }),
    emptyShareOfPlan: medianOrNull(measured.flatMap(({ requests }) => requests.emptyShareOfPlan ?? [])),
  };
};

/** To one subscriber, within the window. */
const deliveredPerSec = ({ bytes, conditions, measureMs }: MeasuredTrial): number =>
  deliveriesOf(bytes) / conditions.subscribers / (measureMs / 1000);

/** A rate of requests cannot be told from a silence shorter than a hold. */
const sawNoCycle = (trials: readonly MeasuredTrial[], { schedule, holdMs }: Conditions): boolean =>
  schedule === "silent" && holdMs !== null && trials.every(({ measureMs }) => measureMs < holdMs);
const noCycle = { requestsPerSubscriberSecond: null, bytesPerSubscriberSecond: null, emptyShare: null } as const;

const order = ({ scenario, transport }: Summary, transportNames: readonly string[]): number =>
  scenarioOrder(scenario) * 1000 + transportNames.indexOf(transport);

const scenarioOrder = (name: string): number => (scenarioNames.includes(name) ? scenarioNames.indexOf(name) : 999);

const headKinds: readonly Conditions["headers"][] = ["published", "minimal", "browser"];

const byConditions = (x: Conditions, y: Conditions): number =>
  x.subscribers - y.subscribers ||
  x.ratePerSec - y.ratePerSec ||
  x.bodyBytes - y.bodyBytes ||
  x.oneWayMs - y.oneWayMs ||
  (x.pollEveryMs ?? 0) - (y.pollEveryMs ?? 0) ||
  headKinds.indexOf(x.headers) - headKinds.indexOf(y.headers);

const countByStatus = (cell: readonly TrialRecord[]): Summary["trials"] => {
  const count = (status: TrialRecord["status"]): number => cell.filter((trial) => trial.status === status).length;
  return { measured: count("measured"), invalid: count("invalid"), failed: count("failed") };
};

const estimates = (cell: readonly TrialRecord[], seed: number): Summary["metrics"] =>
  recordOf(metricNames, (metric) => estimate(valuesOf(cell, metric), seed));

/**
 * The model's inputs, measured in this run over the link of the same delay: d is the mean response time of a WebSocket, or
 * of another transport that pushes where the run has none, under the same conditions; r the bare echo's round trip; c the
 * long pollers' own; g what an empty long poll's cycle took beyond its hold, in whichever scenario there was one.
 */
const measuredDelays = (
  trials: readonly TrialRecord[],
  floors: readonly Floor[],
): ((scenario: string, conditions: Conditions) => MeasuredDelays) => {
  const measured = trials.filter(isMeasured);
  return (scenario, conditions) => {
    const sameLink = measured.filter((trial) => trial.conditions.oneWayMs === conditions.oneWayMs);
    const pushed = sameLink
      .filter((trial) => isPushed(trial.conditions) && trial.scenario === scenario)
      .filter((trial) => sameLoad(trial.conditions, conditions));
    const oneKind = pushed.some(({ transport }) => transport === "websocket") ? "websocket" : pushed[0]?.transport;
    const means = pushed
      .filter(({ transport }) => transport === oneKind)
      .flatMap((trial) => trial.responseTimeMs.mean ?? []);
    const blackouts = sameLink.flatMap(({ conditions: { holdMs }, requests: { emptyCycleMs } }) =>
      holdMs === null || emptyCycleMs === null ? [] : [emptyCycleMs - holdMs],
    );
    return {
      oneWayMs: medianOrNull(means),
      roundTripMs: floors.find(({ oneWayMs }) => oneWayMs === conditions.oneWayMs)?.pacedRoundTripMs.mean ?? null,
      turnaroundMs: medianOrNull(sameLink.flatMap(({ requests }) => requests.turnaroundMs ?? [])),
      blackoutMs: medianOrNull(blackouts),
    };
  };
};

const isPushed = ({ pollEveryMs, holdMs }: Conditions): boolean => pollEveryMs === null && holdMs === null;

const sameLoad = (x: Conditions, y: Conditions): boolean =>
  x.subscribers === y.subscribers && x.ratePerSec === y.ratePerSec && x.bodyBytes === y.bodyBytes;
