import { describe, expect, it } from "vitest";
import { summarise } from "../analysis/summary.ts";
import { type TrialChange, trialOf } from "../fixtures/trial.ts";
import { cellKey } from "../record/metrics.ts";
import { type Environment, type Run, schema } from "../record/run.ts";
import type { MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { comparedNothing, gateExitCode, judgeGate } from "./gate.ts";
import type { Gate, GateLine } from "./line.ts";
import type { GateMetric } from "./metrics.ts";
import { defaultTolerances } from "./tolerances.ts";

const environment: Environment = {
  node: "26.0.0",
  platform: "linux x64",
  kernel: "6.8.0",
  cpu: "Example CPU",
  cores: 4,
  memoryBytes: 1,
  openFilesLimit: null,
  loadAverageAtStart: 0,
  commit: null,
  uncommittedChanges: null,
  versions: {},
};

const runOf = (trials: readonly TrialRecord[], change: Partial<Run> = {}): Run => ({
  schema,
  id: "base",
  startedAt: "2026-01-02T03:04:05.000Z",
  endedAt: null,
  command: "npm run bench",
  seed: 1,
  profile: "default",
  baselineTransport: "websocket",
  environment,
  transports: [{ name: "websocket", label: "WebSocket" }],
  differences: [],
  scenarios: [{ name: "broadcast", why: "", trials: 10, sideBySide: false }],
  plannedTrials: trials.length,
  link: { way: "namespaces", refused: null },
  until: null,
  pinned: null,
  acceptBusy: false,
  baseRun: null,
  partial: false,
  stopped: null,
  floors: [],
  ceilings: [],
  trials,
  summaries: summarise(trials, [], ["websocket"], 1),
  comparisons: [],
  silence: [],
  warnings: [],
  ...change,
});

/** 100 bytes up and 1000 down. Each of ten subscribers makes one request and gets ten deliveries. */
const cellTrials = (count: number, change: (repetition: number) => TrialChange = () => ({})): MeasuredTrial[] =>
  Array.from({ length: count }, (_, repetition) => {
    const kinds = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };
    const own = change(repetition);
    const trial = trialOf({
      repetition,
      responseTimeMs: { p50: 1 + repetition / 1000, p90: 2 + repetition / 1000 },
      ...own,
      bytes: {
        up: 10_000,
        down: 100_000,
        perDelivery: { up: 100, down: 1000 },
        kinds: { up: { ...kinds, httpHeaders: 10_000 }, down: { ...kinds, body: 100_000 } },
        handshakePerConnection: { up: 196, down: 129 },
        ...own.bytes,
      },
      requests: { total: 10, perDelivery: 0.1, ...own.requests },
    });
    const deliveries = { ...trial.deliveries, expected: 100, received: 100 };
    return { ...trial, deliveries, connections: { opened: 10, failed: 0, closedByServer: 0, perSecond: 1 } };
  });

const base = runOf(cellTrials(10));
const judge = (trials: readonly TrialRecord[], change: Partial<Run> = {}, against = base): Gate =>
  judgeGate(against, runOf(trials, { id: "head", ...change }));

const lineOf = ({ lines }: Gate, metric: GateMetric): GateLine =>
  lines.find((line) => line.metric === metric) ?? expect.fail(`no line of ${metric}`);

const verdicts = ({ lines }: Gate): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines
      .filter(({ verdict }) => verdict !== "same")
      .map(({ metric, verdict, because }) => [metric, `${verdict}: ${because}`]),
  );

describe("judgeGate", () => {
  it("finds nothing where nothing changed, and judges every number that there is", () => {
    const gate = judge(cellTrials(10));
    expect(verdicts(gate)).toEqual({});
    expect(gate.lines.map(({ metric }) => metric)).toEqual([
      "lostDeliveries",
      "duplicatedDeliveries",
      "outOfOrderDeliveries",
      "foreignDeliveries",
      "alteredDeliveries",
      "unfinishedTrials",
      "invalidTrials",
      "requestsPerDelivery",
      "bytesPerDelivery",
      "bodyBytesPerDeliveryDown",
      "httpHeadersBytesPerDeliveryUp",
      "handshakeBytesPerConnectionUp",
      "handshakeBytesPerConnectionDown",
      "connectionsPerSubscriber",
      "responseTimeP50Ms",
      "responseTimeP90Ms",
    ]);
    expect(gate).toMatchObject({ onlyBase: [], onlyHead: [], unmeasured: [], differences: [], sameMachine: true });
    expect(gateExitCode(gate)).toBe(0);
  });

  it("names a longer header by kind and direction", () => {
    const kinds = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };
    const gate = judge(
      cellTrials(10, () => ({
        bytes: {
          up: 12_000,
          perDelivery: { up: 120, down: 1000 },
          kinds: { up: { ...kinds, httpHeaders: 12_000 }, down: { ...kinds, body: 100_000 } },
        },
      })),
    );
    expect(verdicts(gate)).toEqual({
      bytesPerDelivery: "regression: beyond",
      httpHeadersBytesPerDeliveryUp: "regression: beyond",
    });
    expect(lineOf(gate, "httpHeadersBytesPerDeliveryUp")).toMatchObject({
      base: 100,
      head: 120,
      tier: "count",
      tolerance: 0.01,
      words: "+20\u202f%, where ±1\u202f% and 0.5\u202fB are tolerated",
    });
    expect(gateExitCode(gate)).toBe(1);
  });

  it("tells a slower median by test and interval, with both in the line", () => {
    const gate = judge(cellTrials(10, (repetition) => ({ responseTimeMs: { p50: 1.5 + repetition / 1000 } })));
    const line = lineOf(gate, "responseTimeP50Ms");
    expect(line).toMatchObject({
      tier: "time",
      verdict: "regression",
      because: "detected",
      of: { base: 10, head: 10 },
    });
    expect(line.ratio?.median).toBeCloseTo(1.5045 / 1.0045, 6);
    expect(line.ratio?.low).toBeGreaterThan(1.49);
    expect(line).toMatchObject({ paired: true, p: 2 / 1024, adjustedP: 2 / 1024 });
    expect(line.words).toMatch(
      /^\+50\u202f% \(\+50\u202f% to \+50\u202f%\), beyond ±2\u202f%; p = 0\.0020 corrected; not run again$/,
    );
    expect(verdicts(gate)).toEqual({
      responseTimeP50Ms: "regression: detected",
      responseTimeP90Ms: "not comparable: missing in head",
    });
  });

  it("takes its tolerances from whoever asks", () => {
    const slower = runOf(cellTrials(10, (repetition) => ({ responseTimeMs: { p50: 1.5 + repetition / 1000 } })));
    const tolerances = { ...defaultTolerances, responseTimeP50Ms: { relative: 0.6, slack: 0 } };
    expect(lineOf(judgeGate(base, slower, tolerances), "responseTimeP50Ms")).toMatchObject({
      verdict: "same",
      because: "within",
      tolerance: 0.6,
    });
  });

  it("says of fewer than six trials that times are not told, and judges counts", () => {
    const gate = judge(cellTrials(5, () => ({ requests: { perDelivery: 0.2 } })));
    expect(verdicts(gate)).toEqual({
      requestsPerDelivery: "regression: beyond",
      responseTimeP50Ms: "unclear: few trials",
      responseTimeP90Ms: "unclear: few trials",
    });
    expect(lineOf(gate, "responseTimeP50Ms").words).toBe("5 trials on the smaller side, and a test needs 6");
  });

  it("counts what was lost over failed trials too, and trials that did not finish", () => {
    const trials = cellTrials(10).map((trial, i): TrialRecord => {
      if (i === 3) return { ...trial, status: "failed", deliveries: { ...trial.deliveries, lost: 1, received: 99 } };
      return i === 4 ? { ...trial, status: "failed", deliveries: null } : trial;
    });
    const gate = judge(trials);
    expect(verdicts(gate)).toEqual({ lostDeliveries: "regression: faults", unfinishedTrials: "regression: faults" });
    expect(lineOf(gate, "lostDeliveries").words).toBe("1 of 900, and 0 of 1000 before; none is tolerated");
  });

  it("does not pass over a cell without a measured trial", () => {
    const gate = judge(cellTrials(10).map((trial): TrialRecord => ({ ...trial, status: "invalid" })));
    const { invalidTrials, ...others } = verdicts(gate);
    expect(invalidTrials).toBe("unclear: invalid trials");
    expect(new Set(Object.values(others))).toEqual(new Set(["not comparable: missing in head"]));
    expect(Object.keys(others)).toHaveLength(9);
  });

  it("is no pass where nothing was compared, and a regression where HEAD alone spoilt its trials", () => {
    const spoilt = cellTrials(10).map((trial): TrialRecord => ({ ...trial, status: "invalid" }));
    expect([comparedNothing(judge(spoilt)), gateExitCode(judge(spoilt))]).toEqual([true, 1]);
    const mostly = [...spoilt.slice(0, 9), ...cellTrials(10).slice(9)];
    expect([comparedNothing(judge(mostly)), gateExitCode(judge(mostly))]).toEqual([false, 0]);
    const inTurns = judge(mostly, { baseRun: "base" });
    expect(verdicts(inTurns)).toMatchObject({ invalidTrials: "regression: invalid trials" });
    expect(lineOf(inTurns, "invalidTrials").words).toBe(
      "9 of 10 trials could not be measured, and 0 of 10 of BASE: more than chance explains; not run again",
    );
    expect(gateExitCode(inTurns)).toBe(1);
  });

  it("names the cells that neither side has a measured trial of, beside others that are compared", () => {
    const spoilt = cellTrials(2, () => ({ conditions: { oneWayMs: 50 } })).map(
      (trial): TrialRecord => ({ ...trial, status: "invalid" }),
    );
    const both = [...cellTrials(10), ...spoilt];
    const gate = judge(both, {}, runOf(both));
    expect(comparedNothing(gate)).toBe(false);
    expect(gate.unmeasured.map(cellKey)).toEqual(spoilt.slice(0, 1).map(cellKey));
  });

  it("says of a tolerance also what is allowed on top of the share", () => {
    const gate = judge(cellTrials(10, () => ({ requests: { perDelivery: 0.105 } })));
    expect(lineOf(gate, "requestsPerDelivery").words).toBe("+5.0\u202f%, within ±1\u202f% and 0.005");
  });

  it("counts a trial that failed without a fault of delivery as unfinished", () => {
    const failed = cellTrials(10).map((trial): TrialRecord => ({ ...trial, status: "failed", reasons: ["bytes"] }));
    expect(verdicts(judge(failed))).toMatchObject({ unfinishedTrials: "regression: faults" });
  });

  it("compares a count repetition by repetition, so that one that is missing moves no median", () => {
    const perDelivery = [0.05, 0.08, 0.1, 0.12, 0.15, 0.2];
    const trials = cellTrials(6, (repetition) => ({ requests: { perDelivery: perDelivery[repetition] ?? 0 } }));
    const gate = judgeGate(runOf(trials), runOf(trials.slice(2)));
    expect(lineOf(gate, "requestsPerDelivery")).toMatchObject({
      verdict: "same",
      base: 0.135,
      of: { base: 4, head: 4 },
    });
  });

  it("tests counts like times where the plans differ, but for those that no plan moves", () => {
    const trials = cellTrials(10, () => ({ requests: { perDelivery: 0.2 } }));
    const other = judge(trials, { seed: 2 });
    expect(lineOf(other, "requestsPerDelivery")).toMatchObject({ verdict: "regression", because: "detected" });
    expect(lineOf(other, "handshakeBytesPerConnectionUp")).toMatchObject({ verdict: "same", because: "within" });
    expect(other.differences.map(({ kind }) => kind)).toEqual(["seed"]);
    const slower = judge(
      cellTrials(10, (repetition) => ({ responseTimeMs: { p50: 1.5 + repetition / 1000 } })),
      { seed: 2 },
    );
    expect(lineOf(slower, "responseTimeP50Ms")).toMatchObject({ paired: false, verdict: "regression" });
    expect(lineOf(slower, "responseTimeP50Ms").p).toBeCloseTo(2 / 184_756, 10);
    const few = judge(trials.slice(0, 3), { seed: 2 });
    expect(lineOf(few, "requestsPerDelivery")).toMatchObject({ verdict: "unclear", because: "few trials" });
  });

  it.each([
    ["cpu", { environment: { ...environment, cpu: "Other" } }],
    ["cores", { environment: { ...environment, cores: 2 } }],
    ["platform", { environment: { ...environment, platform: "darwin arm64" } }],
    ["kernel", { environment: { ...environment, kernel: "6.9.0" } }],
    ["link", { link: { way: "loopback", refused: null } }],
  ] as const)("compares no times where the %s differs, and counts all the same", (kind, change) => {
    const slower = cellTrials(10, () => ({ responseTimeMs: { p50: 9 }, requests: { perDelivery: 0.2 } }));
    const gate = judge(slower, change);
    expect(gate.differences.map((difference) => difference.kind)).toEqual([kind]);
    expect(gate.sameMachine).toBe(false);
    expect(lineOf(gate, "responseTimeP50Ms")).toMatchObject({ verdict: "not comparable", because: "machine", p: null });
    expect(lineOf(gate, "requestsPerDelivery").verdict).toBe("regression");
  });

  it("warns of another Node, another number of trials, other windows, and of the same run twice", () => {
    const kinds = (gate: Gate) => gate.differences.map(({ kind, base, head }) => [kind, base, head]);
    expect(kinds(judge(cellTrials(10), { environment: { ...environment, node: "27.0.0" } }))).toEqual([
      ["node", "26.0.0", "27.0.0"],
    ]);
    const scenarios = [{ name: "broadcast", why: "", trials: 4, sideBySide: false }];
    expect(
      kinds(
        judge(
          cellTrials(4, () => ({ measureMs: 2000 })),
          { scenarios, partial: true },
        ),
      ),
    ).toEqual([
      ["trials", "broadcast 10", "broadcast 4"],
      ["measureMs", "1000", "2000"],
      ["partialHead", "", ""],
    ]);
    expect(judgeGate(base, base).differences.map(({ kind }) => kind)).toEqual(["sameRun"]);
  });

  it("lists cells of one run alone", () => {
    const far = cellTrials(2, () => ({ conditions: { oneWayMs: 50 } }));
    const wide = cellTrials(2, () => ({ conditions: { subscribers: 99 } }));
    const gate = judge([...cellTrials(10), ...far], {}, runOf([...cellTrials(10), ...wide]));
    expect(gate.onlyBase.map(cellKey)).toEqual(wide.slice(0, 1).map(cellKey));
    expect(gate.onlyHead.map(cellKey)).toEqual(far.slice(0, 1).map(cellKey));
  });

  it("refuses runs without a cell in common", () => {
    const far = cellTrials(2, () => ({ conditions: { oneWayMs: 50 } }));
    expect(() => judge(far)).toThrow("they share no scenario, transport and conditions");
  });
});
