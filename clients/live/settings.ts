// The numbers that a visitor can set: their units and limits, and the error for one that is out of its limits. Knows no page.

import { words } from "./language.ts";

export interface Setting {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly initial: number;
}

export const settings = {
  rate: { label: words.settings.rate, unit: words.ratePerSec, min: 0.02, max: 50, whole: false, initial: 1 },
  body: { label: words.settings.body, unit: "B", min: 1, max: 65_536, whole: true, initial: 256 },
  pollEvery: { label: words.settings.pollEvery, unit: "ms", min: 100, max: 60_000, whole: true, initial: 2_000 },
  delay: { label: words.settings.delay, unit: "ms", min: 0, max: 5_000, whole: true, initial: 0 },
} as const satisfies Readonly<Record<string, Setting>>;

type Reading = { readonly value: number } | { readonly error: string };

/** The typed text as a number within the setting's limits, or a sentence for the visitor. */
export const readSetting = ({ label, unit, min, max, whole }: Setting, text: string): Reading => {
  const value = Number(text.trim());
  const range = words.range(label, whole, min, max, unit);
  if (text.trim() === "" || !Number.isFinite(value) || value < min || value > max) return { error: range };
  return whole && !Number.isInteger(value) ? { error: range } : { value };
};

/** A slider moves by thousandths of its way; equal steps are equal factors. */
export const sliderSteps = 1_000;

export const toSlider = ({ min, max }: Setting, value: number): number =>
  Math.round((sliderSteps * Math.log(value / min)) / Math.log(max / min));

/** Two significant digits: a hand on a slider means no more. */
export const fromSlider = ({ min, max }: Setting, step: number): number =>
  Number((min * (max / min) ** (step / sliderSteps)).toPrecision(2));
