import { describe, expect, it } from "vitest";
import { sampleEstimate, sampleSummary } from "../../bench/fixtures/run.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { english } from "../words/english/english.ts";
import { checkRow, showResidual, summariseChecks, summariseShortly } from "./model-checks.ts";
import { buildReport } from "./report.ts";

const wire = {
  payloadBytes: 80,
  requestBytes: 100,
  fullAnswerBytes: 160,
  emptyAnswerBytes: 140,
  framingPerMessageBytes: null,
  keepAlivePerSecond: 0,
};
/** Polls every second over 50 ms: 550 ms in the mean and the median, 1040 ms at p99, one request and 260 + 1 + 810 B a second. */
const short = (metrics: Parameters<typeof sampleSummary>[0]["metrics"], oneWayMs = 50) =>
  checkRow({
    label: "Short polling",
    setting: "every 1 s",
    ...sampleSummary({
      scenario: "s",
      transport: "short-polling",
      conditions: { oneWayMs },
      metrics: metrics ?? {},
      wire,
    }),
  });

describe("all forms", () => {
  const checks = short({
    responseTimeMeanMs: sampleEstimate(550),
    responseTimeP50Ms: sampleEstimate(561),
    responseTimeP99Ms: sampleEstimate(1144),
    emptyShare: sampleEstimate(0),
    requestsPerSubscriberSecond: sampleEstimate(1.02, 0.01),
    messagesPerResponse: sampleEstimate(10.04, 0.1),
    bytesPerSubscriberSecond: sampleEstimate(1071, 5),
  });

  it("are held against what was measured: by the interval, else by the limit", () => {
    expect(
      checks.map((check) => [
        check.quantity,
        showResidual(check, english)?.replace("\u202f", " "),
        check.judgedBy,
        check.inside,
      ]),
    ).toEqual([
      ["mean", "0.0 %", "limit", true],
      ["median", "+2.0 %", "limit", true],
      ["p99", "+10.0 %", "limit", false],
      ["empty", "0.0 points", "limit", true],
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
    [1.009, true],
    [0.991, true],
    [1.011, false],
    [0.989, false],
  ])("without an interval %d requests a second where 1 is predicted are inside: %s", (requests, inside) => {
    expect(short({ requestsPerSubscriberSecond: sampleEstimate(requests) })[0]).toMatchObject({
      inside,
      judgedBy: "limit",
    });
  });

  it("a residual without a delay is no part of the response times' median", () => {
    const [check] = short({ responseTimeMeanMs: sampleEstimate(550) }, 5);
    expect(check).toMatchObject({ quantity: "mean", oneWayMs: 5 });
    expect(summariseChecks(check ? [check] : [], english)).toBe("none of 1 predictions is outside");
  });
});

describe("of the fixed run", () => {
  const { panels } = buildReport(fixtureRun);
  const quantities = (panel: number, transport: string): readonly string[] =>
    (panels[panel]?.checks ?? []).filter(({ label }) => label === transport).map(({ quantity }) => quantity);

  it("long polling's response time is predicted over a delay, and not without one", () => {
    expect(quantities(0, "Long polling")).not.toContain("mean");
    expect(quantities(0, "Short polling")).toContain("p99");
    expect(quantities(3, "Long polling")).toContain("mean");
  });

  it("what gives the model its delay is checked for its bytes alone", () => {
    expect(quantities(0, "WebSocket")).toEqual(["bytes"]);
    expect(quantities(3, "WebSocket")).toEqual(Array(3).fill("bytes"));
  });
});
