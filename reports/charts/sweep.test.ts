import { describe, expect, it } from "vitest";
import { type SampleCell, sampleEstimate, sampleRun } from "../../bench/fixtures/run.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Estimate, Summary } from "../../bench/record/summary.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import { plainTransports } from "../legend/transports.ts";
import { buildPanels, type Panel } from "../view/panels.ts";
import { english } from "../words/english/english.ts";
import { drawChart } from "./drawing.ts";
import { factorAxis, isLog, logAxis, valueAxis } from "./sweep-axes.ts";
import { sweepCharts } from "./sweep-chart.ts";
import { readValue, sweepMetrics } from "./sweep-metrics.ts";
import { sweepLines, withoutZeros } from "./sweep-points.ts";

/** Thin spaces as plain ones, for reading. */
const seen = (text: string): string => text.replaceAll("\u202f", " ");

const cell = (
  transport: string,
  conditions: Partial<Conditions>,
  metrics: Partial<Summary["metrics"]> = {},
  scenario = "made",
): SampleCell => ({ scenario, transport, conditions, metrics, trials: [{}] });

const panelsOf = (run: Run): readonly Panel[] => buildPanels(run, plainTransports(run));

/** The first panel of a run with these cells, and its charts. */
const chartsOf = (cells: readonly SampleCell[], change: (run: Run) => Run = (run) => run) => {
  const run = change(sampleRun(cells));
  const transports = plainTransports(run);
  const [panel] = buildPanels(run, transports);
  if (panel === undefined) throw new Error("no panel");
  return { panel, transports, charts: sweepCharts(panel, transports, english) };
};

const valuesOf = (factor: keyof Conditions, values: readonly unknown[], others: Partial<Conditions> = {}) =>
  values.flatMap((value) => [
    cell("websocket", { ...others, [factor]: value }),
    cell("short-polling", { ...others, [factor]: value }),
  ]);

describe("a scenario", () => {
  it.each([
    ["with one setting", valuesOf("oneWayMs", [0]), [["Made", "comparison", null, 2]]],
    [
      "with two values of a factor is two panels",
      valuesOf("oneWayMs", [0, 50]),
      [
        ["Made, 0 ms away", "comparison", null, 2],
        ["Made, 50 ms away", "comparison", null, 2],
      ],
    ],
    ["with three is one sweep", valuesOf("oneWayMs", [50, 0, 10]), [["Made", "sweep", "oneWayMs", 6]]],
    [
      "with kinds of headers",
      valuesOf("headers", ["published", "minimal", "browser"]),
      [["Made", "sweep", "headers", 6]],
    ],
    [
      "with numbers of client processes",
      valuesOf("clientProcesses", [4, 1, 2]),
      [["Made", "sweep", "clientProcesses", 6]],
    ],
    [
      "with two numbers of client processes",
      valuesOf("clientProcesses", [1, 2]),
      [
        ["Made, 1 client process", "comparison", null, 2],
        ["Made, 2 client processes", "comparison", null, 2],
      ],
    ],
    [
      "with several poll intervals alone",
      [cell("short-polling", { pollEveryMs: 100 }), cell("short-polling", {}), cell("websocket", {})],
      [["Made", "sweep", "pollEveryMs", 3]],
    ],
    [
      "with two factors goes along the longer one",
      [20, 100].flatMap((subscribers) => valuesOf("ratePerSec", [1, 2, 5], { subscribers })),
      [
        ["Made, 20 subscribers", "sweep", "ratePerSec", 6],
        ["Made, 100 subscribers", "sweep", "ratePerSec", 6],
      ],
    ],
    ["that is silent is no panel", valuesOf("subscribers", [1, 2, 3], { schedule: "silent", ratePerSec: 0 }), []],
  ])("%s", (_, cells, expected) =>
    expect(
      panelsOf(sampleRun(cells)).map(({ title, kind, factor, rows }) => [seen(title), kind, factor, rows.length]),
    ).toEqual(expected),
  );

  it("lists its rows by transport, and each along the factor", () => {
    const [panel] = panelsOf(sampleRun(valuesOf("oneWayMs", [50, 0, 10])));
    expect(panel?.rows.map(({ label, setting }) => `${label}: ${seen(setting)}`)).toEqual([
      "websocket: 0 ms away",
      "websocket: 10 ms away",
      "websocket: 50 ms away",
      "short-polling: 0 ms away, every 1 s",
      "short-polling: 10 ms away, every 1 s",
      "short-polling: 50 ms away, every 1 s",
    ]);
    expect(seen(panel?.conditions ?? "")).toBe(
      "20 subscribers · 10 messages/s, Poisson · 20 B bodies · minimal headers · 0 ms to 50 ms away · 5 s measured after 0 ms of warm-up",
    );
  });

  it("of a published table comes last", () => {
    const cells = [cell("websocket", {}, {}, "t8-throughput"), ...valuesOf("oneWayMs", [0, 1, 2])];
    expect(panelsOf(sampleRun(cells)).map(({ id, scenario, published }) => [id, scenario, published])).toEqual([
      ["made", "made", false],
      ["t8-throughput", "t8-throughput", true],
    ]);
  });
});

it("each setting of one transport is a line of its own look", () => {
  const { panel, transports } = chartsOf([
    ...valuesOf("ratePerSec", [1, 2, 5], { pollEveryMs: null }),
    ...[1, 2, 5].map((ratePerSec) => cell("short-polling", { ratePerSec, pollEveryMs: 250 })),
  ]);
  const lines = sweepLines(panel, transports, english).map(({ name, view, rows }) => [
    seen(name),
    view.colour,
    view.shape,
    rows.length,
  ]);
  expect(lines).toEqual([
    ["websocket", "#0072b2", "circle", 3],
    ["short-polling", "#d55e00", "square", 3],
    ["short-polling, every 250 ms", "#d55e00", "diamond", 3],
  ]);
});

describe("axes", () => {
  it.each([
    [[1, 10], false],
    [[1, 10.5], true],
    [[0, 140], false],
  ])("over %j are logarithmic: %s", (values, expected) => expect(isLog(values)).toBe(expected));

  it("have a tick at each value that was run, in its unit", () => {
    const all = panelsOf(sampleRun(valuesOf("bodyBytes", [16, 1024, 65_536])))[0]?.rows ?? [];
    const { axis, scale } = factorAxis(
      "place",
      "bodyBytes",
      all.map(({ conditions }) => conditions),
      english,
    );
    expect(axis.values).toEqual([16, 1024, 65_536]);
    expect(seen(axis.labelExpr ?? "")).toBe("{'16':'16 B','1024':'1 KiB','65536':'64 KiB'}[datum.value] || ''");
    expect(scale.type).toBe("log");
  });

  it("of values start at zero where they do not span a decade", () =>
    expect(valueAxis("value", "Bytes", [0, 5], english).scale.domain).toEqual([0, 5.5]));

  it.each([
    [
      [1, 100],
      [1, 2, 5, 10, 20, 50, 100],
    ],
    [
      [1400, 3900],
      [1500, 2000, 2500, 3000],
    ],
    [
      [0.2, 0.4],
      [0.2, 0.25, 0.3, 0.4],
    ],
  ])("that are logarithmic have ticks within %j", (ends, ticks) =>
    expect(logAxis("value", "Bytes", ends, english).axis.values).toEqual(ticks),
  );
});

const time = (median: number, half: number | null = null): Partial<Summary["metrics"]> => ({
  responseTimeMeanMs: sampleEstimate(median, half),
});

describe("the charts of a sweep", () => {
  it.each([
    ["oneWayMs", ["mean", "p99", "requests"]],
    ["ratePerSec", ["requests", "bytes", "cpu", "mean"]],
    ["bodyBytes", ["overhead", "cpu"]],
    ["subscribers", ["cpu", "p99"]],
    ["headers", ["bytes"]],
    ["pollEveryMs", []],
    [null, []],
  ] as const)("along %s", (factor, ids) => expect(sweepMetrics(factor).map(({ id }) => id)).toEqual(ids));

  const distance = [10, 50, 140].flatMap((oneWayMs) => [
    cell("short-polling", { oneWayMs }, time(500 + oneWayMs, 5)),
    cell("websocket", { oneWayMs }, time(oneWayMs)),
  ]);

  it("tell value, interval and prediction; a transport's own delay predicts nothing of itself", () => {
    const { charts } = chartsOf(distance);
    const mean = charts.find(({ id }) => id === "made-mean");
    expect(mean?.title).toBe("Mean response time over distance");
    expect(charts.map(({ id, aside }) => [id, aside])).toEqual([["made-mean", undefined]]);
    expect(mean?.table.rows).toEqual([
      ["short-polling", 10, 510, 505, 515, 550, 6],
      ["short-polling", 50, 550, 545, 555, 550, 6],
      ["short-polling", 140, 640, 635, 645, 550, 6],
      ["websocket", 10, 10, null, null, null, 3],
      ["websocket", 50, 50, null, null, null, 3],
      ["websocket", 140, 140, null, null, null, 3],
    ]);
  });

  it("draw without a warning, with theory below and intervals", async () => {
    const [mean] = chartsOf(distance).charts;
    if (mean === undefined) throw new Error("no chart");
    const { svg } = await drawChart(mean);
    expect(svg).toMatch(/theory_marks.*lines_marks.*intervals_marks.*points_marks/s);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|font-family/);
  });

  /** The last WebSocket cell has no measured trial, but an invalid one. */
  const limited = (run: Run): Run => ({
    ...run,
    summaries: run.summaries.map((summary, i) =>
      i === run.summaries.length - 1
        ? { ...summary, metrics: { ...summary.metrics, responseTimeMeanMs: null } }
        : summary,
    ),
    trials: run.trials.map((trial, i) =>
      trial.status === "measured" && i === run.trials.length - 1
        ? { ...trial, status: "invalid", responseTimeMs: { ...trial.responseTimeMs, mean: 190 } }
        : trial,
    ),
  });

  it("draw a cell without a valid trial hollow, and say so", async () => {
    const { panel, charts } = chartsOf(distance, limited);
    const [mean] = charts;
    const [metric] = sweepMetrics("oneWayMs");
    const last = panel.rows.at(-1);
    if (mean === undefined || metric === undefined || last === undefined) throw new Error("no chart");
    expect(readValue(last, metric)).toEqual({
      standing: "invalid",
      estimate: { median: 190, low: null, high: null, trials: 1 } satisfies Estimate,
    });
    expect(mean.table.rows.at(-1)).toEqual(["websocket (no valid trial)", 140, 190, null, null, null, 1]);
    expect(mean.howToRead).toContain("A hollow point had no valid trial");
    expect((await drawChart(mean)).svg).toContain("invalid_marks");
  });

  it("leave zeros out of a log axis, and name them", () => {
    const requests = (median: number): Partial<Summary["metrics"]> => ({
      requestsPerSubscriberSecond: sampleEstimate(median),
    });
    const cells = [1, 5, 20].flatMap((ratePerSec) => [
      cell("long-polling", { ratePerSec }, requests(ratePerSec)),
      cell("websocket", { ratePerSec }, requests(0)),
    ]);
    const [chart] = chartsOf(cells).charts;
    expect(chart?.howToRead).toMatch(/Not drawn: websocket\. A log axis has no place for 0\.$/);
    expect(chart?.table.rows).toHaveLength(6);
    const point = {
      line: "x",
      place: 1,
      at: "",
      standing: "measured",
      shown: "",
      note: "",
      shownPredicted: "",
    } as const;
    expect(withoutZeros({ ...point, value: 2, low: 0, high: 3, predicted: 0 })).toEqual({
      ...point,
      value: 2,
      low: null,
      high: null,
      predicted: null,
    });
  });

  it("of bytes relate what is moved to the body, at the rate that was published", () => {
    const wire = {
      payloadBytes: 30,
      requestBytes: null,
      fullAnswerBytes: null,
      emptyAnswerBytes: null,
      framingPerMessageBytes: 2,
      keepAlivePerSecond: 0,
    };
    const cells = [16, 160, 1600].map((bodyBytes) => ({
      ...cell("websocket", { bodyBytes }, { bytesPerDelivery: sampleEstimate(bodyBytes * 2) }),
      wire,
    }));
    const [overhead] = chartsOf(cells).charts;
    expect(overhead?.table.rows.map((row) => [row[1], row[2], row[5]])).toEqual([
      [16, 2, 2],
      [160, 2, 0.2],
      [1600, 2, 0.02],
    ]);
  });

  it("by kind of headers join nothing with a line", async () => {
    const cells = (["published", "minimal", "browser"] as const).map((headers, i) =>
      cell("short-polling", { headers }, { bytesPerSubscriberSecond: sampleEstimate([900, 300, 700][i] ?? 0) }),
    );
    const [chart] = chartsOf(cells).charts;
    if (chart === undefined) throw new Error("no chart");
    expect(chart.title).toBe("Bytes by headers");
    expect(chart.table.rows.map((row) => row.slice(0, 3))).toEqual([
      ["short-polling", "published", 900],
      ["short-polling", "minimal", 300],
      ["short-polling", "browser", 700],
    ]);
    expect((await drawChart(chart)).svg).not.toContain("lines_marks");
  });

  it("of one setting with a value are none", () =>
    expect(
      chartsOf([cell("websocket", { oneWayMs: 10 }, time(10)), ...valuesOf("oneWayMs", [50, 140])]).charts,
    ).toEqual([]));
});
