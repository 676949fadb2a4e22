import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { noTraffic } from "../../clients/subscriber.ts";
import { UsageError } from "../failure.ts";
import { trialOf } from "../fixtures/trial.ts";
import { distribution } from "../measurement/response-times.ts";
import { type RunHeader, schema } from "../record/run.ts";
import type { Conditions, MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { factsOf } from "../transports.ts";
import { createStore, readRun, writeResults } from "./store.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const out = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
  folders.push(folder);
  return folder;
};

const header: RunHeader = {
  schema,
  id: "a-run",
  startedAt: "2026-01-02T03:04:05.000Z",
  command: "npm run bench",
  seed: 1,
  profile: "quick",
  baselineTransport: "websocket",
  environment: {
    node: "26.10.0",
    platform: "linux x64",
    kernel: "6.1",
    cpu: "a processor",
    cores: 4,
    memoryBytes: 1,
    openFilesLimit: 1024,
    loadAverageAtStart: 0.1,
    commit: null,
    uncommittedChanges: null,
    versions: {},
  },
  transports: [factsOf("short-polling"), factsOf("websocket")],
  differences: [],
  scenarios: [{ name: "broadcast", why: "news", trials: 4, sideBySide: false }],
  plannedTrials: 4,
  link: { way: "loopback", refused: "--link loopback" },
  until: null,
  pinned: null,
  acceptBusy: false,
  baseRun: null,
};

const trial = (transport: string, meanMs: number, conditions: Partial<Conditions> = {}): MeasuredTrial =>
  trialOf({
    transport,
    conditions: { pollEveryMs: transport === "short-polling" ? 1000 : null, ...conditions },
    responseTimeMs: distribution(Float64Array.of(meanMs)),
    requests: { total: 4, empty: 1 },
    generator: { offeredRate: 1, achievedRate: 1 },
  });

const stored = (trials: readonly TrialRecord[]): string => {
  const store = createStore(out(), "a-run");
  store.append({ fact: "run", run: header });
  for (const record of trials) store.append({ fact: "trial", trial: record });
  store.append({ fact: "end", end: { endedAt: "2026-01-02T03:05:00.000Z", interrupted: false, stopped: null } });
  store.close();
  return store.folder;
};

describe("a run's folder", () => {
  it("gives back what was stored, with summaries and theory derived from it", () => {
    const times = [2, 4, 3, 3, 2, 4];
    const trials = [...times.map((ms) => trial("websocket", ms)), trial("short-polling", 500)];
    const run = readRun(stored(trials));
    expect(run.trials).toEqual(trials);
    expect(run).toMatchObject({ id: "a-run", partial: false, endedAt: "2026-01-02T03:05:00.000Z", warnings: [] });
    expect(
      run.summaries.map(({ transport, trials, metrics, theory }) => [
        transport,
        trials.measured,
        metrics.responseTimeMeanMs,
        theory,
      ]),
    ).toEqual([
      [
        "short-polling",
        1,
        { median: 500, low: null, high: null, trials: 1 },
        {
          responseTimeMeanMs: 503,
          responseTimeP50Ms: 503,
          responseTimeP99Ms: 993,
          responseTimeMaxMs: 1003,
          emptyShare: Math.exp(-1),
          requestsPerSubscriberSecond: 1,
          messagesPerResponse: 1 / (1 - Math.exp(-1)),
          bytesPerSubscriberSecond: null,
        },
      ],
      [
        "websocket",
        6,
        { median: 3, low: 2, high: 4, trials: 6 },
        {
          responseTimeMeanMs: 3,
          responseTimeP50Ms: 3,
          responseTimeP99Ms: 3,
          responseTimeMaxMs: 3,
          emptyShare: null,
          requestsPerSubscriberSecond: 0,
          messagesPerResponse: null,
          bytesPerSubscriberSecond: 2,
        },
      ],
    ]);
    expect(run.summaries[0]?.metrics.emptyShare?.median).toBe(0.25);
    expect(run.summaries[0]?.metrics.responseTimeP99Ms).toBeNull();
  });

  it("keeps cells with different conditions apart, in ascending order", () => {
    const run = readRun(
      stored([trial("short-polling", 9, { pollEveryMs: 300 }), trial("short-polling", 5, { pollEveryMs: 100 })]),
    );
    expect(run.summaries.map(({ conditions }) => conditions.pollEveryMs)).toEqual([100, 300]);
  });

  it("counts failed and invalid trials, and takes no number from them", () => {
    const { status: _, ...good } = trial("websocket", 2);
    const run = readRun(stored([{ ...good, status: "invalid", reasons: [{ code: "link-late", lateMs: 300 }] }]));
    expect(run.summaries[0]).toMatchObject({
      trials: { measured: 0, invalid: 1, failed: 0 },
      metrics: { responseTimeMeanMs: null },
    });
  });

  it("says that it is partial where trials are missing, also without an end and with an unfinished line", () => {
    const store = createStore(out(), "killed");
    store.append({ fact: "run", run: header });
    store.append({ fact: "trial", trial: trial("websocket", 2) });
    store.close();
    appendFileSync(join(store.folder, "run.jsonl"), '{"fact":"trial","tri');
    const run = readRun(store.folder);
    expect(run).toMatchObject({ partial: true, endedAt: null, warnings: [{ code: "partial", run: 1, planned: 4 }] });
    expect(run.trials.length).toBe(1);
  });

  it.each([
    ["precise", 0.04, { code: "stopped-precise", widestShare: 0.04 }],
    ["limit", 0.31, { code: "stopped-at-limit", widestShare: 0.31 }],
    ["limit", null, { code: "stopped-without-interval" }],
  ] as const)("says which end a run under a stop rule came to: %s, %j", (because, widest, remark) => {
    const store = createStore(out(), "auto");
    const until = { metric: "bytesPerDelivery", precision: 0.05, mostTrials: 6 } as const;
    store.append({ fact: "run", run: { ...header, until } });
    store.append({ fact: "trial", trial: trial("websocket", 2) });
    const stopped = { because, trials: 6, widest };
    store.append({ fact: "end", end: { endedAt: header.startedAt, interrupted: false, stopped } });
    store.close();
    const run = readRun(store.folder);
    expect(run).toMatchObject({ partial: false, stopped });
    expect(run.warnings).toEqual([{ ...remark, trials: 6, metric: "bytesPerDelivery", askedShare: 0.05 }]);
  });

  it.each([
    [
      { code: "client-too-busy", cpuShare: 0.97 },
      { code: "stopped-clients-too-busy", cpuShare: 0.97 },
    ],
    [
      { code: "chromium-too-busy", cpuShare: 0.97 },
      { code: "stopped-chromium-too-busy", cpuShare: 0.97 },
    ],
    [
      { code: "link-too-busy", cpuShare: 0.8 },
      { code: "stopped-link-too-busy", cpuShare: 0.8 },
    ],
    [
      { code: "failure", why: "no port" },
      { code: "stopped-failing", why: "no port" },
    ],
  ] as const)("says why a run stopped itself, and that it is partial: %j", (reason, remark) => {
    const store = createStore(out(), "spoilt");
    store.append({ fact: "run", run: header });
    for (const step of [1, 2, 3]) store.append({ fact: "trial", trial: trial("websocket", step) });
    const stopped = { because: "spoilt", trials: 3, reason } as const;
    store.append({ fact: "end", end: { endedAt: header.startedAt, interrupted: false, stopped } });
    store.close();
    const run = readRun(store.folder);
    expect(run).toMatchObject({ partial: true, stopped });
    expect(run.warnings).toEqual([
      { code: "partial", run: 3, planned: 4 },
      { ...remark, trials: 3 },
    ]);
  });

  it("writes the same results twice, whole", () => {
    const folder = stored([trial("websocket", 2)]);
    writeResults(folder, readRun(folder));
    const first = readFileSync(join(folder, "results.json"), "utf8");
    writeResults(folder, readRun(folder));
    expect(readFileSync(join(folder, "results.json"), "utf8")).toBe(first);
    expect(JSON.parse(first)).toEqual(readRun(folder));
    expect(readdirSync(folder).toSorted()).toEqual(["results.json", "run.jsonl"]);
  });

  it("is what latest points to, until the next run", () => {
    const parent = out();
    createStore(parent, "one").close();
    createStore(parent, "two").close();
    expect(readlinkSync(join(parent, "latest"))).toBe("two");
    expect(readdirSync(parent).toSorted()).toEqual(["latest", "one", "two"]);
  });

  it("is made again where it is removed while the run goes on, with all facts and a warning", () => {
    const parent = join(out(), "out");
    const store = createStore(parent, "one");
    store.append({ fact: "run", run: header });
    store.append({ fact: "trial", trial: trial("websocket", 2) });
    rmSync(parent, { recursive: true });
    store.append({ fact: "trial", trial: trial("websocket", 3) });
    store.close();
    const run = readRun(join(parent, "latest"));
    expect(run.trials).toHaveLength(2);
    expect(run.warnings).toContainEqual({ code: "folder-made-again" });
  });

  it("keeps raw deliveries, a row each", () => {
    const store = createStore(out(), "raw");
    const { server } = trial("websocket", 1);
    const zero = { ...server, elapsedMs: 1, cpuMs: 0 };
    store.keepRaw("0-broadcast-websocket-0", {
      conditions: trial("websocket", 1).conditions,
      windowFrom: 0,
      windowTo: 10,
      publications: {
        intendedAt: Float64Array.of(1, 2),
        wokeAt: Float64Array.of(1, 2),
        cpuMs: Float64Array.of(1, 2),
        sentAt: Float64Array.of(1.5, 2.25),
      },
      clients: [
        {
          deliveries: {
            subscriber: Uint32Array.of(3),
            seq: Uint32Array.of(2),
            receivedAt: Float64Array.of(2.5),
            altered: Uint8Array.of(0),
          },
          window: {
            load: zero,
            chromium: null,
            before: noTraffic(),
            after: noTraffic(),
            wire: { before: null, after: null },
          },
          total: noTraffic(),
          pages: null,
          gaps: [],
        },
      ],
      server: { from: 0, to: 1, load: zero, pacerCpuMs: 0, traffic: null },
      serverTraffic: { ...noTraffic(), openSockets: 0, opened: 0, accepted: 0 },
      link: { kind: "loopback", cpuUtilization: 0 },
      gaps: { server: [], link: { stalls: [], late: [] }, leader: [] },
      otherCores: null,
      browserHeaderBytes: null,
      probeMs: null,
      bytesPerIdleSubscriber: { server: null, clients: null },
      connectMs: 1,
      disconnections: { tooSlow: 0, silent: 0 },
    });
    store.close();
    expect(readFileSync(join(store.folder, "raw", "0-broadcast-websocket-0.csv"), "utf8")).toBe(
      "subscriber,seq,intendedAtMs,sentAtMs,receivedAtMs,altered\n3,2,2.000000,2.250000,2.500000,0\n",
    );
  });

  it("is refused in one line where it cannot be made or read", () => {
    const parent = out();
    writeFileSync(join(parent, "file"), "");
    expect(() => createStore(join(parent, "file"), "x")).toThrow(UsageError);
    expect(() => createStore(join(parent, "file"), "x")).toThrow(
      /^--out .*file: the run's folder cannot be made there \(.*\); name a folder that can be written$/,
    );
    expect(existsSync(join(parent, "latest"))).toBe(false);
    expect(() => readRun(parent)).toThrow(/is not a run's folder: its run.jsonl cannot be read/);
    const broken = (text: string): string => {
      const folder = join(out(), "broken");
      mkdirSync(folder);
      writeFileSync(join(folder, "run.jsonl"), text);
      return folder;
    };
    const line = JSON.stringify({ fact: "run", run: header });
    expect(() => readRun(broken('"nothing"\n'))).toThrow("broken: run.jsonl does not start with the run's facts");
    expect(() => readRun(broken(line.replace(schema, "other/9")))).toThrow(
      "broken: its schema is other/9, and this version reads push-transport-benchmark/8",
    );
  });
});
