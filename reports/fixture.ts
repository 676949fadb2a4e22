// A fixed, realistic run for tests and for looking at the page: made from seeded numbers, so that it never changes.
// Its trials are invented after the model's shapes and are no measurement; what is derived from them, bench derives.
// biome-ignore-start lint/style/noRestrictedImports: a run's summaries and comparisons are made as bench makes them
import { compare } from "../bench/comparisons.ts";
import { seededRandom } from "../bench/random.ts";
import { type Run, schema } from "../bench/record.ts";
import type { Conditions, MeasuredTrial, Measurements, TrialRecord } from "../bench/record-trial.ts";
import { fitSilence } from "../bench/silence-fit.ts";
import { summarise } from "../bench/summary.ts";
// biome-ignore-end lint/style/noRestrictedImports: the page itself reads them from the run
import { ceilings, floors } from "./fixture-rig.ts";
import type { Cell } from "./fixture-traffic.ts";
import { measureCell } from "./fixture-trials.ts";

const names = ["short-polling", "long-polling", "websocket"] as const;

type Factors = Pick<Conditions, "subscribers" | "ratePerSec"> & Partial<Pick<Conditions, "schedule" | "oneWayMs">>;

const cell = (
  transport: Cell["transport"],
  scenario: Cell["scenario"],
  { pollEveryMs = 1000, ...factors }: Factors & { readonly pollEveryMs?: number },
  [measureMs, repetitions]: readonly [number, number],
): Cell => ({
  transport,
  scenario,
  measureMs,
  repetitions,
  conditions: {
    schedule: "poisson",
    bodyBytes: 256,
    oneWayMs: 0,
    ...factors,
    pollEveryMs: transport === "short-polling" ? pollEveryMs : null,
    holdMs: transport === "long-polling" ? 30_000 : null,
    connection: transport === "short-polling" || transport === "long-polling" ? "keep-alive" : null,
    headers: "minimal",
  },
});

const cells: readonly Cell[] = [
  ...[...names, "ws-library" as const].map((name) =>
    cell(name, "broadcast", { subscribers: 100, ratePerSec: 10 }, [5000, 8]),
  ),
  ...names.map((name) =>
    cell(name, "sparse", { subscribers: 20, ratePerSec: 1 / 33, schedule: "periodic" }, [33_000, 1]),
  ),
  ...[100, 250, 500, 1000, 2000].map((pollEveryMs) =>
    cell("short-polling", "intervals", { subscribers: 50, ratePerSec: 5, pollEveryMs }, [4000, 6]),
  ),
  ...names.slice(1).map((name) => cell(name, "intervals", { subscribers: 50, ratePerSec: 5 }, [4000, 6])),
  ...[10, 50, 140].flatMap((oneWayMs) =>
    names.map((name) => cell(name, "distance", { subscribers: 20, ratePerSec: 10, oneWayMs }, [4000, 3])),
  ),
  ...[50, 100, 200, 400].flatMap((subscribers) =>
    names.map((name) => cell(name, "silence", { subscribers, ratePerSec: 0, schedule: "silent" }, [1000, 1])),
  ),
];

const nothing: { readonly [K in keyof Measurements]: null } = {
  responseTimeMs: null,
  serviceTimeMs: null,
  publishDelayMs: null,
  perSubscriber: null,
  timeline: null,
  deliveries: null,
  bytes: null,
  requests: null,
  connections: null,
  server: null,
  generator: null,
  link: null,
  machine: null,
  clock: null,
};

const withoutWire = (trial: MeasuredTrial, why: string): MeasuredTrial => ({
  ...trial,
  bytes: { ...trial.bytes, wire: null, wireSource: why },
});

const buildTrial = (of: Cell, repetition: number, step: number): TrialRecord => {
  const identity = {
    transport: of.transport,
    scenario: of.scenario,
    repetition,
    step,
    conditions: of.conditions,
    startedAt: new Date(Date.UTC(2026, 0, 15, 9, 30) + step * 7000).toISOString(),
    warmupMs: 1000,
    measureMs: of.measureMs,
    warnings: [],
    reasons: [],
  };
  const measured: MeasuredTrial = { ...identity, status: "measured", ...measureCell(of, seededRandom(7, step)) };
  const at = `${of.transport} ${of.scenario} ${repetition}`;
  if (at === "long-polling broadcast 4") {
    return { ...identity, ...nothing, status: "failed", reasons: ["the server process ended with code 1 after 2.1 s"] };
  }
  if (at === "ws-library broadcast 6") {
    const other = "other work used 0.7 cores of this machine: stop it, or measure elsewhere";
    return { ...measured, status: "invalid", machine: { ...measured.machine, otherCores: 0.71 }, reasons: [other] };
  }
  if (of.scenario === "intervals" && of.conditions.pollEveryMs === 100) {
    const busy = "a client process used 93 % of a core: raise --client-processes or lower --rate or --subscribers";
    return { ...measured, status: "invalid", reasons: [busy] };
  }
  if (at === "short-polling broadcast 2") {
    return withoutWire(measured, "3 sockets opened or closed within the window, and their counters went with them");
  }
  if (of.scenario === "sparse") {
    return withoutWire(measured, "the system does not tell (no network namespace, and no ss)");
  }
  if (at !== "websocket broadcast 1") return measured;
  return { ...measured, warnings: ["the server waited for a core during 12 % of the window"] };
};

/** As a plan interleaves them: each block of a scenario holds every cell once. */
const layOut = (): readonly { readonly of: Cell; readonly repetition: number }[] =>
  [...Map.groupBy(cells, ({ scenario }) => scenario).values()].flatMap((group) => {
    const blocks = Math.max(...group.map(({ repetitions }) => repetitions));
    return Array.from({ length: blocks }, (_, block) => group.map((of) => ({ of, repetition: block + 1 }))).flat();
  });

const seed = 7;
const transports = [
  { name: "short-polling", label: "Short polling" },
  { name: "long-polling", label: "Long polling" },
  { name: "websocket", label: "WebSocket" },
  { name: "ws-library", label: "WebSocket (ws package)" },
];

/** What bench derives from a run's trials: of use to tests that change them. */
export const deriveRun = (
  trials: readonly TrialRecord[],
): Pick<Run, "trials" | "summaries" | "comparisons" | "silence"> => {
  const order = transports.map(({ name }) => name);
  const summaries = summarise(trials, floors, order, seed);
  return { trials, summaries, comparisons: compare(trials, summaries, "websocket", seed), silence: fitSilence(trials) };
};

const buildFixture = (): Run => {
  const trials = layOut().map(({ of, repetition }, i) => buildTrial(of, repetition, i + 1));
  return {
    schema,
    id: "2026-01-15T09-30-00-fixture",
    startedAt: "2026-01-15T09:30:00.000Z",
    endedAt: "2026-01-15T09:34:12.000Z",
    command: "npm run bench -- --profile default --seed 7",
    seed,
    profile: "default",
    baselineTransport: "websocket",
    environment: {
      node: "v26.10.0",
      platform: "linux x64",
      kernel: "6.8.0",
      cpu: "Example CPU at 3.0 GHz",
      cores: 4,
      memoryBytes: 17_179_869_184,
      openFilesLimit: 65_536,
      loadAverageAtStart: 0.12,
      commit: "0123456789abcdef0123456789abcdef01234567",
      uncommittedChanges: false,
      versions: { fastify: "5.12.8", v8: "14.0.0" },
    },
    transports,
    differences: [
      {
        topic: "connection",
        values: [
          "kept alive, a request each interval",
          "kept alive, a request after each answer",
          "upgraded once",
          "upgraded once",
        ],
      },
      {
        topic: "upkeep",
        values: ["the empty polls", "an empty answer after each hold", "a ping every 30 s", "nothing"],
      },
    ],
    scenarios: [
      { name: "broadcast", why: "Everyone is told everything: a live ticker.", trials: 8, sideBySide: false },
      { name: "sparse", why: "Silence longer than the hold: what waiting costs.", trials: 1, sideBySide: true },
      { name: "intervals", why: "Polling more often buys latency: at what price?", trials: 6, sideBySide: false },
      { name: "distance", why: "How far away the subscribers are: a delay each way.", trials: 3, sideBySide: true },
      { name: "silence", why: "Nothing is said: what it costs that subscribers wait.", trials: 1, sideBySide: true },
    ],
    plannedTrials: trials.length,
    link: { way: "namespaces", refused: null },
    until: null,
    baseRun: null,
    partial: false,
    stopped: null,
    floors,
    ceilings,
    ...deriveRun(trials),
    warnings: ["the server and the load generator share 4 cores; CPU figures hold for this machine only"],
  };
};

export const fixtureRun: Run = buildFixture();
