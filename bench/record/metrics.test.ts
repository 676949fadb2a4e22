import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import { cellKey, estimate, metricOf, valuesOf } from "./metrics.ts";
import { type MetricName, metricNames } from "./summary.ts";

const trial = trialOf({
  measureMs: 2000,
  responseTimeMs: { mean: 1, p50: 2, p90: 3, p99: 4, p999: 5, max: 6 },
  publishDelayMs: { p99: 7 },
  tailMs: 5.5,
  perMessage: { firstMs: { p50: 1.5 }, medianMs: { p50: 2.5 }, lastMs: { p50: 3.5 } },
  bytes: { up: 100, down: 300, perDelivery: { up: 10, down: 30 }, wire: { up: 200, down: 500 } },
  requests: {
    total: 8,
    empty: 2,
    perDelivery: 0.8,
    perSubscriberSecond: 0.4,
    messagesPerResponse: 1.5,
    emptyCycleMs: 9,
  },
  server: { cpuMsPerThousandDeliveries: 11, cpuUtilization: 0.12, bytesPerIdleSubscriber: 13 },
  generator: { cpuUtilization: 0.14 },
});

describe("metricOf", () => {
  it("takes each metric's number from a trial", () => {
    const expected: Record<MetricName, number> = {
      responseTimeMeanMs: 1,
      responseTimeP50Ms: 2,
      responseTimeP90Ms: 3,
      responseTimeP99Ms: 4,
      responseTimeP999Ms: 5,
      responseTimeMaxMs: 6,
      responseTimeTailMs: 5.5,
      firstSubscriberMs: 1.5,
      medianSubscriberMs: 2.5,
      lastSubscriberMs: 3.5,
      publishDelayP99Ms: 7,
      bytesPerDelivery: 40,
      bytesPerDeliveryUp: 10,
      bytesPerDeliveryDown: 30,
      bytesPerSubscriberSecond: 20,
      wireBytesPerDelivery: 70,
      wireBytesPerDeliveryUp: 20,
      wireBytesPerDeliveryDown: 50,
      wireBytesPerSubscriberSecond: 35,
      requestsPerDelivery: 0.8,
      requestsPerSubscriberSecond: 0.4,
      emptyShare: 0.25,
      messagesPerResponse: 1.5,
      emptyCycleMs: 9,
      serverCpuMsPerThousandDeliveries: 11,
      serverCpuUtilization: 0.12,
      serverBytesPerIdleSubscriber: 13,
      generatorCpuUtilization: 0.14,
    };
    expect(Object.fromEntries(metricNames.map((name) => [name, metricOf[name](trial)]))).toEqual(expected);
  });

  it("is null where nothing was delivered, asked or counted on the wire", () => {
    const silent = trialOf({ bytes: { down: 12, wire: { up: 52, down: 64 } } });
    expect(metricNames.filter((name) => metricOf[name](silent) !== null)).toEqual([
      "bytesPerSubscriberSecond",
      "wireBytesPerSubscriberSecond",
      "requestsPerSubscriberSecond",
      "serverCpuUtilization",
      "generatorCpuUtilization",
    ]);
    expect(metricOf.wireBytesPerDelivery(trialOf({ bytes: { perDelivery: { up: 0, down: 4 }, down: 40 } }))).toBeNull();
    expect(metricOf.wireBytesPerSubscriberSecond(trialOf())).toBeNull();
  });
});

describe("cells", () => {
  it("are told apart by scenario, transport and each condition, not by the order of conditions", () => {
    const { headers, ...others } = trial.conditions;
    expect(cellKey({ ...trial, conditions: { headers, ...others } })).toBe(cellKey(trial));
    const different = [
      trialOf({ scenario: "sparse" }),
      trialOf({ transport: "long-polling" }),
      trialOf({ conditions: { bodyBytes: 9 } }),
    ];
    expect(new Set([trial, ...different].map(cellKey)).size).toBe(4);
  });

  it("have the values of their measured trials alone", () => {
    const invalid = { ...trial, status: "invalid" } as const;
    expect(valuesOf([trial, invalid, trialOf(), trial], "responseTimeP50Ms")).toEqual([2, 2]);
  });

  it("are estimated by median and interval, without one below six values", () => {
    expect(estimate([], 1)).toBeNull();
    expect(estimate([3, 1, 2], 1)).toEqual({ median: 2, low: null, high: null, trials: 3 });
    expect(estimate([1, 2, 3, 4, 5, 6], 2)).toEqual({ median: 3.5, low: 1, high: 6, trials: 6 });
  });
});
