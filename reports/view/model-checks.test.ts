import { describe, expect, it } from "vitest";
import { sampleConditions, sampleEstimate } from "../../bench/fixtures/run.ts";
import type { Estimate, PredictedMetric, Prediction } from "../../bench/record/summary.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { english } from "../words/english/english.ts";
import { checkRow, showResidual, summariseChecks, summariseShortly } from "./model-checks.ts";
import { buildReport } from "./report.ts";

const prediction = (metric: PredictedMetric, residual: Estimate, grain = 0): Prediction => ({
  metric,
  measured: sampleEstimate(1),
  predicted: 1,
  residual,
  grain,
});
const check = (predictions: readonly Prediction[], oneWayMs = 50) =>
  checkRow({
    label: "Short polling",
    setting: "every 1 s",
    predictions,
    conditions: sampleConditions("short-polling", { oneWayMs }),
  });

describe("predictions", () => {
  const checks = check([
    prediction("responseTimeMeanMs", sampleEstimate(0)),
    prediction("responseTimeP50Ms", sampleEstimate(0.02)),
    prediction("responseTimeP99Ms", sampleEstimate(0.1)),
    prediction("emptyShare", sampleEstimate(0.004)),
    prediction("requestsPerSubscriberSecond", sampleEstimate(0.02, 0.01)),
    prediction("messagesPerResponse", sampleEstimate(0.004, 0.01)),
    prediction("bytesPerSubscriberSecond", sampleEstimate(0, 0.005)),
  ]);

  it("are judged by their residuals: by the interval over trials, else by the limit", () => {
    expect(
      checks.map(({ quantity, residual, unit, judgedBy, inside }) => [
        quantity,
        showResidual(residual.median, unit, english).replace("\u202f", " "),
        judgedBy,
        inside,
      ]),
    ).toEqual([
      ["mean", "0.0 %", "limit", true],
      ["median", "+2.0 %", "limit", true],
      ["p99", "+10.0 %", "limit", false],
      ["empty", "+0.4 points", "limit", true],
      ["requests", "+2.0 %", "interval", false],
      ["messages", "+0.4 %", "interval", true],
      ["bytes", "0.0 %", "interval", true],
    ]);
  });

  it("are summed up by the median residual of each kind, and by name where they are outside", () => {
    expect(summariseChecks(checks, english).replaceAll("\u202f", " ")).toBe(
      "the median residual is 2.0 % for response times over a delay of 10 ms or more, 1.2 % for requests, 0.0 % for bytes; 2 of 7 " +
        "predictions are outside: Short polling, every 1 s (p99 response time +10.0 %); Short polling, every 1 s (requests per " +
        "subscriber +2.0 %)",
    );
    expect(
      summariseChecks(
        checks.filter(({ quantity }) => quantity === "empty"),
        english,
      ),
    ).toBe("none of 1 predictions is outside");
  });

  it("are summed up in short by how many are outside, and the farthest", () => {
    expect(summariseShortly(checks, english)).toMatch(
      /; 2 of 7 predictions are outside, the farthest Short polling, every 1 s \(p99 response time \+10\.0.%\); the page names them all$/,
    );
  });

  it.each([
    { residual: sampleEstimate(0.01), grain: 0, inside: true, why: "at the limit" },
    { residual: sampleEstimate(-0.011), grain: 0, inside: false, why: "beyond it" },
    { residual: sampleEstimate(-0.03), grain: 0.03, inside: true, why: "one request of one subscriber" },
    { residual: sampleEstimate(-0.031), grain: 0.03, inside: false, why: "more than that" },
    { residual: sampleEstimate(0.02, 0.016), grain: 0.005, inside: true, why: "an interval that reaches the grain" },
    { residual: sampleEstimate(0.02, 0.014), grain: 0.005, inside: false, why: "an interval that does not" },
    { residual: sampleEstimate(0.0005, 0), grain: 0, inside: true, why: "half of a figure's last digit" },
  ])("of requests are inside: $inside ($why)", ({ residual, grain, inside }) => {
    expect(check([prediction("requestsPerSubscriberSecond", residual, grain)])[0]).toMatchObject({ inside });
  });

  it("a residual without a delay is no part of the response times' median", () => {
    const checked = check([prediction("responseTimeMeanMs", sampleEstimate(0))], 5);
    expect(checked[0]).toMatchObject({ quantity: "mean", oneWayMs: 5 });
    expect(summariseChecks(checked, english)).toBe("none of 1 predictions is outside");
  });
});

describe("of the fixed run", () => {
  const { panels } = buildReport(fixtureRun);
  const quantities = (panel: number, transport: string): readonly string[] =>
    (panels[panel]?.checks ?? []).filter(({ label }) => label === transport).map(({ quantity }) => quantity);

  it("long polling's response time is predicted over a delay, and not without one", () => {
    expect(quantities(0, "Long polling")).toEqual(["requests", "messages", "bytes"]);
    expect(quantities(0, "Short polling")).toContain("mean");
    expect(quantities(3, "Long polling")).toContain("mean");
  });

  it("a WebSocket, which gives the model its delay, could fail in nothing", () => {
    expect([...quantities(0, "WebSocket"), ...quantities(3, "WebSocket")]).toEqual([]);
  });
});
