// How often the gate is wrong, on pages that are drawn: 20 cells with five times and as many counts each.
import { describe, expect, it } from "vitest";
import { type Noise, otherPlan, type Simulation, samePlan, simulatePage } from "./gate-simulation.ts";
import { seededRandom } from "./random.ts";

const simulate = (pages: number, trials: number, noise: Noise, effect: Simulation["effect"], cells = 20) => {
  const random = seededRandom(1, trials);
  const all = Array.from({ length: pages }, () => simulatePage({ cells, trials, noise, effect, random }));
  return {
    found: all.filter(({ planted }) => planted === "regression").length,
    improved: all.filter(({ planted }) => planted === "improvement").length,
    falseAlarms: all.filter(({ falseRegressions }) => falseRegressions > 0).length,
  };
};

describe("pages on which nothing changed", () => {
  it.each([
    { plan: "other plans", noise: otherPlan, pages: 150, trials: 8 },
    { plan: "other plans", noise: otherPlan, pages: 150, trials: 20 },
    { plan: "other plans", noise: otherPlan, pages: 100, trials: 60 },
    { plan: "the same plan", noise: samePlan, pages: 150, trials: 8 },
    { plan: "the same plan", noise: samePlan, pages: 150, trials: 25 },
  ])("$plan, $trials trials a side: a false alarm on at most one of a hundred", ({ noise, pages, trials }) => {
    const { falseAlarms } = simulate(pages, trials, noise, null);
    expect(falseAlarms).toBeLessThanOrEqual(pages / 100);
  });
});

describe("pages with one change", () => {
  const cpu = "serverCpuMsPerThousandDeliveries";
  const p99 = "responseTimeP99Ms";
  it.each([
    { what: "10 % more CPU", metric: cpu, factor: 1.1, noise: otherPlan, trials: 70, pages: 60, least: 0.95, most: 1 },
    {
      what: "10 % more CPU, in pairs, on the gate profile's page",
      metric: cpu,
      factor: 1.1,
      noise: samePlan,
      trials: 30,
      cells: 5,
      pages: 60,
      least: 0.95,
      most: 1,
    },
    { what: "30 % more CPU", metric: cpu, factor: 1.3, noise: otherPlan, trials: 12, pages: 60, least: 0.95, most: 1 },
    { what: "5 % more CPU", metric: cpu, factor: 1.05, noise: otherPlan, trials: 20, pages: 60, least: 0, most: 0.2 },
    { what: "2 % more CPU", metric: cpu, factor: 1.02, noise: otherPlan, trials: 20, pages: 60, least: 0, most: 0.01 },
    { what: "30 % more p99", metric: p99, factor: 1.3, noise: otherPlan, trials: 30, pages: 60, least: 0.95, most: 1 },
    {
      what: "30 % more p99, in pairs, on the gate profile's page",
      metric: p99,
      factor: 1.3,
      noise: samePlan,
      trials: 30,
      cells: 5,
      pages: 60,
      least: 0.95,
      most: 1,
    },
    { what: "5 % more p99", metric: p99, factor: 1.05, noise: samePlan, trials: 30, pages: 60, least: 0, most: 0.01 },
    {
      what: "2 % more of a count",
      metric: "count",
      factor: 1.02,
      noise: samePlan,
      trials: 6,
      pages: 60,
      least: 1,
      most: 1,
    },
    {
      what: "0.5 % more of a count",
      metric: "count",
      factor: 1.005,
      noise: samePlan,
      trials: 6,
      pages: 60,
      least: 0,
      most: 0,
    },
  ] as const)(
    "$what, $trials trials a side: found in $least to $most",
    ({ metric, factor, noise, trials, pages, least, most, ...page }) => {
      const cells = "cells" in page ? page.cells : 20;
      const { found, improved, falseAlarms } = simulate(pages, trials, noise, { metric, factor }, cells);
      expect(found / pages).toBeGreaterThanOrEqual(least);
      expect(found / pages).toBeLessThanOrEqual(most);
      expect(improved).toBe(0);
      expect(falseAlarms).toBeLessThanOrEqual(pages / 100);
    },
  );
});
