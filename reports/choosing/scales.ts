// The controls of a setting: their ranges, and the steps of their sliders. Pure.
// Runs in Node and in the browser. Knows nothing of what a setting costs.

import { type ControlKey, type MeasuredFactor, measuredFactors } from "../words/vocabulary.ts";
import type { ChoosingInputs, Region, Setting } from "./bare.ts";

/** A factor of a setting that is a number. */
export type NumericFactor = Exclude<keyof Setting, "between">;

export interface Control {
  readonly factor: NumericFactor;
  /** The control's name in an address. */
  readonly key: ControlKey;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  /** Whole numbers only. */
  readonly whole: boolean;
  /** The slider has a 0 below the least step of its scale. */
  readonly zero: boolean;
}

// biome-ignore format: one line a control
export const controls: readonly Control[] = [
  { factor: "ratePerSec", key: "rate", unit: "/s", least: 0.01, most: 1000, whole: false, zero: false },
  { factor: "subscribers", key: "subscribers", unit: "", least: 1, most: 100_000, whole: true, zero: false },
  { factor: "bodyBytes", key: "body", unit: "B", least: 1, most: 1_000_000, whole: true, zero: false },
  { factor: "oneWayMs", key: "delay", unit: "ms", least: 1, most: 500, whole: false, zero: true },
  { factor: "staleMs", key: "stale", unit: "ms", least: 5, most: 60_000, whole: false, zero: false },
  { factor: "sendsPerMin", key: "sends", unit: "/min", least: 0.1, most: 600, whole: false, zero: true },
];

/** Ten steps a decade, as evenly spaced as two digits allow. */
const preferred = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8] as const;

/** The values of a control's slider, ascending: steps of equal ratio, from its least to its most. */
export const stepsOf = ({ least, most, whole, zero }: Control): readonly number[] => {
  const decades = Array.from(
    { length: Math.ceil(Math.log10(most / least)) + 1 },
    (_, i) => 10 ** (Math.floor(Math.log10(least)) + i),
  );
  const steps = decades
    .flatMap((decade) => preferred.map((digits) => Number((digits * decade).toPrecision(3))))
    .map((value) => (whole ? Math.round(value) : value))
    .filter((value) => value >= least && value <= most);
  return [...new Set([...(zero ? [0] : []), least, ...steps, most])];
};

/** The step nearest to a value, by ratio. */
export const positionOf = (control: Control, value: number): number => {
  const steps = stepsOf(control);
  const distance = (step: number): number =>
    step === value ? 0 : step === 0 || value === 0 ? Math.abs(step - value) * 10 : Math.abs(Math.log(step / value));
  const least = Math.min(...steps.map(distance));
  return steps.findIndex((step) => distance(step) === least);
};

/** The value within the control's range; null where it is no number. */
export const clamp = ({ least, most, whole, zero }: Control, value: number): number | null => {
  if (Number.isNaN(value)) return null;
  const inside = Math.min(most, Math.max(zero ? 0 : least, value));
  return whole ? Math.round(inside) : inside;
};

/** Whether a number lies outside of the control's range; one that is rounded alone does not. */
export const isOutOfRange = ({ least, most, zero }: Control, value: number): boolean =>
  value < (zero ? 0 : least) || value > most;

/** The least and the most of each factor that was measured, over all transports. */
export const wholeRegion = ({ transports }: ChoosingInputs): Region =>
  Object.fromEntries(
    measuredFactors.flatMap((factor) => {
      const ranges = transports.map(({ region }) => region[factor]).filter((range) => range !== undefined);
      if (ranges.length === 0) return [];
      return [[factor, [Math.min(...ranges.map(([least]) => least)), Math.max(...ranges.map(([, most]) => most))]]];
    }),
  );

/** undefined for a factor that no run varies. */
export const regionOfControl = (inputs: ChoosingInputs, { factor }: Control): Region[MeasuredFactor] =>
  factor === "staleMs" || factor === "sendsPerMin" ? undefined : wholeRegion(inputs)[factor];
