import { describe, expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import type { MeasuredTrial } from "../record/trial.ts";
import { seededRandom } from "../statistics/random.ts";
import { cpuSlopeOf } from "./cpu-slope.ts";

/** Blocks of 8 messages to 100 subscribers each, of which each costs `aMessageMs`, beside `idleCores` of a core. */
const trialWith = (
  spanMs: readonly number[],
  { aMessageMs = 2, idleCores = 0.1, alone = true, noise = (): number => 0 } = {},
): MeasuredTrial => {
  const trial = trialOf({ conditions: { subscribers: 100 } });
  const cpuMs = spanMs.map((ms) => 8 * aMessageMs + idleCores * ms + noise());
  return {
    ...trial,
    server: { ...trial.server, cpuBlocks: { messages: 8, spanMs, cpuMs } },
    machine: { ...trial.machine, probeMs: alone ? { before: 1, after: 1 } : null },
  };
};

const spans = [150, 210, 260, 330];
const random = () => seededRandom(1, 2);

describe("the CPU above idle", () => {
  it("is what a message costs beside what its time costs, exactly where nothing else varies", () => {
    const slope = cpuSlopeOf(
      Array.from({ length: 6 }, () => trialWith(spans)),
      random(),
    );
    // 2 ms a message to 100 subscribers are 20 ms for a thousand deliveries.
    expect(slope?.msPerThousandDeliveries.median).toBeCloseTo(20, 9);
    expect(slope?.idleCores.median).toBeCloseTo(0.1, 9);
    expect(slope?.idleCores.low).toBeCloseTo(0.1, 9);
    expect(slope?.idleCores.high).toBeCloseTo(0.1, 9);
    expect(slope?.idleCores.trials).toBe(6);
  });

  it("has intervals that hold the truth where trials vary, nearly always", () => {
    const noisy = seededRandom(3, 4);
    const holds = Array.from({ length: 60 }, (_, k) => {
      const trials = Array.from({ length: 10 }, () =>
        trialWith(
          spans.map((ms) => ms + 60 * noisy()),
          { noise: () => 4 * (noisy() - 0.5) },
        ),
      );
      const { low, high } = cpuSlopeOf(trials, seededRandom(k, 1))?.msPerThousandDeliveries ?? expect.fail();
      return low !== null && high !== null && low <= 20 && 20 <= high;
    });
    expect(holds.filter(Boolean).length).toBeGreaterThanOrEqual(51);
  });

  it("has no part below nothing", () => {
    const only = (cost: { readonly aMessageMs: number; readonly idleCores: number }) =>
      cpuSlopeOf(
        Array.from({ length: 6 }, () => trialWith(spans, cost)),
        random(),
      );
    // Blocks that took longer used less: all of it is the messages'. 16 ms less 0.01 of 237.5 ms on average, for 0.8 thousands.
    const falling = only({ aMessageMs: 2, idleCores: -0.01 });
    expect(falling?.idleCores).toMatchObject({ median: 0, low: 0, high: 0 });
    expect(falling?.msPerThousandDeliveries.median).toBeCloseTo((16 - 2.375) / 0.8, 9);
    // A line that meets time 0 below 0: all of it is the time's.
    const steep = only({ aMessageMs: -0.5, idleCores: 0.1 });
    expect(steep?.msPerThousandDeliveries).toMatchObject({ median: 0, low: 0, high: 0 });
    expect(steep?.idleCores.median).toBeGreaterThan(0);
    expect(steep?.idleCores.median).toBeLessThan(0.1);
  });

  it("is null with fewer than six trials that ran alone", () => {
    const five = Array.from({ length: 5 }, () => trialWith(spans));
    expect(cpuSlopeOf([...five, trialWith(spans, { alone: false }), trialWith([150])], random())).toBeNull();
  });

  it("is null for long polls, whose requests depend on how close messages come", () => {
    const held = Array.from({ length: 6 }, () => {
      const trial = trialWith(spans);
      return { ...trial, conditions: { ...trial.conditions, holdMs: 30_000 } };
    });
    expect(cpuSlopeOf(held, random())).toBeNull();
  });

  it("is null where all blocks took as long", () => {
    expect(
      cpuSlopeOf(
        Array.from({ length: 6 }, () => trialWith([200, 200])),
        random(),
      ),
    ).toBeNull();
  });
});
