import { describe, expect, it } from "vitest";
import { type SampleCell, sampleEstimate, sampleRun } from "../../bench/fixtures/run.ts";
import type { Summary } from "../../bench/record/summary.ts";
import { drawChart } from "../charts/drawing.ts";
import { frontierCharts } from "../charts/frontier.ts";
import { plainTransports } from "../legend/transports.ts";
import { english } from "../words/english/english.ts";
import { viewCrossings } from "./crossing-sentences.ts";
import { findFrontier, namePoint } from "./frontier.ts";
import { buildPanels } from "./panels.ts";

const seen = (text: string): string => text.replaceAll("\u202f", " ");

const polls = (pollEveryMs: number, ratePerSec = 10): SampleCell => ({
  scenario: "made",
  transport: "short-polling",
  conditions: { pollEveryMs, ratePerSec },
  trials: [{}],
  metrics: {
    responseTimeP99Ms: sampleEstimate(pollEveryMs, 1),
    bytesPerSubscriberSecond: sampleEstimate(100_000 / pollEveryMs, 1),
    serverCpuMsPerThousandDeliveries: sampleEstimate(5000 / pollEveryMs),
  },
});

const websocket: SampleCell = {
  scenario: "made",
  transport: "websocket",
  trials: [{}],
  metrics: { responseTimeP99Ms: sampleEstimate(1), bytesPerSubscriberSecond: sampleEstimate(50) },
};

const viewsOf = (cells: readonly SampleCell[]) => {
  const run = sampleRun(cells);
  const transports = plainTransports(run);
  return { run, transports, panels: buildPanels(run, transports) };
};

const frontierOf = (cells: readonly SampleCell[]) => {
  const { panels, transports } = viewsOf(cells);
  return findFrontier(panels, transports, english);
};

describe("the frontier", () => {
  it("is of the conditions with the most settings", () => {
    const rates = [1, 2, 5].flatMap((rate) => [100, 500].map((every) => polls(every, rate)));
    const frontier = frontierOf([...rates, polls(1000, 2)]);
    expect(frontier?.points.map((point) => seen(namePoint(point, english)))).toEqual([
      "short-polling, every 100 ms",
      "short-polling, every 500 ms",
      "short-polling, every 1 s",
    ]);
    expect(frontier?.points.every(({ row }) => row.conditions.ratePerSec === 2)).toBe(true);
  });

  it("is none where no transport has two settings", () => expect(frontierOf([polls(1000), websocket])).toBeNull());

  it("names the settings that have no valid trial", () => {
    const lost = { ...polls(50), metrics: {}, trials: [] };
    expect(frontierOf([polls(100), polls(500), lost, websocket])?.absent.map(seen)).toEqual([
      "short-polling, every 50 ms",
    ]);
  });

  it("is charted against bytes and CPU, without a warning", async () => {
    const frontier = frontierOf([polls(100), polls(500), websocket]);
    const charts = frontier === null ? [] : frontierCharts(frontier, english);
    expect(
      charts.map(({ id, table }) => [
        id,
        table.rows.map((row) => row.map((value) => (typeof value === "string" ? seen(value) : value))),
      ]),
    ).toEqual([
      [
        "frontier-bytes",
        [
          ["short-polling, every 100 ms", 1000, 999, 1001, 100, 99, 101, 6],
          ["short-polling, every 500 ms", 200, 199, 201, 500, 499, 501, 6],
          ["websocket", 50, null, null, 1, null, null, 3],
        ],
      ],
      [
        "frontier-cpu",
        [
          ["short-polling, every 100 ms", 50, null, null, 100, 99, 101, 6],
          ["short-polling, every 500 ms", 10, null, null, 500, 499, 501, 6],
        ],
      ],
    ]);
    for (const chart of charts) expect((await drawChart(chart)).svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});

type Metrics = Partial<Summary["metrics"]>;

/** Long polling's requests grow with the rate, short polling's do not; the second poller crosses later. */
const along = (rates: readonly number[], metrics: (transport: string, rate: number, every: number) => Metrics) =>
  rates.flatMap((ratePerSec): readonly SampleCell[] => [
    ...[250, 1000].map((pollEveryMs) => ({
      scenario: "rates",
      transport: "short-polling",
      conditions: { ratePerSec, pollEveryMs, oneWayMs: 0 },
      metrics: metrics("short-polling", ratePerSec, pollEveryMs),
      trials: [{}],
    })),
    {
      scenario: "rates",
      transport: "long-polling",
      conditions: { ratePerSec, oneWayMs: 0 },
      delays: { oneWayMs: 0.3, roundTripMs: 0.5, turnaroundMs: 0.1, blackoutMs: null },
      metrics: metrics("long-polling", ratePerSec, 0),
      trials: [{}],
    },
  ]);

const sentencesOf = (cells: readonly SampleCell[], sideBySide = false) => {
  const { run, panels: alone } = viewsOf(cells);
  const panels = alone.map((panel) => ({ ...panel, sideBySide }));
  return viewCrossings(run, panels, english)?.map(({ title, sentences }) => [title, sentences.map(seen)]) ?? null;
};

describe("crossings", () => {
  const requests =
    (half: number | null) =>
    (transport: string, rate: number, every: number): Metrics => ({
      requestsPerSubscriberSecond: sampleEstimate(transport === "long-polling" ? rate : 1000 / every, half),
    });

  it("are sentences with the measured bracket and the prediction", () =>
    expect(sentencesOf(along([0.5, 2, 8], requests(0.01)))).toEqual([
      [
        "Rates",
        [
          "Above 4.0 messages/s (between 2 and 8) long-polling makes more requests than short-polling every 250 ms; predicted: 4.0.",
          "Above 1.0 messages/s (between 0.5 and 2) long-polling makes more requests than short-polling every 1 s; predicted: 1.0.",
        ],
      ],
    ]));

  it("are not said of medians alone", () => expect(sentencesOf(along([0.5, 2, 8], requests(null)))).toBeNull());

  it("are not said of CPU where the transports ran side by side", () => {
    const cells = along([1, 2, 4], (transport, rate) => ({
      serverCpuMsPerThousandDeliveries: sampleEstimate(transport === "long-polling" ? 40 * rate : 60, 1),
    }));
    expect(sentencesOf(cells)).toHaveLength(1);
    expect(sentencesOf(cells, true)).toBeNull();
  });

  it("are nothing where there are none", () => expect(sentencesOf(along([5, 10, 20], requests(0.01)))).toBeNull());
});
