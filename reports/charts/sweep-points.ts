// The points of one chart of a sweep: a line's values along the factor, with what was predicted. Pure, without axes.
import { describeFactor, describeSetting, placeOf } from "../legend/conditions.ts";
import type { Shape, TransportView } from "../legend/transports.ts";
import type { Panel, Row } from "../view/panels.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { absent, figure, thin } from "../writing/numbers.ts";
import { readValue, type SweepMetric, type SweepValue } from "./sweep-metrics.ts";

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

/** The datum for a log axis: a value of 0, and an interval down to it, are left to the words and to the table. */
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

export interface SweepLine {
  readonly view: TransportView;
  readonly name: string;
  /** Ordered along the factor. */
  readonly rows: readonly Row[];
}

/** The further settings of a transport keep its colour, with points of another shape. */
const furtherShapes: readonly Shape[] = ["diamond", "cross", "triangle-down"];

/** Ordered as the transports are; a transport with one setting is called by its label alone. */
export const sweepLines = (panel: Panel, transports: readonly TransportView[], words: Words): readonly SweepLine[] =>
  transports.flatMap((view) => {
    const own = panel.rows.filter(({ transport }) => transport === view.name);
    const settings = [...Map.groupBy(own, ({ conditions }) => describeSetting(conditions, words))];
    return settings.map(([setting, rows], index) => ({
      view: { ...view, shape: index === 0 ? view.shape : (furtherShapes[(index - 1) % 3] ?? view.shape) },
      name: words.panel.row(view.label, settings.length === 1 ? "" : setting),
      rows,
    }));
  });
