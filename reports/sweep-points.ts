// The points of one chart of a sweep: a line's values along the factor, with what was predicted. Pure, without axes.
import { describeFactor } from "./conditions.ts";
import { absent, figure, thin } from "./numbers.ts";
import type { Panel } from "./panels.ts";
import { placeOf } from "./sweep-factor.ts";
import { type SweepLine, sweepLines } from "./sweep-lines.ts";
import { readValue, type SweepMetric, type SweepValue } from "./sweep-metrics.ts";
import type { TransportView } from "./transport-views.ts";
import type { Factor } from "./words/vocabulary.ts";
import type { Words } from "./words/words.ts";

export interface SweepPoint {
  readonly line: SweepLine;
  readonly place: number;
  /** The factor's value in words. */
  readonly at: string;
  readonly value: SweepValue | null;
  readonly predicted: number | null;
}

/** Every cell of the panel that has a value or a prediction. */
export const sweepPoints = (
  panel: Panel,
  factor: Factor,
  metric: SweepMetric,
  transports: readonly TransportView[],
  words: Words,
): readonly SweepPoint[] =>
  sweepLines(panel, transports, words).flatMap((line) =>
    line.rows.flatMap((row) => {
      const [value, predicted] = [readValue(row, metric), metric.predicted(row)];
      if (value === null && predicted === null) return [];
      return {
        line,
        place: placeOf(factor, row.conditions),
        at: factor === "headers" ? row.conditions.headers : describeFactor(factor, row.conditions, words),
        value,
        predicted,
      };
    }),
  );

/** A point as a chart draws it; fields that hold text have their unit. */
export interface SweepDatum {
  readonly line: string;
  readonly place: number;
  readonly at: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly predicted: number | null;
  readonly standing: SweepValue["standing"] | null;
  readonly shown: string;
  readonly note: string;
  readonly shownPredicted: string;
}

export const sweepDatum = (
  { line, place, at, value, predicted }: SweepPoint,
  { unit }: SweepMetric,
  { basics, charts, sweeps }: Words,
): SweepDatum => {
  const say = (number: number | null): string => (number === null ? absent : `${figure(number)}${thin}${unit}`);
  const { median = null, low = null, high = null } = value?.estimate ?? {};
  const interval = low === null || high === null ? charts.noInterval : basics.range(say(low), say(high));
  return {
    line: line.name,
    place,
    at,
    value: median,
    low: high === null ? null : low,
    high: low === null ? null : high,
    predicted,
    standing: value?.standing ?? null,
    shown: say(median),
    note: value?.standing === "invalid" ? sweeps.rigWasLimit : interval,
    shownPredicted: predicted === null ? charts.notModelled : say(predicted),
  };
};

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

/** What a log axis has a place for: a value of 0 is left to the words and to the table, and so is an interval down to it. */
export const withoutZeros = (datum: SweepDatum): SweepDatum => {
  const reaches = positive(datum.low) === null;
  return {
    ...datum,
    value: positive(datum.value),
    low: reaches ? null : datum.low,
    high: reaches ? null : datum.high,
    predicted: positive(datum.predicted),
  };
};
