// Lays out a run: which trials, in which order, publishing when. Pure; a seed gives the same plan every time.

import { UsageError } from "../failure.ts";
import { type MachineLimits, mostSubscribers } from "../machine/limits.ts";
import type { ScenarioFacts, StopRule } from "../record/run.ts";
import type { Conditions } from "../record/trial.ts";
import { seededRandom, shuffled } from "../statistics/random.ts";
import { isBrowserArm, plainName, transportNamed } from "../transports.ts";
import { type Pacer, periodic, poisson, scheduleUntil } from "./pacer.ts";
import type { ProfileName, Scenario } from "./scenario.ts";
import { scenariosOf } from "./scenarios.ts";

/** What a plan is made from. A null leaves the factor to the scenario. */
export interface PlanOptions {
  readonly profile: ProfileName;
  /** Every arm under its own name. */
  readonly transports: readonly string[];
  readonly scenarios: readonly string[] | null;
  readonly subscribers: readonly number[] | null;
  readonly ratePerSec: readonly number[] | null;
  readonly bodyBytes: readonly number[] | null;
  readonly oneWayMs: readonly number[] | null;
  readonly pollEveryMs: readonly number[] | null;
  readonly holdMs: number | null;
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
  /** When messages are due, in ms from the trial's start: the same for all transports of a scenario's repetition. */
  readonly schedule: Float64Array<ArrayBuffer>;
  readonly seed: number;
}

/** The trials of a step run side by side; steps run one after another. */
export interface Plan {
  readonly scenarios: readonly ScenarioFacts[];
  readonly steps: readonly (readonly PlannedTrial[])[];
  /** The number of steps after which each block is whole; ascending. */
  readonly blocks: readonly number[];
}

/** What one Chromium is given where the command line says nothing, so that both arms have as many; and the most it holds. */
const inBrowser = { subscribers: [8], mostSubscribers: 32 } as const;

/** Throws UsageError for what cannot be asked of a browser. */
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

/** The chosen scenarios, with what the command line overrides. */
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
    trials: typeof options.trials === "number" ? options.trials : (options.until?.mostTrials ?? scenario.trials),
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
    product(intervals, headers),
  );
  return combinations.map(([[[subscribers, ratePerSec], [bodyBytes, oneWayMs]], [pollEveryMs, heads]]) => ({
    subscribers,
    ratePerSec,
    schedule: scenario.schedule,
    bodyBytes,
    oneWayMs,
    pollEveryMs,
    holdMs: factors.includes("holdMs") ? scenario.holdMs : null,
    connection: factors.includes("connection") ? options.connection : null,
    headers: heads,
  }));
};

/** Every pair, the later list's items running fastest. */
const product = <A, B>(xs: readonly A[], ys: readonly B[]): readonly (readonly [A, B])[] =>
  xs.flatMap((x) => ys.map((y) => [x, y] as const));

/** Above it the columns of one trial do not fit a process comfortably. */
const maxDeliveries = 20_000_000;

/** The server keeps all that a trial publishes. */
const maxPublishedBytes = 1024 * 1024 * 1024;

/**
 * Long enough for a steady state when the window begins: a poll brings what came since the one before, and all of it
 * has to be on its way already. As long as the command line says, where it does.
 */
const warmupOf = ({ warmupMs, schedule }: Scenario, conditions: Conditions, options: PlanOptions): number =>
  options.warmupMs !== null || schedule === "silent"
    ? warmupMs
    : Math.max(warmupMs, (conditions.pollEveryMs ?? 0) + 2 * conditions.oneWayMs);

/** The window's messages are the same whatever the warm-up's length; a longer warm-up begins earlier. */
const scheduleOf = (
  scenario: Scenario,
  conditions: Conditions,
  warmupMs: number,
  seed: number,
  stream: number,
): Float64Array<ArrayBuffer> => {
  const { ratePerSec, subscribers, bodyBytes } = conditions;
  const endMs = warmupMs + scenario.measureMs;
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
  if (scenario.schedule === "silent") return new Float64Array(0);
  const [before, within] =
    scenario.schedule === "poisson"
      ? [
          poisson(ratePerSec, seededRandom(seed, stream + warmupStreams)),
          poisson(ratePerSec, seededRandom(seed, stream)),
        ]
      : periodicAround(ratePerSec, scenario.warmupMs / 2);
  const warmup = scheduleUntil(before, warmupMs).map((ms) => warmupMs - ms);
  const window = scheduleUntil(within, scenario.measureMs).map((ms) => warmupMs + ms);
  return Float64Array.from([...warmup.reverse(), ...window]);
};

/** Streams of randomness of the warm-ups, apart from those of the windows. */
const warmupStreams = 0x1_0000;

/** Backwards and forwards from the window's start: a message `beforeMs` before it, and every period from there. */
const periodicAround = (ratePerSec: number, beforeMs: number): readonly [Pacer, Pacer] => {
  const periodMs = 1000 / ratePerSec;
  const lastBeforeMs = beforeMs % periodMs;
  return [periodic(ratePerSec, lastBeforeMs), periodic(ratePerSec, periodMs - lastBeforeMs)];
};

/** Throws UsageError where a trial would make more deliveries than can be kept. */
export const layOut = (options: PlanOptions): Plan => {
  if (options.transports.some(isBrowserArm)) checkBrowserArms(options);
  const scenarios = chosenScenarios(options);
  const order = seededRandom(options.seed, 0);
  const steps: PlannedTrial[][] = [];
  const blocks: number[] = [];
  const repetitions = Math.max(0, ...scenarios.map(({ trials }) => trials));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const block: PlannedTrial[][] = [];
    for (const [index, scenario] of scenarios.entries()) {
      if (repetition >= scenario.trials) continue;
      const stream = 1 + index + repetition * scenarios.length;
      const chosen = options.transports.filter((transport) => {
        if (scenario.transports !== null && !scenario.transports.includes(plainName(transport))) return false;
        // A browser cannot be told which heads to send.
        if (scenario.headers !== null && isBrowserArm(transport)) return false;
        const { variantOf } = transportNamed(transport);
        return scenario.variants || variantOf === null || !options.transports.includes(variantOf);
      });
      const trials = chosen.flatMap((transport) =>
        conditionsOf(scenario, transport, options).map((conditions) => {
          const warmupMs = warmupOf(scenario, conditions, options);
          return {
            transport,
            scenario: scenario.name,
            repetition,
            conditions,
            warmupMs,
            measureMs: scenario.measureMs,
            schedule: scheduleOf(scenario, conditions, warmupMs, options.seed, stream),
            seed: options.seed + repetition,
          };
        }),
      );
      const inGroupsOf = (atOnce: number, arm: readonly PlannedTrial[]): PlannedTrial[][] =>
        inGroups(atOnce === 1 ? arm : shuffled(arm, order), atOnce);
      block.push(
        ...inGroupsOf(
          scenario.atOnce,
          trials.filter(({ transport }) => !isBrowserArm(transport)),
        ),
        ...inGroupsOf(
          browsersAtOnce(scenario),
          trials.filter(({ transport }) => isBrowserArm(transport)),
        ),
      );
    }
    steps.push(...shuffled(block, order));
    blocks.push(steps.length);
  }
  return {
    scenarios: scenarios.map(({ name, why, trials, atOnce }) => ({ name, why, trials, sideBySide: atOnce > 1 })),
    steps,
    blocks,
  };
};

/** Chromium's start loads a core for seconds: side by side only where these are few of a trial's. */
const browsersAtOnce = ({ atOnce, measureMs }: Scenario): number => (measureMs >= 10_000 ? Math.min(2, atOnce) : 1);

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** Start and stop of the processes, as it is on two cores; only the progress display uses it. */
const overheadMs = 1500;
const browserOverheadMs = 3500;

/** How long the step will take, about. */
export const estimatedMs = (step: readonly PlannedTrial[]): number =>
  (step.some(({ transport }) => isBrowserArm(transport)) ? browserOverheadMs : overheadMs) +
  Math.max(
    ...step.map(({ warmupMs, measureMs, schedule, conditions: { pollEveryMs, oneWayMs } }) => {
      const drainMs = schedule.length === 0 ? 0 : (pollEveryMs ?? 0) + 4 * oneWayMs;
      return warmupMs + measureMs + drainMs;
    }),
  );

/** Throws UsageError where a trial of the plan needs more than there is; the line says what to change. */
export const checkPlan = (plan: Plan, clientProcesses: number | null, limits: MachineLimits): void => {
  const most = mostSubscribers(limits) ?? Number.POSITIVE_INFINITY;
  for (const { conditions } of plan.steps.flat()) {
    const { subscribers } = conditions;
    if (subscribers > most) {
      throw new UsageError(
        `--subscribers ${subscribers}: this machine holds ${most} (${limits.openFiles ?? "?"} open files a process, ` +
          `${limits.localPorts ?? "?"} local ports); use at most that many, or raise "ulimit -n" (npm run doctor)`,
      );
    }
    if (clientProcesses !== null && clientProcesses > subscribers) {
      throw new UsageError(
        `--client-processes ${clientProcesses}: a trial has only ${subscribers} subscribers to spread; use at most that many`,
      );
    }
  }
};
