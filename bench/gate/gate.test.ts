import { describe, expect, it } from "vitest";
import { summarise } from "../analysis/summary.ts";
import { type TrialChange, trialOf } from "../fixtures/trial.ts";
import { cellKey } from "../record/metrics.ts";
import { type Environment, type Run, schema } from "../record/run.ts";
import type { MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { factsOf } from "../transports.ts";
import { comparedNothing, gateExitCode, judgeGate, toldNoTime } from "./gate.ts";
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
  transports: [factsOf("websocket")],
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

/** HEAD and BASE differ by it where they are given other trials of the same plan. */
const wobble = (repetition: number, share = 0): number => 1 + share * (repetition % 2 === 0 ? 1 : -1);

/** 100 bytes up and 1000 down a delivery. Each of ten subscribers polls once and gets ten messages of 8 bytes. */
const cellTrials = (count: number, change: (repetition: number) => TrialChange = () => ({})): MeasuredTrial[] =>
  Array.from({ length: count }, (_, repetition) => {
    const kinds = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };
    const own = change(repetition);
    const trial = trialOf({
      repetition,
      responseTimeMs: { p50: (1 + repetition / 1000) * wobble(repetition) },
      tailMs: 2 + repetition / 1000,
      ...own,
      conditions: { pollEveryMs: 1000, ...own.conditions },
      bytes: {
        up: 10_000,
        down: 100_000,
        perDelivery: { up: 100, down: 1000 },
        kinds: { up: { ...kinds, httpHeaders: 10_000 }, down: { ...kinds, body: 800, envelope: 2000 } },
        handshakePerConnection: { up: 196, down: 129 },
        ...own.bytes,
      },
      requests: {
        total: 10,
        perDelivery: 0.1,
        messagesPerResponse: 10,
        headBytes: { request: 86, fullAnswer: 183, emptyAnswer: null },
        ...own.requests,
      },
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
      "headBytesPerRequest",
      "headBytesPerFullAnswer",
      "envelopeBytesPerMessage",
      "handshakeBytesPerConnectionUp",
      "handshakeBytesPerConnectionDown",
      "connectionsPerSubscriber",
      "requestsPerDelivery",
      "messagesPerResponse",
      "bytesPerDelivery",
      "responseTimeP50Ms",
      "responseTimeTailMs",
    ]);
    expect(gate).toMatchObject({ onlyBase: [], onlyHead: [], unmeasured: [], differences: [], sameMachine: true });
    expect(gateExitCode(gate)).toBe(0);
  });

  const longer = (conditions: TrialChange["conditions"] = {}) => ({
    conditions,
    requests: { headBytes: { request: 106, fullAnswer: 183, emptyAnswer: null } },
    bytes: { up: 12_000, perDelivery: { up: 120, down: 1000 } },
  });

  it("names a longer head, and calls what follows from it changed", () => {
    const gate = judge(cellTrials(10, () => longer()));
    expect(verdicts(gate)).toEqual({
      headBytesPerRequest: "regression: beyond",
      bytesPerDelivery: "changed: batching",
    });
    expect(lineOf(gate, "headBytesPerRequest")).toMatchObject({
      base: 86,
      head: 106,
      tier: "count",
      tolerance: 0,
      slack: 1,
      words: "+23\u202f% (+20\u202fB), where ±1\u202fB is tolerated",
    });
    expect(gateExitCode(gate)).toBe(1);
  });

  it("tells one cause once, in however many cells of a transport it shows", () => {
    const far = { oneWayMs: 50 };
    const both = (change: (conditions?: TrialChange["conditions"]) => TrialChange): MeasuredTrial[] => [
      ...cellTrials(10, () => change()),
      ...cellTrials(10, () => change(far)).map((trial) => ({ ...trial, scenario: "distance" })),
    ];
    const gate = judge(both(longer), {}, runOf(both((conditions = {}) => ({ ...longer(), conditions, requests: {} }))));
    const heads = gate.lines.filter(({ metric }) => metric === "headBytesPerRequest");
    expect(heads).toHaveLength(1);
    expect(heads[0]).toMatchObject({ scenario: "broadcast", verdict: "regression" });
    expect(heads[0]?.alsoIn.map(({ scenario, conditions }) => [scenario, conditions.oneWayMs])).toEqual([
      ["distance", 50],
    ]);
    expect(gate.lines.filter(({ metric }) => metric === "requestsPerDelivery")).toHaveLength(2);
  });

  it("holds a digit of a cursor for no change of the code", () => {
    const digit = judge(
      cellTrials(10, () => ({ requests: { headBytes: { request: 87, fullAnswer: 182.5, emptyAnswer: null } } })),
    );
    expect(verdicts(digit)).toEqual({});
  });

  it("calls a server that batches less changed, and no regression", () => {
    const less = judge(cellTrials(10, () => ({ requests: { perDelivery: 0.2, messagesPerResponse: 5 } })));
    expect(verdicts(less)).toEqual({
      requestsPerDelivery: "changed: batching",
      messagesPerResponse: "changed: batching",
    });
    expect(lineOf(less, "requestsPerDelivery").words).toMatch(
      /^\+100\u202f%, beyond ±1\u202f% and 0\.005; follows from heads and from how many messages travel together, of which a faster/,
    );
    expect(gateExitCode(less)).toBe(0);
  });

  it("holds the bytes of what is pushed, which nothing batches", () => {
    const pushed = (perDelivery: number) =>
      cellTrials(10, () => ({
        conditions: { pollEveryMs: null },
        bytes: { perDelivery: { up: 0, down: perDelivery } },
      }));
    expect(verdicts(judge(pushed(1100), {}, runOf(pushed(1000))))).toEqual({ bytesPerDelivery: "regression: beyond" });
  });

  it("tells a slower median by test and interval, with both in the line", () => {
    const gate = judge(
      cellTrials(10, (repetition) => ({
        responseTimeMs: { p50: 1.5 * (1 + repetition / 1000) * wobble(repetition, 0.01) },
        tailMs: null,
      })),
    );
    const line = lineOf(gate, "responseTimeP50Ms");
    expect(line).toMatchObject({
      tier: "time",
      verdict: "regression",
      because: "detected",
      of: { base: 10, head: 10 },
      paired: true,
    });
    expect(line.ratio?.median).toBeCloseTo(1.5, 3);
    expect(line.ratio?.low).toBeCloseTo(1.489, 3);
    expect(line.p).toBeLessThan(1e-10);
    expect(line.adjustedP).toBe(line.p);
    expect(line.detectable).toBeCloseTo(1.01, 2);
    expect(line.words).toMatch(
      /^\+50\u202f% \(\+49\u202f% to \+51\u202f%\), where ±10\u202f% is guarded against; p < 0\.0001 corrected; not run again$/,
    );
    expect(verdicts(gate)).toEqual({
      responseTimeP50Ms: "regression: detected",
      responseTimeTailMs: "not comparable: missing in head",
    });
  });

  it("cannot tell what noise hides, says what could have been seen, and is no pass where that holds for each time", () => {
    const noisy = (share: number) =>
      cellTrials(10, (repetition) => ({
        responseTimeMs: { p50: wobble(repetition, share) },
        tailMs: 2 * wobble(repetition, share),
      }));
    const gate = judge(noisy(0.3));
    expect(verdicts(gate)).toEqual({
      responseTimeP50Ms: "cannot tell: wide interval",
      responseTimeTailMs: "cannot tell: wide interval",
    });
    expect(lineOf(gate, "responseTimeP50Ms").words).toMatch(
      /^could have seen 38\u202f%; −5\.0\u202f% \(−25\u202f% to \+20\u202f%\), where ±10\u202f% is guarded against$/,
    );
    expect([toldNoTime(gate), gateExitCode(gate)]).toEqual([true, 1]);
    expect([toldNoTime(judge(noisy(0.02))), gateExitCode(judge(noisy(0.02)))]).toEqual([false, 0]);
  });

  it("gives trials in a slow phase of the machine no say in times", () => {
    const slow = cellTrials(10, (repetition) => (repetition === 3 ? { responseTimeMs: { p50: 9 } } : {})).map(
      (trial) => ({
        ...trial,
        machine: {
          ...trial.machine,
          probeMs: trial.repetition === 3 ? { before: 2, after: 2 } : { before: 1, after: 1 },
        },
      }),
    );
    const line = lineOf(judge(slow), "responseTimeP50Ms");
    expect(line).toMatchObject({ verdict: "same", of: { base: 10, head: 9 } });
    expect(line.ratio).toMatchObject({ trials: 9 });
  });

  it("takes its tolerances from whoever asks", () => {
    const slower = runOf(cellTrials(10, (repetition) => ({ responseTimeMs: { p50: 1.2 * (1 + repetition / 1000) } })));
    const tolerances = { ...defaultTolerances, responseTimeP50Ms: { relative: 0.6, slack: 0 } };
    expect(lineOf(judgeGate(base, slower, tolerances), "responseTimeP50Ms")).toMatchObject({
      verdict: "same",
      because: "within",
      tolerance: 0.6,
    });
  });

  it("says of fewer than six trials that times are not told, and judges counts", () => {
    const gate = judge(cellTrials(5, () => longer()));
    expect(verdicts(gate)).toEqual({
      headBytesPerRequest: "regression: beyond",
      bytesPerDelivery: "changed: batching",
      responseTimeP50Ms: "cannot tell: few trials",
      responseTimeTailMs: "cannot tell: few trials",
    });
    expect(toldNoTime(gate)).toBe(true);
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
    expect(invalidTrials).toBe("cannot tell: invalid trials");
    expect(new Set(Object.values(others))).toEqual(new Set(["not comparable: missing in head"]));
    expect(Object.keys(others)).toHaveLength(11);
  });

  it("is no pass where nothing was compared, and a regression where HEAD alone spoilt its trials", () => {
    const spoilt = cellTrials(10).map((trial): TrialRecord => ({ ...trial, status: "invalid" }));
    expect([comparedNothing(judge(spoilt)), gateExitCode(judge(spoilt))]).toEqual([true, 1]);
    const mostly = [...spoilt.slice(0, 9), ...cellTrials(10).slice(9)];
    expect([comparedNothing(judge(mostly)), gateExitCode(judge(mostly))]).toEqual([false, 1]);
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
    const failed = cellTrials(10).map(
      (trial): TrialRecord => ({ ...trial, status: "failed", reasons: [{ code: "failure", why: "bytes" }] }),
    );
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

  it("compares no count that depends on the plan where the plans differ, and times without pairs", () => {
    const other = judge(
      cellTrials(10, () => ({ requests: { perDelivery: 0.2 } })),
      { seed: 2 },
    );
    expect(verdicts(other)).toEqual({
      requestsPerDelivery: "not comparable: plan",
      messagesPerResponse: "not comparable: plan",
      bytesPerDelivery: "not comparable: plan",
    });
    expect(other.differences.map(({ kind }) => kind)).toEqual(["seed"]);
    const slower = judge(
      cellTrials(10, (repetition) => ({ responseTimeMs: { p50: 1.5 * (1 + repetition / 1000) } })),
      { seed: 2 },
    );
    expect(lineOf(slower, "responseTimeP50Ms")).toMatchObject({ paired: false, verdict: "regression" });
  });

  it.each([
    ["cpu", { environment: { ...environment, cpu: "Other" } }],
    ["cores", { environment: { ...environment, cores: 2 } }],
    ["platform", { environment: { ...environment, platform: "darwin arm64" } }],
    ["kernel", { environment: { ...environment, kernel: "6.9.0" } }],
    ["link", { link: { way: "loopback", refused: null } }],
  ] as const)("compares no times where the %s differs, and counts all the same", (kind, change) => {
    const slower = cellTrials(10, () => ({ ...longer(), responseTimeMs: { p50: 9 } }));
    const gate = judge(slower, change);
    expect(gate.differences.map((difference) => difference.kind)).toEqual([kind]);
    expect(gate.sameMachine).toBe(false);
    expect(lineOf(gate, "responseTimeP50Ms")).toMatchObject({ verdict: "not comparable", because: "machine", p: null });
    expect(lineOf(gate, "headBytesPerRequest").verdict).toBe("regression");
    expect(toldNoTime(gate)).toBe(true);
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
