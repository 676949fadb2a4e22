import { describe, expect, it } from "vitest";
import type { ComparedMetric, Comparison } from "../../bench/record/summary.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { baselineOf } from "./against-baseline.ts";
import { findingOf } from "./findings.ts";
import type { Panel } from "./panels.ts";
import { buildReport } from "./report.ts";

const [broadcast, , intervals] = buildReport(fixtureRun).panels;
if (broadcast === undefined || intervals === undefined) throw new Error("the fixed run has lost its panels");

type Told = readonly [verdict: Comparison["verdict"], ratio: number | null];

/** The panel with these outcomes of the metric by transport; another metric and another transport have none. */
const withOutcomes = (metric: ComparedMetric, outcomes: Readonly<Record<string, Told>>): Panel => ({
  ...broadcast,
  rows: broadcast.rows
    .filter((row) => row.transport === baselineOf(broadcast) || Object.hasOwn(outcomes, row.transport))
    .map((row) => ({
      ...row,
      saturated: false,
      comparisons: row.comparisons.flatMap((comparison) => {
        const outcome = outcomes[row.transport];
        if (comparison.metric !== metric || outcome === undefined) return [];
        const [verdict, median] = outcome;
        return { ...comparison, verdict, ratio: median === null ? null : { median, low: null, high: null, trials: 8 } };
      }),
    })),
});

/** Thin spaces as plain ones. */
const said = (metric: ComparedMetric, outcomes: Readonly<Record<string, Told>>): string =>
  findingOf(withOutcomes(metric, outcomes), metric, english).replaceAll("\u202f", " ");

describe("a chart's finding", () => {
  it("names what was told to differ, the largest first", () =>
    expect(
      said("serverCpuMsPerThousandDeliveries", { "short-polling": ["more", 12], "long-polling": ["more", 4.7] }),
    ).toBe("Short polling used 12 × and long polling 4.70 × the server CPU of WebSocket"));

  it("is silent about what was not told", () => {
    expect(said("serverCpuMsPerThousandDeliveries", { "short-polling": ["~", 1.3], "long-polling": ["more", 2] })).toBe(
      "Long polling used 2 × the server CPU of WebSocket",
    );
    expect(said("responseTimeP50Ms", { "short-polling": ["untold", 900], "long-polling": ["~", 1.2] })).toBe("");
    expect(said("responseTimeP50Ms", {})).toBe("");
  });

  it("says of counts what they are, which no test has to tell", () => {
    expect(said("bytesPerDelivery", { "short-polling": [null, 8.25], "long-polling": [null, 1] })).toBe(
      "Short polling moved 8.25 × the bytes of WebSocket",
    );
    expect(said("requestsPerDelivery", { "short-polling": [null, null] })).toBe("");
  });

  it("says that all are the same only where all were told to be", () => {
    const both = { "short-polling": ["same", 1.02], "long-polling": ["same", 0.99] } as const;
    expect(said("responseTimeP50Ms", both)).toBe(
      "Short polling and long polling had the same median response time as WebSocket within ±10 %",
    );
    expect(said("responseTimeP50Ms", { ...both, "long-polling": ["~", 0.9] })).toBe("");
  });

  it("is none for a sweep, of which no one comparison tells", () =>
    expect(findingOf(intervals, "responseTimeP50Ms", english)).toBe(""));

  it("is said in Chinese too", () =>
    expect(
      findingOf(
        withOutcomes("responseTimeP50Ms", { "short-polling": ["more", 900], "long-polling": ["more", 1.7] }),
        "responseTimeP50Ms",
        chinese,
      ),
    ).toBe("Short polling 的响应时间中位数是 WebSocket 的 900 倍，Long polling 是其 1.70 倍"));
});
