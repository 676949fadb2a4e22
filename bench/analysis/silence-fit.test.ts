import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import type { Conditions, MeasuredTrial, TrialRecord } from "../record/trial.ts";
import { fitSilence } from "./silence-fit.ts";

const silent = (subscribers: number, cpuUtilization: number, conditions: Partial<Conditions> = {}): MeasuredTrial =>
  trialOf({
    conditions: { subscribers, schedule: "silent", ratePerSec: 0, ...conditions },
    server: { cpuUtilization },
  });

const cpuOf = (trials: readonly TrialRecord[]) =>
  fitSilence(trials).filter(({ quantity }) => quantity === "serverCpuUtilization");

describe("fitSilence", () => {
  it("fits a line as the textbook does, with Student's interval", () => {
    // x 1 to 5, y 2, 4, 5, 4, 5: slope 0.6, intercept 2.2, residuals 2.4, standard error √(2.4 / 3 / 10), t₃ 3.1824.
    const [fit, ...others] = cpuOf([2, 4, 5, 4, 5].map((value, i) => silent(i + 1, value)));
    expect(others).toEqual([]);
    expect(fit?.slope).toBeCloseTo(0.6, 12);
    expect(fit?.intercept).toBeCloseTo(2.2, 12);
    expect(fit?.low).toBeCloseTo(0.6 - 3.182_446 * Math.sqrt(0.08), 5);
    expect(fit?.high).toBeCloseTo(0.6 + 3.182_446 * Math.sqrt(0.08), 5);
  });

  it("multiplies bytes by subscribers, and sorts the points", () => {
    const trials = [300, 100, 200, 400].map((subscribers) =>
      trialOf({
        conditions: { subscribers, schedule: "silent" },
        server: { bytesPerIdleSubscriber: 5000 + 1000 / subscribers },
        generator: { bytesPerIdleSubscriber: 4000 },
      }),
    );
    const [server, generator] = fitSilence(trials);
    expect(server?.quantity).toBe("serverBytes");
    expect(server?.slope).toBeCloseTo(5000, 6);
    expect(server?.intercept).toBeCloseTo(1000, 3);
    expect(generator).toMatchObject({ quantity: "generatorBytes", slope: 4000, low: 4000, high: 4000, intercept: 0 });
    expect(generator?.points).toEqual([100, 200, 300, 400].map((n) => ({ subscribers: n, value: 4000 * n })));
    expect(generator?.conditions).not.toHaveProperty("subscribers");
  });

  it.each([
    { what: "three points", numbers: [1, 2, 3] },
    { what: "two numbers of subscribers", numbers: [1, 1, 3, 3] },
  ])("gives $what a slope, but no interval", ({ numbers }) => {
    const [fit] = cpuOf(numbers.map((n) => silent(n, 2 * n)));
    expect(fit).toMatchObject({ slope: 2, intercept: 0, low: null, high: null });
  });

  it("fits nothing through one number of subscribers", () => {
    expect(fitSilence([silent(5, 1), silent(5, 2)])).toEqual([]);
  });

  it("leaves out what is not silent, not measured, or does not tell", () => {
    const line = [1, 2, 3, 4].map((n) => silent(n, n));
    const invalid: TrialRecord = { ...silent(9, 0), status: "invalid" };
    const fits = fitSilence([...line, invalid, silent(9, 0, { schedule: "poisson" })]);
    expect(fits.map(({ quantity, slope, points }) => [quantity, slope, points.length])).toEqual([
      ["serverCpuUtilization", 1, 4],
    ]);
  });

  it("makes a line of each transport and each of its conditions", () => {
    const trials = [1, 2, 3, 4].flatMap((n) => [
      silent(n, n),
      silent(n, 2 * n, { pollEveryMs: 100 }),
      { ...silent(n, 3 * n), transport: "long-polling" },
    ]);
    expect(cpuOf(trials).map((fit) => [fit.transport, fit.conditions.pollEveryMs, fit.slope])).toEqual([
      ["websocket", null, 1],
      ["websocket", 100, 2],
      ["long-polling", null, 3],
    ]);
  });
});
