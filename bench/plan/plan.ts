// The plan of a run: which trials, in which order, publishing when. Pure; a seed gives the same plan every time.

import { UsageError } from "../failure.ts";
import { checkSubscribers, type MachineLimits } from "../machine/limits.ts";
import type { ScenarioFacts, StopRule } from "../record/run.ts";
import type { Conditions } from "../record/trial.ts";
import { type Random, seededRandom, shuffled } from "../statistics/random.ts";
import { isBrowserArm, plainName, transportNamed } from "../transports.ts";
import { type Pacer, periodic, poisson, scheduleUntil } from "./pacer.ts";
import type { ProfileName, Scenario } from "./scenario.ts";
import { scenariosOf } from "./scenarios.ts";

/** The options that a plan follows from. null leaves a factor to the scenario. */
export interface PlanOptions {
  readonly profile: ProfileName;
  /** Arms, each under its own name. */
  readonly transports: readonly string[];
  readonly scenarios: readonly string[] | null;
  readonly subscribers: readonly number[] | null;
  readonly ratePerSec: readonly number[] | null;
  readonly bodyBytes: readonly number[] | null;
  readonly oneWayMs: readonly number[] | null;
  readonly pollEveryMs: readonly number[] | null;
  readonly holdMs: number | null;
  /** null: as many as the machine has cores for. */
  readonly clientProcesses: readonly number[] | null;
  readonly connection: "keep-alive" | "close";
  readonly headers: "minimal" | "browser";
  /** null under a stop rule. */
  readonly trials: number | null;
  readonly until: StopRule | null;
  readonly warmupMs: number | null;
  readonly measureMs: number | null;
  readonly seed: number;
}

export interface PlannedTrial {
  readonly transport: string;
  readonly scenario: string;
  readonly repetition: number;
  readonly conditions: Conditions;
  readonly warmupMs: number;
  readonly measureMs: number;
  /** The instants at which messages are due, in ms from the trial's start: the same for all transports of a repetition. */
  readonly schedule: Float64Array<ArrayBuffer>;
  readonly seed: number;
}

/** The trials of a step run side by side; steps run one after another. */
export interface Plan {
  readonly scenarios: readonly ScenarioFacts[];
  readonly steps: readonly (readonly PlannedTrial[])[];
  /** The number of steps after which each block is complete; ascending. */
  readonly blocks: readonly number[];
}

/** The subscribers of one Chromium, and of the load clients beside it, where the command line does not say; and the most. */
const inBrowser = { subscribers: [8], mostSubscribers: 32 } as const;

/** Throws UsageError where the options ask something that a browser cannot do. */
const checkBrowserArms = ({ subscribers, connection }: PlanOptions): void => {
  const most = Math.max(0, ...(subscribers ?? []));
  if (most > inBrowser.mostSubscribers) {
    throw new UsageError(
      `--subscribers ${most}: with --arm browser each is a page in Chromium, and ${inBrowser.mostSubscribers} is the most; use at most that many`,
    );
  }
  if (connection === "close") {
    throw new UsageError(
      "--connection close: a browser keeps its connections; leave it out, or leave out --arm browser",
    );
  }
};

/** The chosen scenarios, with the factors that the command line overrides. */
const chosenScenarios = (options: PlanOptions): readonly Scenario[] => {
  const few = options.transports.some(isBrowserArm) ? inBrowser.subscribers : null;
  return scenariosOf(options.profile, options.scenarios).map((scenario) => ({
    ...scenario,
    subscribers: options.subscribers ?? few ?? scenario.subscribers,
    ratePerSec: scenario.schedule === "silent" ? scenario.ratePerSec : (options.ratePerSec ?? scenario.ratePerSec),
    oneWayMs: options.oneWayMs ?? scenario.oneWayMs,
    bodyBytes: options.bodyBytes ?? scenario.bodyBytes,
    pollEveryMs: options.pollEveryMs ?? scenario.pollEveryMs,
    holdMs: options.holdMs ?? scenario.holdMs,
    trials: options.trials ?? options.until?.mostTrials ?? scenario.trials,
    fewerTrials: options.trials === null && options.until === null ? scenario.fewerTrials : null,
    warmupMs: options.warmupMs ?? scenario.warmupMs,
    measureMs: options.measureMs ?? scenario.measureMs,
  }));
};

/** Every combination of the scenario's lists; a factor that the transport does not respond to makes no sweep. */
const conditionsOf = (scenario: Scenario, transport: string, options: PlanOptions): readonly Conditions[] => {
  const { factors } = transportNamed(transport);
  const intervals = factors.includes("pollEveryMs") ? scenario.pollEveryMs : [null];
  const headers = scenario.headers ?? [options.headers];
  const combinations = product(
    product(product(scenario.subscribers, scenario.ratePerSec), product(scenario.bodyBytes, scenario.oneWayMs)),
    product(product(intervals, headers), clientProcessesOfArm(transport, options)),
  );
  return combinations.map(
    ([[[subscribers, ratePerSec], [bodyBytes, oneWayMs]], [[pollEveryMs, heads], processes]]) => ({
      subscribers,
      ratePerSec,
      schedule: scenario.schedule,
      bodyBytes,
      oneWayMs,
      pollEveryMs,
      holdMs: factors.includes("holdMs") ? scenario.holdMs : null,
      connection: factors.includes("connection") ? options.connection : null,
      clientProcesses: processes,
      headers: heads,
    }),
  );
};

/** A browser's pages are in none of these processes: they stand beside the first number of them. */
const clientProcessesOfArm = (transport: string, { clientProcesses }: PlanOptions): readonly (number | null)[] => {
  if (clientProcesses === null) return [null];
  return isBrowserArm(transport) ? clientProcesses.slice(0, 1) : clientProcesses;
};

/** Every pair, the later list's items running fastest. */
const product = <A, B>(xs: readonly A[], ys: readonly B[]): readonly (readonly [A, B])[] =>
  xs.flatMap((x) => ys.map((y) => [x, y] as const));

/** More deliveries of one trial would not fit a process comfortably. */
const maxDeliveries = 20_000_000;

/** The server keeps all that a trial publishes. */
const maxPublishedBytes = 1024 * 1024 * 1024;

/**
 * Long enough for a steady state when the window begins: a poll brings the messages since the one before it, and all of
 * them must be on their way already. The command line may say otherwise.
 */
const warmupOf = ({ warmupMs, schedule }: Scenario, conditions: Conditions, options: PlanOptions): number =>
  options.warmupMs !== null || schedule === "silent"
    ? warmupMs
    : Math.max(warmupMs, (conditions.pollEveryMs ?? 0) + 2 * conditions.oneWayMs);

/** Throws UsageError where a trial would make more deliveries, or publish more bytes, than can be kept. */
const refuseTooLarge = (name: string, { ratePerSec, subscribers, bodyBytes }: Conditions, endMs: number): void => {
  const deliveries = Math.round((ratePerSec * subscribers * endMs) / 1000);
  if (deliveries > maxDeliveries) {
    throw new UsageError(
      `scenario ${name} would make ${deliveries} deliveries a trial, and ${maxDeliveries} is the most: ` +
        "lower --rate, --subscribers or --measure",
    );
  }
  const publishedBytes = Math.round((ratePerSec * bodyBytes * endMs) / 1000);
  if (publishedBytes > maxPublishedBytes) {
    throw new UsageError(
      `scenario ${name} would publish ${publishedBytes} bytes a trial, and the log holds ${maxPublishedBytes}: ` +
        "lower --rate, --body or --measure",
    );
  }
};

/**
 * The window's messages are the same whatever the warm-up's length; a longer warm-up begins earlier. `stream` is that of the
 * repetition's randomness.
 */
const scheduleOf = (
  { schedule, warmupMs: scenarioWarmupMs, measureMs }: Scenario,
  ratePerSec: number,
  warmupMs: number,
  seed: number,
  stream: number,
): Float64Array<ArrayBuffer> => {
  if (schedule === "silent") return new Float64Array(0);
  const [before, within] =
    schedule === "poisson"
      ? [
          poisson(ratePerSec, seededRandom(seed, stream + warmupStreams)),
          poisson(ratePerSec, seededRandom(seed, stream)),
        ]
      : periodicAround(ratePerSec, scenarioWarmupMs / 2);
  const warmup = scheduleUntil(before, warmupMs).map((ms) => warmupMs - ms);
  const window = scheduleUntil(within, measureMs).map((ms) => warmupMs + ms);
  return Float64Array.from([...warmup.reverse(), ...window]);
};

/** Added to a window's stream of randomness, it gives that of the warm-up. */
const warmupStreams = 0x1_0000;

/** Backwards and forwards from the window's start: a message `beforeMs` before it, and one each period from there. */
const periodicAround = (ratePerSec: number, beforeMs: number): readonly [Pacer, Pacer] => {
  const periodMs = 1000 / ratePerSec;
  const lastBeforeMs = beforeMs % periodMs;
  return [periodic(ratePerSec, lastBeforeMs), periodic(ratePerSec, periodMs - lastBeforeMs)];
};

/** Lays out the run. Throws UsageError where a trial would be too large to keep. */
export const layOut = (options: PlanOptions): Plan => {
  if (options.transports.some(isBrowserArm)) checkBrowserArms(options);
  const scenarios = chosenScenarios(options);
  const order = seededRandom(options.seed, 0);
  const steps: (readonly PlannedTrial[])[] = [];
  const blocks: number[] = [];
  const repetitions = Math.max(0, ...scenarios.map(({ trials }) => trials));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const block = scenarios.flatMap((scenario, index) => {
      if (repetition >= scenario.trials) return [];
      const stream = 1 + index + repetition * scenarios.length;
      return [{ scenario, steps: inSteps(trialsOf(scenario, options, repetition, stream), scenario, order) }];
    });
    steps.push(...shuffled(joined(block), order));
    blocks.push(steps.length);
  }
  return {
    scenarios: scenarios.map(({ name, why, trials, atOnce }) => ({ name, why, trials, sideBySide: atOnce > 1 })),
    steps,
    blocks,
  };
};

interface ScenarioSteps {
  readonly scenario: Scenario;
  readonly steps: readonly (readonly PlannedTrial[])[];
}

/** The steps of a block. The trials of a scenario that stands beside another are dealt to the steps of that one. */
const joined = (block: readonly ScenarioSteps[]): readonly (readonly PlannedTrial[])[] => {
  const hostOf = ({ scenario }: ScenarioSteps): ScenarioSteps | undefined =>
    block.find((other) => other.scenario.name === scenario.beside && other.steps.length > 0);
  return block.flatMap((own) => {
    if (hostOf(own) !== undefined) return [];
    const guests = block.filter((other) => hostOf(other) === own).flatMap(({ steps }) => steps.flat());
    return own.steps.map((step, i) => [...step, ...guests.filter((_, k) => k % own.steps.length === i)]);
  });
};

/** One repetition of a scenario: every transport that takes part, under each of its conditions. */
const trialsOf = (
  scenario: Scenario,
  options: PlanOptions,
  repetition: number,
  stream: number,
): readonly PlannedTrial[] => {
  const { name, measureMs } = scenario;
  return options.transports
    .filter((transport) => takesPart(transport, scenario, options.transports))
    .flatMap((transport) => conditionsOf(scenario, transport, options).map((conditions) => ({ transport, conditions })))
    .filter(({ transport, conditions }) => repetition < trialsIn(scenario, transport, conditions))
    .map(({ transport, conditions }) => {
      const warmupMs = warmupOf(scenario, conditions, options);
      refuseTooLarge(name, conditions, warmupMs + measureMs);
      const schedule = scheduleOf(scenario, conditions.ratePerSec, warmupMs, options.seed, stream);
      const seed = options.seed + repetition;
      return { transport, scenario: name, repetition, conditions, warmupMs, measureMs, schedule, seed };
    });
};

/** How many trials a cell has in its scenario. */
const trialsIn = ({ trials, fewerTrials }: Scenario, transport: string, { pollEveryMs }: Conditions): number => {
  const needsFewer = pollEveryMs !== null || transportNamed(transport).variantOf !== null;
  return needsFewer ? (fewerTrials ?? trials) : trials;
};

const takesPart = (transport: string, scenario: Scenario, chosen: readonly string[]): boolean => {
  if (scenario.transports !== null && !scenario.transports.includes(plainName(transport))) return false;
  // A browser cannot be told which heads to send.
  if (scenario.headers !== null && isBrowserArm(transport)) return false;
  const { variantOf } = transportNamed(transport);
  return scenario.variants || variantOf === null || !chosen.includes(variantOf);
};

/** The trials in groups that run side by side, browsers apart from load clients. */
const inSteps = (trials: readonly PlannedTrial[], scenario: Scenario, order: Random): readonly PlannedTrial[][] => {
  const ofBrowsers = trials.filter(({ transport }) => isBrowserArm(transport));
  const ofClients = trials.filter(({ transport }) => !isBrowserArm(transport));
  return [...inGroups(ofClients, scenario.atOnce, order), ...inGroups(ofBrowsers, browsersAtOnce(scenario), order)];
};

/** A Chromium's start loads a core for seconds: two run side by side only where a trial is much longer than that. */
const browsersAtOnce = ({ atOnce, measureMs }: Scenario): number => (measureMs >= 10_000 ? Math.min(2, atOnce) : 1);

/** Deals trials into random groups. A group of one keeps its place, since the steps are shuffled later. */
const inGroups = (trials: readonly PlannedTrial[], size: number, order: Random): readonly PlannedTrial[][] => {
  const drawn = size === 1 ? trials : shuffled(trials, order);
  return Array.from({ length: Math.ceil(drawn.length / size) }, (_, i) => drawn.slice(i * size, (i + 1) * size));
};

/** The time of a step beside warm-up, window and polls, as measured on two cores; only estimates use it. */
const overheadMs = { step: 150, trial: 850, inBrowser: 3500 } as const;

/** About how long the step will take. */
export const estimatedMs = (step: readonly PlannedTrial[]): number =>
  (step.some(({ transport }) => isBrowserArm(transport))
    ? overheadMs.inBrowser
    : overheadMs.step + overheadMs.trial * step.length) +
  Math.max(
    ...step.map(({ warmupMs, measureMs, schedule, conditions: { pollEveryMs, oneWayMs } }) => {
      const drainMs = schedule.length === 0 ? 0 : (pollEveryMs ?? 0) + 4 * oneWayMs;
      return warmupMs + measureMs + drainMs;
    }),
  );

/** Throws UsageError where a trial of the plan needs more than the machine has; the line says what to change. */
export const checkPlan = (plan: Plan, asked: readonly number[] | null, limits: MachineLimits): void => {
  for (const { scenario, conditions } of plan.steps.flat()) {
    const { subscribers, clientProcesses } = conditions;
    checkSubscribers(subscribers, limits, asked === null ? scenario : null);
    if (clientProcesses !== null && clientProcesses > subscribers) {
      throw new UsageError(
        `--client-processes ${clientProcesses}: a trial has only ${subscribers} subscribers to spread; use at most that many`,
      );
    }
  }
};
