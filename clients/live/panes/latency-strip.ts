// The geometry of a latency strip: the last minute from left to right, ages on a log axis from 1 ms to 10 s. Draws nothing.

import { windowMs } from "../recent-ages.ts";

/** The part of the canvas that the labels leave, in CSS px. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const [lowestMs, highestMs] = [1, 10_000];
const decades = Math.log10(highestMs / lowestMs);

/** A line for each decade. */
export const ticks = [
  { ageMs: 1, label: "1 ms" },
  { ageMs: 10, label: "10 ms" },
  { ageMs: 100, label: "100 ms" },
  { ageMs: 1_000, label: "1 s" },
  { ageMs: 10_000, label: "10 s" },
] as const;

/** An age beyond the axis stands on its end. */
export const shareOfAxis = (ageMs: number): number =>
  Math.log10(Math.min(highestMs, Math.max(lowestMs, ageMs)) / lowestMs) / decades;

export const plotOf = (width: number, height: number): Plot => ({
  left: 48,
  top: 8,
  width: Math.max(0, width - 48 - 6),
  height: Math.max(0, height - 8 - 18),
});

export const yOf = (plot: Plot, ageMs: number): number => plot.top + plot.height * (1 - shareOfAxis(ageMs));

export const xOf = (plot: Plot, at: number, now: number): number =>
  plot.left + plot.width * (1 - (now - at) / windowMs);
