// Lays out a run: which trials, in which order, publishing when. Pure; a seed gives the same plan every time.

import { UsageError } from "./failure.ts";
import type { BenchOptions } from "./options.ts";
import { periodic, poisson, scheduleUntil } from "./pacer.ts";
import type { Conditions, ScenarioFacts } from "./record.ts";
import { profiles, type Scenario } from "./scenarios.ts";
import { seededRandom, shuffled } from "./stats.ts";
import { transportNamed } from "./transports.ts";

export interface PlannedTrial {
  readonly transport: string;
  readonly scenario: string;
  readonly repetition: number;
  readonly conditions: Conditions;
  readonly warmupMs: number;
  readonly measureMs: number;
  /** When messages are due, in ms from the trial's start: the same for all transports of a scenario's repetition. */
  readonly schedule: Float64Array<ArrayBuffer>;
  readonly seed: number;
}

/** The trials of a step run side by side; steps run one after another. */
export interface Plan {
  readonly scenarios: readonly ScenarioFacts[];
  readonly steps: readonly (readonly PlannedTrial[])[];
}

/** The profile's scenarios, or the named ones as the profile has them (else the default one), with what the command line overrides. */
const chosenScenarios = (options: BenchOptions): readonly Scenario[] => {
  const ofProfile = profiles[options.profile];
  const chosen =
    options.scenarios?.flatMap((name) => {
      const scenario = [...ofProfile, ...profiles.default].find((candidate) => candidate.name === name);
      return scenario === undefined ? [] : [scenario];
    }) ?? ofProfile;
  return chosen.map((scenario) => ({
    ...scenario,
    subscribers: options.subscribers ?? scenario.subscribers,
    ratePerSec: options.ratePerSec ?? scenario.ratePerSec,
    bodyBytes: options.bodyBytes ?? scenario.bodyBytes,
    pollEveryMs: options.pollEveryMs ?? scenario.pollEveryMs,
    holdMs: options.holdMs ?? scenario.holdMs,
    trials: options.trials ?? scenario.trials,
    warmupMs: options.warmupMs ?? scenario.warmupMs,
    measureMs: options.measureMs ?? scenario.measureMs,
  }));
};

/** Every combination of the scenario's lists; a factor that the transport does not respond to makes no sweep. */
const conditionsOf = (scenario: Scenario, transport: string, options: BenchOptions): readonly Conditions[] => {
  const { factors } = transportNamed(transport);
  const intervals = factors.includes("pollEveryMs") ? scenario.pollEveryMs : [null];
  return scenario.subscribers.flatMap((subscribers) =>
    scenario.ratePerSec.flatMap((ratePerSec) =>
      scenario.bodyBytes.flatMap((bodyBytes) =>
        intervals.map((pollEveryMs) => ({
          subscribers,
          ratePerSec,
          schedule: scenario.schedule,
          bodyBytes,
          pollEveryMs,
          holdMs: factors.includes("holdMs") ? scenario.holdMs : null,
          connection: factors.includes("connection") ? options.connection : null,
          headers: options.headers,
        })),
      ),
    ),
  );
};

/** Above it the columns of one trial do not fit a process comfortably. */
const maxDeliveries = 20_000_000;

/** The server keeps all that a trial publishes. */
const maxPublishedBytes = 1024 * 1024 * 1024;

const scheduleOf = (
  scenario: Scenario,
  conditions: Conditions,
  seed: number,
  stream: number,
): Float64Array<ArrayBuffer> => {
  const { ratePerSec, subscribers, bodyBytes } = conditions;
  const endMs = scenario.warmupMs + scenario.measureMs;
  const deliveries = Math.round((ratePerSec * subscribers * endMs) / 1000);
  if (deliveries > maxDeliveries) {
    throw new UsageError(
      `scenario ${scenario.name} would make ${deliveries} deliveries a trial, and ${maxDeliveries} is the most: ` +
        "lower --rate, --subscribers or --measure",
    );
  }
  const publishedBytes = Math.round((ratePerSec * bodyBytes * endMs) / 1000);
  if (publishedBytes > maxPublishedBytes) {
    throw new UsageError(
      `scenario ${scenario.name} would publish ${publishedBytes} bytes a trial, and the log holds ${maxPublishedBytes}: ` +
        "lower --rate, --body or --measure",
    );
  }
  const pacer =
    scenario.schedule === "poisson"
      ? poisson(ratePerSec, seededRandom(seed, stream))
      : periodic(ratePerSec, scenario.warmupMs / 2);
  return scheduleUntil(pacer, endMs);
};

/** Throws UsageError where a trial would make more deliveries than can be kept. */
export const layOut = (options: BenchOptions): Plan => {
  const scenarios = chosenScenarios(options);
  const order = seededRandom(options.seed, 0);
  const steps: PlannedTrial[][] = [];
  const repetitions = Math.max(0, ...scenarios.map(({ trials }) => trials));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const block: PlannedTrial[][] = [];
    for (const [index, scenario] of scenarios.entries()) {
      if (repetition >= scenario.trials) continue;
      const stream = 1 + index + repetition * scenarios.length;
      const chosen = options.transports.filter((transport) => {
        const { variantOf } = transportNamed(transport);
        return scenario.variants || variantOf === null || !options.transports.includes(variantOf);
      });
      const trials = chosen.flatMap((transport) =>
        conditionsOf(scenario, transport, options).map((conditions) => ({
          transport,
          scenario: scenario.name,
          repetition,
          conditions,
          warmupMs: scenario.warmupMs,
          measureMs: scenario.measureMs,
          schedule: scheduleOf(scenario, conditions, options.seed, stream),
          seed: options.seed + repetition,
        })),
      );
      if (scenario.sideBySide) block.push(...sideBySide(shuffled(trials, order)));
      else block.push(...trials.map((trial) => [trial]));
    }
    steps.push(...shuffled(block, order));
  }
  return {
    scenarios: scenarios.map(({ name, why, trials, sideBySide }) => ({ name, why, trials, sideBySide })),
    steps,
  };
};

/** One step for each set of conditions that the transports share, so that a sweep does not run all at once. */
const sideBySide = (trials: readonly PlannedTrial[]): PlannedTrial[][] => {
  const byTransport = Map.groupBy(trials, ({ transport }) => transport);
  const longest = Math.max(0, ...[...byTransport.values()].map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => [...byTransport.values()].flatMap((list) => list.slice(i, i + 1)));
};

/** Start and stop of the processes, as it is on two cores; only the progress display uses it. */
const overheadMs = 1200;

/** How long the step will take, about. */
export const estimatedMs = (step: readonly PlannedTrial[]): number =>
  overheadMs + Math.max(...step.map((trial) => trial.warmupMs + trial.measureMs + (trial.conditions.pollEveryMs ?? 0)));
