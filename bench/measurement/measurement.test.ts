import * as hdr from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import { noTraffic, type Traffic } from "../../clients/subscriber.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import { trialOf } from "../fixtures/trial.ts";
import type { Remark } from "../record/remarks.ts";
import { deliveryFaults } from "../record/trial.ts";
import { measure } from "./measurement.ts";
import type { Observations } from "./observations.ts";
import { distribution } from "./response-times.ts";
import { assess, wasDisturbed } from "./validity.ts";

const loop = {
  loopDelayP99Ms: 1,
  loopDelayMaxMs: 2,
  loopUtilization: 0.25,
  gcPauseMaxMs: 2,
  gcShare: 0.01,
  runDelayShare: 0.03,
};
const load = { elapsedMs: 1000, cpuMs: 100, ...loop, rssPeakBytes: 5_000_000 };
const noWire = { before: null, after: null };
const noServerTraffic = { ...noTraffic(), openSockets: 0, opened: 0, accepted: 0 };
const noOctets = { up: 0, down: 0, payload: 0, sockets: [] };

const noGaps = { server: [], link: { stalls: [], late: [] }, leader: [] };
const noStalls = { stallMaxMs: 0, stallShare: 0 };

const tun = { kind: "tun", cpuUtilization: 0.1, latenessMaxMs: 0, ...noStalls } as const;

const calm = { tooSlow: 0, silent: 0 };

/** Rows of [subscriber, seq, receivedAt, altered]. */
type Row = readonly [subscriber: number, seq: number, receivedAt: number, altered?: true];

const deliveriesOf = (rows: readonly Row[]) => ({
  subscriber: Uint32Array.from(rows, ([subscriber]) => subscriber),
  seq: Uint32Array.from(rows, ([, seq]) => seq),
  receivedAt: Float64Array.from(rows, ([, , at]) => at),
  altered: Uint8Array.from(rows, ([, , , altered]) => (altered ? 1 : 0)),
});

const traffic = (change: (t: Traffic) => void): Traffic => {
  const t = noTraffic();
  change(t);
  return t;
};

/** Two subscribers, three messages due at 500 (warm-up), 1000 and 1500; the window is 1000 to 2000. */
const observe = (rows: readonly Row[], change: Partial<Observations> = {}): Observations => ({
  conditions: {
    subscribers: 2,
    ratePerSec: 2,
    schedule: "periodic",
    bodyBytes: 10,
    oneWayMs: 0,
    pollEveryMs: 100,
    holdMs: null,
    connection: "keep-alive",
    clientProcesses: null,
    headers: "minimal",
  },
  windowFrom: 1000,
  windowTo: 2000,
  publications: {
    intendedAt: Float64Array.of(500, 1000, 1500),
    wokeAt: Float64Array.of(500, 1000, 1501),
    cpuMs: Float64Array.of(1, 2, 3),
    sentAt: Float64Array.of(500, 1001, 1502),
  },
  clients: [
    {
      deliveries: deliveriesOf(rows),
      window: {
        load,
        chromium: null,
        before: traffic((t) => {
          t.requests.total = 5;
          t.bytes.up = 50;
          t.kinds.up.httpHeaders = 50;
        }),
        after: traffic((t) => {
          t.messages = 4;
          t.requests.total = 25;
          t.requests.empty = 16;
          t.requests.emptyCycles = 10;
          t.requests.emptyCyclesMs = 1001;
          t.bytes.up = 250;
          t.kinds.up.httpHeaders = 250;
          t.bytes.down = 400;
          t.kinds.down.body = 40;
          t.kinds.down.envelope = 60;
          t.kinds.down.httpHeaders = 300;
          t.requests.fullAnswers = 4;
          t.requests.fullAnswerHeadBytes = 140;
          t.requests.emptyAnswerHeadBytes = 160;
          t.requests.turnarounds = 4;
          t.requests.turnaroundsMs = 1;
        }),
        // By the time of the second reading, another 60 bytes had passed.
        wire: { before: noOctets, after: { up: 1320, down: 3300, payload: 660, sockets: [] } },
      },
      total: traffic((t) => {
        t.connections.opened = 2;
        t.kinds.up.handshake = 100;
        t.kinds.down.handshake = 60;
        t.bytes.up = 100;
        t.bytes.down = 60;
      }),
      pages: null,
      gaps: [],
    },
  ],
  server: { from: 1000, to: 2000, load: { ...load, cpuMs: 120 }, pacerCpuMs: 20, traffic: null },
  serverTraffic: {
    bytes: { up: 100, down: 60 },
    kinds: {
      up: { ...noTraffic().kinds.up, handshake: 100 },
      down: { ...noTraffic().kinds.down, handshake: 60 },
    },
    openSockets: 0,
    opened: 2,
    accepted: 2,
    messages: 6,
    requests: noTraffic().requests,
  },
  link: { kind: "veth", cpuUtilization: 0 },
  gaps: noGaps,
  otherCores: 0.1,
  browserHeaderBytes: 455,
  probeMs: null,
  disconnections: calm,
  bytesPerIdleSubscriber: { server: 7000, clients: 3000 },
  connectMs: 20,
  ...change,
});

const whole = [
  [0, 1, 510],
  [1, 1, 520],
  [0, 2, 1010],
  [1, 2, 1020],
  [0, 3, 1530],
  [1, 3, 2540],
] as const;

describe("measure", () => {
  it("counts response time from the intended instant, of the window's messages, however late they came", () => {
    const m = measure(observe(whole));
    expect(m.responseTimeMs).toMatchObject({
      count: 4,
      max: 1040,
      mean: (10 + 20 + 30 + 1040) / 4,
      p50: null,
      p99: null,
    });
    expect(m.serviceTimeMs).toMatchObject({ count: 4, max: 1038, mean: (9 + 19 + 28 + 1038) / 4 });
    expect(m.publishDelayMs).toMatchObject({ count: 2, max: 2, mean: 1.5 });
  });

  it("takes rates and shares from the difference of the window's snapshots", () => {
    const m = measure(observe(whole));
    expect(m.requests).toEqual({
      total: 20,
      empty: 16,
      perDelivery: 5,
      perSubscriberSecond: 10,
      messagesPerResponse: 1,
      emptyCycleMs: 100.1,
      turnaroundMs: 0.25,
      headBytes: { request: 10, fullAnswer: 35, emptyAnswer: 10 },
      browserHeaderBytes: 455,
    });
    expect(m.bytes).toMatchObject({
      up: 200,
      down: 400,
      httpHeaders: 500,
      body: 40,
      envelope: 60,
      handshake: 0,
      wire: { up: 1200, down: 3000 },
    });
    expect(m.bytes.perDelivery).toEqual({ up: 50, down: 100 });
    expect(m.bytes.handshakePerConnection).toEqual({ up: 50, down: 30 });
    expect(m.bytes.unaccounted).toBe(0);
  });

  it("cuts bytes and messages at the same places, whatever part of the next ones had been read", () => {
    const [client] = observe([]).clients;
    const { after } = client?.window ?? {};
    if (client === undefined || after === undefined || after === null) return expect.fail();
    const window = { ...client.window, after: { ...after, bytes: { up: 250, down: 437 } } };
    const { bytes } = measure(observe(whole, { clients: [{ ...client, window }] }));
    expect([bytes.down, bytes.deliveries, bytes.perDelivery.down]).toEqual([400, 4, 100]);
  });

  it("divides the server's CPU by what arrived between its own readings, a late one too", () => {
    const { server } = observe([]);
    const cpuWith = (change: Partial<Observations["server"]>): number | null =>
      measure(observe(whole, { server: { ...server, ...change } })).server.cpuMsPerThousandDeliveries;
    expect([cpuWith({}), cpuWith({ to: 2600 }), cpuWith({ from: 1020.5, to: 2600 })]).toEqual([
      100_000 / 3,
      25_000,
      50_000,
    ]);
  });

  it("leaves the pacing thread out of the server's CPU", () => {
    const { server, generator } = measure(observe(whole));
    expect(server).toEqual({
      cpuMsPerThousandDeliveries: 100_000 / 3,
      cpuUtilization: 0.1,
      cpuBlocks: { messages: 8, spanMs: [], cpuMs: [] },
      ...loop,
      ...noStalls,
      rssPeakBytes: 5_000_000,
      bytesPerIdleSubscriber: 7000,
    });
    expect(generator).toEqual({
      cpuUtilization: 0.1,
      busiestProcessUtilization: 0.1,
      ...loop,
      ...noStalls,
      bytesPerIdleSubscriber: 3000,
      offeredRate: 2,
      achievedRate: 2,
      pacerUtilization: 0.02,
      pacerDelayP50Ms: 0.5,
      pacerDelayMaxMs: 1,
    });
  });

  it("divides by nothing where nothing was delivered or asked", () => {
    const [client] = observe([]).clients;
    if (client === undefined) return expect.fail();
    const window = { load, chromium: null, before: noTraffic(), after: noTraffic(), wire: noWire };
    const silent = { ...client, window, total: noTraffic() };
    const m = measure(observe([], { clients: [silent], serverTraffic: noServerTraffic }));
    expect(m.requests).toMatchObject({
      browserHeaderBytes: null,
      perDelivery: null,
      messagesPerResponse: null,
      emptyCycleMs: null,
    });
    expect(m.bytes).toMatchObject({ perDelivery: { up: null, down: null }, handshakePerConnection: null });
    expect(m.server.cpuMsPerThousandDeliveries).toBeNull();
    expect(m.responseTimeMs).toEqual({
      mean: null,
      p50: null,
      p90: null,
      p99: null,
      p999: null,
      max: null,
      count: 0,
      events: 0,
      histogram: "",
    });
  });

  it.each([
    [
      "all there",
      whole,
      { received: 6, lost: 0, duplicated: 0, outOfOrder: 0, foreign: 0, altered: 0, subscribersAffected: 0 },
    ],
    [
      "one lost",
      whole.slice(0, 5),
      { received: 5, lost: 1, duplicated: 0, outOfOrder: 0, foreign: 0, altered: 0, subscribersAffected: 1 },
    ],
    [
      "one silent",
      whole.filter(([subscriber]) => subscriber === 0),
      { received: 3, lost: 3, duplicated: 0, outOfOrder: 0, foreign: 0, altered: 0, subscribersAffected: 1 },
    ],
    [
      "nothing",
      [],
      { received: 0, lost: 6, duplicated: 0, outOfOrder: 0, foreign: 0, altered: 0, subscribersAffected: 2 },
    ],
    [
      "one twice",
      [...whole, [1, 2, 2600]] as const,
      { received: 6, lost: 0, duplicated: 1, outOfOrder: 0, foreign: 0, altered: 0, subscribersAffected: 1 },
    ],
    [
      "two swapped",
      [whole[0], whole[1], whole[4], whole[2], whole[3], whole[5]] as const,
      { received: 6, lost: 0, duplicated: 0, outOfOrder: 1, foreign: 0, altered: 0, subscribersAffected: 1 },
    ],
    [
      "one of seq 0 in the place of a message",
      [...whole.slice(0, 5), [1, 0, 2540]],
      { received: 5, lost: 1, duplicated: 0, outOfOrder: 0, foreign: 1, altered: 0, subscribersAffected: 1 },
    ],
    [
      "one beyond the last in the place of a message",
      [...whole.slice(0, 5), [1, 4, 2540]],
      { received: 5, lost: 1, duplicated: 0, outOfOrder: 0, foreign: 1, altered: 0, subscribersAffected: 1 },
    ],
    [
      "one beyond the last beside all messages",
      [...whole, [0, 4_294_967_295, 2600]],
      { received: 6, lost: 0, duplicated: 0, outOfOrder: 0, foreign: 1, altered: 0, subscribersAffected: 1 },
    ],
    [
      "one with another body",
      [...whole.slice(0, 5), [1, 3, 2540, true]],
      { received: 6, lost: 0, duplicated: 0, outOfOrder: 0, foreign: 0, altered: 1, subscribersAffected: 1 },
    ],
    [
      "one twice, and another body the second time",
      [...whole, [1, 3, 2600, true]],
      { received: 6, lost: 0, duplicated: 1, outOfOrder: 0, foreign: 0, altered: 1, subscribersAffected: 1 },
    ],
  ] satisfies readonly [string, readonly Row[], object][])(
    "keeps the ledger over warm-up and window: %s",
    (_, rows, ledger) => {
      const { deliveries } = measure(observe(rows));
      expect(deliveries).toEqual({ expected: 6, ...ledger });
    },
  );
});

describe("distribution", () => {
  it("gives percentiles of the sample and a histogram that others can read", () => {
    const d = distribution(Float64Array.from({ length: 1000 }, (_, i) => (999 - i) / 10));
    expect(d).toMatchObject({ count: 1000, p50: 49.95, max: 99.9, p999: null });
    expect(d.p99).toBeCloseTo(98.901, 9);
    const histogram = hdr.decodeFromCompressedBase64(d.histogram);
    expect(histogram.totalCount).toBe(1000);
    expect(histogram.getValueAtPercentile(50)).toBeGreaterThanOrEqual(49_900);
    expect(histogram.getValueAtPercentile(50)).toBeLessThanOrEqual(50_000);
  });
});

describe("what the machine did", () => {
  it("checks Little's law: outstanding deliveries against rate × response time", () => {
    const soon = whole.map(([subscriber, seq]) => [subscriber, seq, 500 * seq + 40] as const);
    expect(measure(observe(soon)).machine).toEqual({
      otherCores: 0.1,
      littlesRatio: 1,
      leaderStallMaxMs: 0,
      probeMs: null,
    });
    const late = whole.map(([subscriber, seq]) => [subscriber, seq, 500 * seq + (seq === 3 ? 4960 : 40)] as const);
    expect(measure(observe(late)).machine.littlesRatio).toBeCloseTo(540 / 5000, 9);
    expect(measure(observe([])).machine.littlesRatio).toBeNull();
  });

  it("takes wire bytes from the kernel's counters, else says why there are none", () => {
    const { bytes } = measure(observe(whole));
    expect(bytes).toMatchObject({ wire: { up: 1200, down: 3000 }, serverDisagrees: 0 });
    expect(bytes.wireSource).toEqual({ code: "wire-by-network" });
    const relayed = measure(observe(whole, { link: { kind: "proxy", cpuUtilization: 0.1 } })).bytes;
    expect(relayed).toMatchObject({ wire: null, wireSource: { code: "wire-behind-relay" } });
  });

  it("adds up where server and clients counted differently, body and envelope as one", () => {
    const kinds = {
      up: { ...noTraffic().kinds.up, handshake: 101 },
      down: { ...noTraffic().kinds.down, handshake: 60, body: 3, envelope: -3 },
    };
    const serverTraffic = { ...noServerTraffic, kinds };
    expect(measure(observe(whole, { serverTraffic })).bytes.serverDisagrees).toBe(1);
  });

  it("gives each subscriber's own times, and the window's course", () => {
    const { perSubscriber, timeline } = measure(observe(whole));
    expect(perSubscriber.p50Ms).toBeNull();
    expect(perSubscriber.meanMs?.subscribers).toBe(2);
    expect(timeline.map(({ fromMs, count }) => [fromMs, count])).toEqual([
      [0, 2],
      [480, 2],
    ]);
  });
});

describe("pages in a browser", () => {
  const counted = (total: number, bytes: number) => ({
    openSockets: 4,
    opened: 4,
    accepted: 2,
    requests: {
      ...noTraffic().requests,
      total,
      empty: total / 2,
      fullAnswers: total / 2,
      emptyAnswerHeadBytes: 10 * total,
    },
    messages: 2 + (total - 4) / 5,
    bytes: { up: bytes, down: 0 },
    kinds: { ...noTraffic().kinds, up: { ...noTraffic().kinds.up, httpHeaders: bytes } },
  });
  const browse = (receivedAt: number): Observations => {
    const [client] = observe([]).clients;
    if (client === undefined) throw new Error("there is a client");
    const rows = whole.map(([subscriber, seq]) => [subscriber, seq, seq === 2 ? receivedAt : 500 * seq + 9] as const);
    const pages = { offsetBoundMs: 0.125, driftMs: 0.02, losses: 1 };
    const chromium = { cpuMs: 400, busiestMs: 300, runDelayMs: 50 };
    const window = { ...client.window, before: null, after: null, chromium };
    const seen = observe([]);
    return {
      ...seen,
      clients: [{ deliveries: deliveriesOf(rows), window, total: null, pages, gaps: [] }],
      server: { ...seen.server, traffic: { before: counted(4, 2000), after: counted(24, 12_000) } },
      serverTraffic: { ...seen.serverTraffic, opened: 4, accepted: 2 },
    };
  };

  it("have their bytes and requests from the server's sockets, a second opinion from nobody", () => {
    const { bytes, requests, connections } = measure(browse(1009));
    expect(bytes).toMatchObject({ up: 10_000, httpHeaders: 10_000, unaccounted: 0, serverDisagrees: null });
    expect(bytes.perDelivery).toEqual({ up: 2500, down: 0 });
    expect(bytes.handshakePerConnection).toEqual({ up: 50, down: 30 });
    expect(requests).toMatchObject({ total: 20, empty: 10, perDelivery: 5, emptyCycleMs: null, turnaroundMs: null });
    expect(requests.headBytes).toEqual({ request: 500, fullAnswer: 0, emptyAnswer: 20 });
    expect(connections).toMatchObject({ opened: 4, closedByServer: 1 });
  });

  it("are those that the pages say arrived where a server of an older revision does not count messages", () => {
    const seen = browse(1009);
    const { before, after } = seen.server.traffic ?? {};
    if (before === undefined || after === undefined) return expect.fail();
    const without = ({ messages: _, ...counted }: ServerTraffic): ServerTraffic => JSON.parse(JSON.stringify(counted));
    const old = { ...seen.server, to: 1505, traffic: { before: without(before), after: without(after) } };
    expect(measure({ ...seen, server: old }).bytes).toMatchObject({
      deliveries: 2,
      perDelivery: { up: 5000, down: 0 },
    });
  });

  it("are charged with Chromium's processes, and say how well their clocks are known", () => {
    const m = measure(browse(1009));
    expect(m.generator).toMatchObject({ cpuUtilization: 0.5, busiestProcessUtilization: 0.3, runDelayShare: 0.05 });
    expect(m.clock).toEqual({ offsetBoundMs: 0.125, driftMs: 0.02 });
    expect(measure(observe(whole)).clock).toBeNull();
    expect(assess(m, calm)).toEqual({ status: "measured", reasons: [], warnings: [] });
    const busy = { ...m, generator: { ...m.generator, busiestProcessUtilization: 0.95 } };
    expect(assess(busy, calm).reasons).toEqual([{ code: "chromium-too-busy", cpuShare: 0.95 }]);
    expect(assess({ ...m, clock: { offsetBoundMs: 0.625, driftMs: 0.25 } }, calm).warnings).toEqual([
      { code: "page-clock-uncertain", offsetMs: 0.625, driftMs: 0.25 },
    ]);
  });

  it("may be told of a message before it was meant to be sent: no time is clipped", () => {
    const { responseTimeMs } = measure(browse(999));
    expect(responseTimeMs).toMatchObject({ count: 4, mean: (9 + 9 - 1 - 1) / 4 });
    expect(hdr.decodeFromCompressedBase64(responseTimeMs.histogram).totalCount).toBe(4);
  });
});

describe("assess", () => {
  const judged = (change: (m: ReturnType<typeof measure>) => ReturnType<typeof measure>) =>
    assess(change(measure(observe(whole))), calm);

  it("believes what the rig did not limit", () => {
    expect(judged((m) => m)).toEqual({ status: "measured", reasons: [], warnings: [] });
  });

  const faults = { lost: 1, duplicated: 0, outOfOrder: 0, foreign: 0, altered: 0, subscribersAffected: 1 };
  const oneLost: Remark = { code: "deliveries-spoilt", expected: 6, ...faults };

  it("fails a trial that lost, repeated or swapped a delivery, and says which", () => {
    const { status, reasons } = assess(measure(observe(whole.slice(0, 5))), calm);
    expect(status).toBe("failed");
    expect(reasons).toEqual([oneLost]);
  });

  it.each(deliveryFaults)("fails a trial for %s alone, and lets no fault make up for another", (fault) => {
    const spoilt = (number: number) =>
      judged((m) => ({ ...m, deliveries: { ...m.deliveries, duplicated: -number, [fault]: number } })).status;
    expect([spoilt(1), spoilt(0)]).toEqual(["failed", "measured"]);
  });

  it("fails a trial whose bytes do not add up", () => {
    expect(judged((m) => ({ ...m, bytes: { ...m.bytes, unaccounted: 7 } }))).toMatchObject({
      status: "failed",
      reasons: [{ code: "bytes-unaccounted", unaccountedBytes: 7 }],
    });
  });

  it.each([
    [{ busiestProcessUtilization: 0.95 }, { code: "client-too-busy", cpuShare: 0.95 }],
    [
      { achievedRate: 1.5, pacerDelayP50Ms: 6 },
      { code: "rate-missed-by-machine", achievedShare: 0.75 },
    ],
    [{ stallMaxMs: 300 }, { code: "client-stalled", stallMs: 300 }],
    [
      { stallMaxMs: 90, stallShare: 0.25 },
      { code: "client-stalled-often", stallShare: 0.25 },
    ],
    [{ pacerDelayMaxMs: 251 }, { code: "publisher-woke-late", lateMs: 251 }],
  ] as const)("marks what the generator limited as invalid: %j", (generator, reason) => {
    expect(judged((m) => ({ ...m, generator: { ...m.generator, ...generator } }))).toMatchObject({
      status: "invalid",
      reasons: [reason],
    });
  });

  it.each([
    [
      { machine: { otherCores: 0.75, littlesRatio: 1, leaderStallMaxMs: 0, probeMs: null } },
      { code: "other-work", otherCores: 0.75 },
    ],
    [{ link: { ...tun, stallMaxMs: 1004 } }, { code: "link-stalled", stallMs: 1004 }],
    [{ link: { ...tun, latenessMaxMs: 260 } }, { code: "link-late", lateMs: 260 }],
    [
      { link: { kind: "tun", cpuUtilization: 0.8, latenessMaxMs: 0, ...noStalls } },
      { code: "link-too-busy", cpuShare: 0.8 },
    ],
  ] as const)("marks what the machine or the link limited as invalid: %j", (change, reason) => {
    expect(judged((m) => ({ ...m, ...change }))).toMatchObject({ status: "invalid", reasons: [reason] });
  });

  const stalled = (m: ReturnType<typeof measure>) => ({ ...m, server: { ...m.server, stallMaxMs: 1003 } });
  const stillStood: Remark = { code: "server-stood-still", stallMs: 1003 };

  it("marks a trial whose server was stopped as invalid, whatever came of its deliveries in time", () => {
    expect(judged(stalled)).toEqual({ status: "invalid", reasons: [stillStood], warnings: [] });
    const lost = assess(stalled(measure(observe(whole.slice(0, 5)))), calm);
    expect(lost).toEqual({
      status: "invalid",
      reasons: [stillStood],
      warnings: [oneLost],
    });
    const altered = judged((m) => stalled({ ...m, deliveries: { ...m.deliveries, altered: 1 } }));
    expect(altered).toMatchObject({ status: "failed", reasons: [stillStood, { altered: 1 }] });
  });

  it("lets a stall of a quarter of a second stand, with a warning", () => {
    expect(judged((m) => ({ ...m, server: { ...m.server, stallMaxMs: 250, stallShare: 0.1 } }))).toEqual({
      status: "measured",
      reasons: [],
      warnings: [{ code: "server-paused", stallMs: 250, stallShare: 0.1 }],
    });
  });

  it("takes what the server's own load holds up for a result", () => {
    const busy = (m: ReturnType<typeof measure>) => ({
      ...m,
      publishDelayMs: { ...m.publishDelayMs, p50: 300, p99: 400 },
      generator: { ...m.generator, achievedRate: 1 },
      server: { ...m.server, cpuUtilization: 0.97, loopDelayMaxMs: 310 },
    });
    expect(judged(busy)).toEqual({
      status: "saturated",
      reasons: [
        { code: "rate-missed-by-server", achievedShare: 0.5 },
        { code: "published-late-by-server", limitMs: 5 },
        { code: "server-core-used-up", cpuShare: 0.97 },
      ],
      warnings: [
        { code: "published-late", lateMs: 400 },
        { code: "server-loop-held", heldMs: 310 },
      ],
    });
    const pacerLate = judged((m) => ({ ...busy(m), generator: { ...m.generator, pacerDelayP50Ms: 6 } }));
    expect(pacerLate.status).toBe("invalid");
  });

  it("gives a trial that the machine stalled a second chance, and none to one whose clients are too busy", () => {
    const record = (change: (m: ReturnType<typeof measure>) => ReturnType<typeof measure>) => {
      const m = change(measure(observe(whole)));
      return { ...trialOf(), ...m, status: assess(m, calm).status };
    };
    expect([record((m) => m), record(stalled)].map(wasDisturbed)).toEqual([false, true]);
    const busy = record((m) => ({
      ...m,
      generator: { ...m.generator, stallMaxMs: 300, busiestProcessUtilization: 0.95 },
    }));
    expect([busy.status, wasDisturbed(busy)]).toEqual(["invalid", false]);
  });

  it("tells of subscribers that were cut off, though nothing was lost", () => {
    expect(assess(measure(observe(whole)), { tooSlow: 2, silent: 1 })).toEqual({
      status: "measured",
      reasons: [],
      warnings: [
        { code: "subscribers-too-slow", subscribers: 2 },
        { code: "subscribers-silent", subscribers: 1 },
      ],
    });
  });

  it("takes a late publisher for a saturated server, whatever its CPU, unless its thread woke late itself", () => {
    const late = (m: ReturnType<typeof measure>) => ({ ...m, publishDelayMs: { ...m.publishDelayMs, p50: 6, p99: 9 } });
    const warnings = [{ code: "published-late", lateMs: 9 }];
    expect(judged(late)).toEqual({
      status: "saturated",
      reasons: [{ code: "published-late-by-server", limitMs: 5 }],
      warnings,
    });
    expect(judged((m) => ({ ...late(m), generator: { ...m.generator, pacerDelayP50Ms: 5.5 } }))).toEqual({
      status: "invalid",
      reasons: [{ code: "published-late-by-machine", limitMs: 5 }],
      warnings,
    });
  });

  it("keeps what other work disturbed where busy machines are accepted, marked, and nothing that the rig limited", () => {
    const accept = (change: (m: ReturnType<typeof measure>) => ReturnType<typeof measure>) =>
      assess(change(measure(observe(whole))), calm, true);
    const disturbed = (m: ReturnType<typeof measure>) => stalled({ ...m, machine: { ...m.machine, otherCores: 0.75 } });
    expect(accept(disturbed)).toEqual({
      status: "measured",
      reasons: [],
      warnings: [{ code: "kept-busy" }, stillStood, { code: "other-work", otherCores: 0.75 }],
    });
    expect(accept((m) => ({ ...m, generator: { ...m.generator, busiestProcessUtilization: 0.95 } })).status).toBe(
      "invalid",
    );
    expect(accept((m) => ({ ...m, deliveries: { ...m.deliveries, duplicated: 1 } })).status).toBe("failed");
  });

  it.each([
    [
      (m: ReturnType<typeof measure>) => ({ ...m, generator: { ...m.generator, loopDelayP99Ms: 30 } }),
      { code: "clients-loop-late", lateMs: 30 },
    ],
    [
      (m: ReturnType<typeof measure>) => ({ ...m, responseTimeMs: distribution(new Float64Array()) }),
      { code: "no-message-due" },
    ],
    [
      (m: ReturnType<typeof measure>) => ({ ...m, machine: { ...m.machine, otherCores: 0.3, littlesRatio: 1 } }),
      { code: "other-work", otherCores: 0.3 },
    ],
    [
      (m: ReturnType<typeof measure>) => ({ ...m, server: { ...m.server, runDelayShare: 0.2 } }),
      { code: "server-waited", waitShare: 0.2 },
    ],
    [
      (m: ReturnType<typeof measure>) => ({ ...m, generator: { ...m.generator, gcPauseMaxMs: 44, gcShare: 0.06 } }),
      { code: "clients-collected", gcShare: 0.06, pauseMs: 44 },
    ],
    [
      (m: ReturnType<typeof measure>) => ({
        ...m,
        machine: { ...m.machine, otherCores: 0, littlesRatio: 0.5 },
        responseTimeMs: { ...m.responseTimeMs, count: 1000 },
      }),
      { code: "unsteady", outstandingShare: 0.5 },
    ],
    [
      (m: ReturnType<typeof measure>) => ({ ...m, machine: { ...m.machine, leaderStallMaxMs: 3000 } }),
      { code: "leader-stood-still", stallMs: 3000 },
    ],
    [
      (m: ReturnType<typeof measure>) => ({ ...m, bytes: { ...m.bytes, serverDisagrees: 12 } }),
      { code: "bytes-counted-differently", differentBytes: 12 },
    ],
  ])("warns with the number it qualifies", (change, warning) => {
    expect(judged(change)).toEqual({ status: "measured", reasons: [], warnings: [warning] });
  });
});
