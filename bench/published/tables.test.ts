import { describe, expect, it } from "vitest";
import { type SampleCell, type SampleTrial, sampleEstimate, sampleRun } from "../fixtures/run.ts";
import { published } from "../plan/published-scenarios.ts";
import { profiles } from "../plan/scenarios.ts";
import type { Run } from "../record/run.ts";
import { type PublishedRow, publishedTables } from "./tables.ts";

const rowOf = (run: Run, id: string, label: string): PublishedRow | undefined =>
  publishedTables(run)
    .find((table) => table.id === id)
    ?.rows.find((row) => row.label === label);

const only = (id: string, label: string, ...cells: readonly SampleCell[]): PublishedRow | undefined =>
  rowOf(sampleRun(cells), id, label);

const t1 = { scenario: "t1-headers", conditions: { ratePerSec: 1, subscribers: 100, schedule: "periodic" } } as const;

/** In 5 s, 100 subscribers get 500 messages of 20 bytes, each in an envelope of 60. */
const payload = { body: 500 * 20, envelope: 500 * 60 };
const polledDown = 500 * (193 + 20 + 60 + 2);
const replayed: SampleTrial = {
  requests: { perSubscriberSecond: 1, headBytes: { request: 716, fullAnswer: 193, emptyAnswer: 100 } },
  bytes: {
    ...payload,
    envelope: 500 * 62,
    httpHeaders: 500 * 909,
    up: 500 * 716,
    down: polledDown,
    perDelivery: { up: 716, down: polledDown / 500 },
    wire: { up: 500 * (716 + 104), down: polledDown + 500 * 52 },
  },
};
const framed: SampleTrial = {
  bytes: {
    ...payload,
    framing: 500 * 2,
    down: 500 * 82,
    perDelivery: { up: 0, down: 82 },
    wire: { up: 500 * 52, down: 500 * (82 + 52) },
  },
};
const replay: SampleCell = {
  ...t1,
  transport: "short-polling",
  conditions: { ...t1.conditions, headers: "published" },
  trials: [replayed],
};
const socket: SampleCell = { ...t1, transport: "websocket", trials: [framed] };

describe("publishedTables", () => {
  it("is empty where the run has no published scenario", () => {
    expect(publishedTables(sampleRun([{ scenario: "broadcast", transport: "websocket" }]))).toEqual([]);
  });

  it("has every table and row where the run has but one cell of them, and measured nothing for the others", () => {
    const tables = publishedTables(sampleRun([{ scenario: "t4-distance", transport: "websocket" }]));
    expect(tables.map(({ id, rows }) => [id, rows.length])).toEqual([
      ["T1", 15],
      ["T2", 10],
      ["T3", 26],
      ["T4", 12],
      ["T5", 1],
      ["T6", 8],
      ["T7", 7],
      ["T8", 8],
    ]);
    const measured = tables.flatMap(({ rows }) => rows.filter((row) => row.measured !== null));
    expect(measured).toEqual([]);
    for (const { footnotes, rows } of tables) {
      expect(footnotes.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ label }) => label)).size).toBe(rows.length);
    }
  });

  it("asks for no condition that the scenarios do not run", () => {
    const [broadcast, sparse] = profiles.default;
    if (broadcast === undefined || sparse === undefined) throw new Error("no scenarios");
    const cells = published(broadcast, sparse).flatMap((scenario) =>
      (scenario.transports ?? ["long-polling", "websocket"]).flatMap((transport) =>
        scenario.ratePerSec.flatMap((ratePerSec) =>
          scenario.oneWayMs.flatMap((oneWayMs) =>
            (scenario.headers ?? ["minimal" as const]).flatMap((headers) =>
              (transport === "short-polling" ? scenario.pollEveryMs : [null]).map((pollEveryMs) => ({
                scenario: scenario.name,
                transport,
                conditions: { ratePerSec, oneWayMs, headers, pollEveryMs, schedule: scenario.schedule },
                metrics: {
                  responseTimeMeanMs: sampleEstimate(1),
                  responseTimeMaxMs: sampleEstimate(1),
                  emptyShare: sampleEstimate(0.5),
                  requestsPerDelivery: sampleEstimate(1),
                },
                trials: [
                  {
                    bytes: { ...replayed.bytes, framing: 1000 },
                    requests: { ...replayed.requests, messagesPerResponse: 1, emptyCycleMs: 30_051 },
                    cpuMsPerThousandDeliveries: 1,
                  },
                ],
              })),
            ),
          ),
        ),
      ),
    );
    const unanswered = publishedTables(sampleRun(cells)).flatMap(({ rows }) =>
      rows.filter((row) => row.measured === null).map(({ label }) => label),
    );
    expect(unanswered).toEqual([]);
  });
});

describe("T1", () => {
  it.each([
    { label: "Headers of a poll, the published ones", published: 871, predicted: 909, measured: 909 },
    { label: "Framing of a WebSocket message", published: 2, predicted: 2, measured: 2 },
    { label: "Polling over WebSocket, headers", published: 435.5, predicted: 454.5, measured: 454.5 },
    {
      label: "Polling over WebSocket, application level, 20 bytes of body alone",
      published: null,
      predicted: 929 / 22,
      measured: 929 / 22,
    },
    {
      label: "Polling over WebSocket, TCP/IP level, 20 bytes of body alone",
      published: null,
      predicted: 1085 / 126,
      measured: 1085 / 126,
    },
    {
      label: "Polling over WebSocket, application level, as sent",
      published: null,
      predicted: 991 / 82,
      measured: 991 / 82,
    },
    {
      label: "Polling over WebSocket, TCP/IP level, as sent",
      published: null,
      predicted: 1147 / 186,
      measured: 1147 / 186,
    },
  ])("$label: $measured", ({ label, published, predicted, measured }) => {
    const row = only("T1", label, replay, socket);
    expect(row).toMatchObject({ published, extrapolated: false });
    expect(row?.predicted).toBeCloseTo(predicted, 9);
    expect(row?.measured?.median).toBeCloseTo(measured, 9);
  });

  it.each([
    { transport: "polling", clients: 1000, published: 6.6, predicted: 6.935 },
    { transport: "polling", clients: 100_000, published: 665, predicted: 693.512 },
    { transport: "WebSocket", clients: 1000, published: 0.015, predicted: 0.015 },
    { transport: "WebSocket", clients: 100_000, published: 1.526, predicted: 1.526 },
  ])("$clients clients, $transport: $predicted Mbit/s, marked as extrapolated", (expected) => {
    const row = only("T1", `Headers of ${expected.clients} clients, ${expected.transport}`, replay, socket);
    expect(row).toMatchObject({ published: expected.published, extrapolated: true });
    expect(row?.predicted).toBeCloseTo(expected.predicted, 3);
    expect(row?.measured?.median).toBeCloseTo(expected.predicted, 3);
  });

  it("does not call measured what fewer subscribers were connected for, nor extrapolated what as many were", () => {
    const many = { ...replay, conditions: { ...replay.conditions, subscribers: 1000 } };
    expect(only("T1", "Headers of 1000 clients, polling", replay, many)?.extrapolated).toBe(false);
    expect(only("T1", "Headers of 10000 clients, polling", replay, many)?.extrapolated).toBe(true);
  });
});

describe("the other tables", () => {
  it("T2 and T4 read means from the cell at that rate or distance", () => {
    const long = (scenario: string, conditions: SampleCell["conditions"], median: number): SampleCell => ({
      scenario,
      transport: "long-polling",
      ...(conditions === undefined ? {} : { conditions }),
      metrics: { responseTimeMeanMs: sampleEstimate(median) },
    });
    const t2 = [long("t2-latency", { ratePerSec: 1 }, 55), long("t2-latency", { ratePerSec: 50 }, 99)];
    const row = only("T2", "Long polling, mean at 50 messages/s", ...t2);
    expect(row).toMatchObject({ published: 150, measured: { median: 99 } });
    expect(row?.predicted).toBeCloseTo(50 + (102 * 102) / 2 / (102 + 20 * Math.exp(-5.1)), 9);
    const t4 = long("t4-distance", { oneWayMs: 140, ratePerSec: 4, schedule: "periodic" }, 280);
    const far = { ...t4, delays: { oneWayMs: 140, roundTripMs: 280, turnaroundMs: 2, blackoutMs: null } };
    expect(only("T4", "Long polling, 140 ms away", far)).toMatchObject({ predicted: 281, measured: { median: 280 } });
  });

  it("T3 reads unique items and empty polls at a rate that is no round number", () => {
    const cell: SampleCell = {
      scenario: "t3-pull",
      transport: "short-polling",
      conditions: { ratePerSec: 2 / 3, pollEveryMs: 500, schedule: "periodic" },
      metrics: { emptyShare: sampleEstimate(0.66) },
      trials: [{ requests: { messagesPerResponse: 1.25 } }],
    };
    const setting = "published every 1.5 s, pulled every 0.5 s";
    expect(only("T3", `Unique items, ${setting}`, cell)).toMatchObject({ predicted: 100, measured: { median: 80 } });
    const empty = only("T3", `Empty polls, ${setting}`, cell);
    expect(empty?.predicted).toBeCloseTo(200 / 3, 9);
    expect(empty?.measured?.median).toBe(66);
  });

  it("T3 sets the CPU of push against pull trial by trial", () => {
    const at = (transport: string, pollEveryMs: number | null, cpu: readonly number[]): SampleCell => ({
      scenario: "t3-pull",
      transport,
      conditions: { ratePerSec: 2, pollEveryMs, schedule: "periodic" },
      trials: cpu.map((cpuMsPerThousandDeliveries) => ({ cpuMsPerThousandDeliveries })),
    });
    const cells = [at("websocket", null, [10, 20, 90]), at("short-polling", 500, [40, 40, 30])];
    const row = only("T3", "Server CPU a delivery, push over pull, both every 0.5 s", ...cells);
    expect(row?.measured).toEqual({ median: 0.5, low: null, high: null, trials: 3 });
  });

  it("T5 prefers the cells of T2, and counts the upgrade of a WebSocket for nothing", () => {
    const of = (scenario: string, transport: string, requests: number): SampleCell => ({
      scenario,
      transport,
      metrics: { requestsPerDelivery: sampleEstimate(requests) },
    });
    const run = sampleRun([
      of("t2-latency", "short-polling", 0.1),
      of("t2-latency", "websocket", 0),
      of("t7-rfc6202", "websocket", 0),
    ]);
    const rows = publishedTables(run).find(({ id }) => id === "T5")?.rows;
    expect(
      rows?.map(({ label, published, predicted, measured }) => [label, published, predicted, measured?.median]),
    ).toEqual([
      ["Requests for 100 messages, short polling every 1000 ms, 10 messages/s, 50 ms away", null, 10, 10],
      ["Requests for 100 messages, websocket, 10 messages/s, 50 ms away", 1, 0, 0],
    ]);
  });

  it("T6 counts what a subscriber asks for and gets in five seconds", () => {
    const cell: SampleCell = {
      scenario: "t6-updates",
      transport: "short-polling",
      conditions: { ratePerSec: 1, pollEveryMs: 250, schedule: "periodic" },
      trials: [{ requests: { perSubscriberSecond: 4 }, bytes: { up: 20_000, down: 60_000 } }],
    };
    const requests = only("T6", "Short polling every 250 ms: requests", cell);
    expect(requests).toMatchObject({ published: 20, predicted: 20, measured: { median: 20 } });
    expect(only("T6", "Short polling every 250 ms: bytes", cell)?.measured?.median).toBe(4000);
  });

  it("T7 counts in transits of the measured delay, and finds the idle rate in whichever cell has one", () => {
    const busy: SampleCell = {
      scenario: "t7-rfc6202",
      transport: "long-polling",
      metrics: { responseTimeMaxMs: sampleEstimate(155, 5) },
    };
    const row = only("T7", "Longest at 10 messages/s", busy);
    expect(row).toMatchObject({ published: 3, predicted: 152 / 50, measured: { median: 3.1, low: 3, high: 3.2 } });
    const quiet: SampleCell = {
      scenario: "sparse",
      transport: "long-polling",
      trials: [{ requests: { emptyCycleMs: 30_100 } }],
    };
    const idle = only("T7", "Requests of an idle subscriber, 30 s hold", busy, quiet);
    expect(idle).toMatchObject({ published: 0.0333, predicted: 1000 / 30_102, measured: { median: 1000 / 30_100 } });
  });

  it("T8 turns the ratio of bytes into what is saved and what fits", () => {
    const at = (transport: string, wireUp: number): SampleCell => ({
      scenario: "t8-throughput",
      transport,
      trials: [{ bytes: { up: wireUp / 2, down: 100, deliveries: 100, wire: { up: wireUp, down: 100 } } }],
    });
    const cells = [at("long-polling", 300), at("websocket", 0)];
    expect(only("T8", "Less bandwidth than long polling, TCP/IP level", ...cells)?.measured?.median).toBe(75);
    const more = only("T8", "More messages over the same bandwidth than long polling, application level", ...cells);
    expect(more).toMatchObject({ published: 215, predicted: null, measured: { median: 150 } });
  });
});
