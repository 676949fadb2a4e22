// The axes of a sweep: where a factor's values stand and how they are written, and when an axis is logarithmic.
import type { Conditions } from "../../bench/record/trial.ts";
import { placeOf } from "../legend/conditions.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { bytes, count, plainFigure } from "../writing/numbers.ts";
import { labelled, logTicks, quantity } from "./style.ts";

type NumericFactor = Exclude<Factor, "headers" | "pollEveryMs">;

const short = (value: number): string => plainFigure(Number(value.toPrecision(3)));

const ticks: Readonly<Record<NumericFactor, (value: number) => string>> = {
  ratePerSec: short,
  oneWayMs: short,
  bodyBytes: bytes,
  subscribers: count,
  clientProcesses: count,
};

/** Above a factor of ten between its ends, an axis of positive values is logarithmic. */
export const isLog = (values: readonly number[]): boolean => {
  const least = Math.min(...values);
  return least > 0 && Math.max(...values) / least > 10;
};

/** A tick at each value that was run. Its labels are an expression in numbers alone, with no text of a run. */
export const factorAxis = (
  field: string,
  factor: NumericFactor,
  all: readonly Conditions[],
  { charts, sweeps }: Words,
) => {
  const values = [...new Set(all.map((conditions) => placeOf(factor, conditions)))].toSorted((a, b) => a - b);
  const [{ axis }, tick] = [sweeps.factors[factor], ticks[factor]];
  const log = isLog(values);
  const [least = 0, most = 1] = [values.at(0), values.at(-1)];
  return quantity(
    field,
    // A little air at both ends, so that no point sits on the frame.
    log
      ? { type: "log", domain: [least / (most / least) ** 0.03, most * (most / least) ** 0.03], nice: false }
      : { domain: [least - (most - least) * 0.03, most + (most - least) * 0.03], nice: false, zero: false },
    {
      title: log ? charts.logScale(axis) : axis,
      values,
      labelExpr: labelled(values, tick),
      labelOverlap: "greedy",
    },
  );
};

/** A place for each kind, with no order among them. */
export const kindsAxis = (field: string, kinds: readonly string[]) => ({
  field,
  type: "nominal" as const,
  sort: null,
  scale: { type: "point" as const, domain: [...kinds], padding: 0.5 },
  axis: { title: null, labelAngle: 0 },
});

/** Logarithmic where the values allow it and need it; else from zero. */
export const valueAxis = (field: string, title: string, values: readonly number[], words: Words) => {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0 || !isLog(positive)) {
    const largest = Math.max(0, ...values);
    return quantity(field, { domain: [0, largest * 1.1 || 1], nice: false }, { title, tickCount: 6 });
  }
  const { domain } = logTicks(positive);
  return logAxis(field, title, domain, words);
};

const fineSteps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8];

/** Ticks at 1, 2 and 5; finer where these are fewer than three. */
export const ticksWithin = (low: number, high: number): readonly number[] => {
  const within = (ticks: readonly number[]): readonly number[] => ticks.filter((tick) => tick >= low && tick <= high);
  const coarse = within(logTicks([low, high]).ticks);
  if (coarse.length > 2) return coarse;
  const decades = [0, 1].map((more) => 10 ** (Math.floor(Math.log10(low)) + more));
  return within(decades.flatMap((decade) => fineSteps.map((step) => Number((step * decade).toPrecision(6)))));
};

/** From `low` to `high`, both above zero; ticks are plain figures, not powers. */
export const logAxis = (field: string, title: string, [low = 1, high = 10]: readonly number[], { charts }: Words) => {
  const values = ticksWithin(low, high);
  return quantity(
    field,
    { type: "log", domain: [low, high], nice: false },
    {
      title: charts.logScale(title),
      values: [...values],
      labelExpr: labelled(values, plainFigure),
      labelOverlap: "greedy",
    },
  );
};
