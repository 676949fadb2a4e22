// The percentile spectrum of merged histograms, as far out as the sample carries. Knows nothing of transports or charts.
import * as hdr from "hdr-histogram-js";
import { modelHolds, quantileOf } from "../../bench/analysis/model.ts";
import type { Floor } from "../../bench/record/run.ts";
import type { Distribution } from "../../bench/record/times.ts";
import { total } from "../../bench/statistics/stats.ts";
import type { Panel, Row } from "../view/panels.ts";

export interface SpectrumPoint {
  /** 1/(1−p): one delivery in this many took longer. */
  readonly oneIn: number;
  readonly ms: number;
}

export interface Spectrum {
  /** How many times the sample holds. */
  readonly count: number;
  /** How many independent events the sample holds: the messages of deliveries. */
  readonly events: number;
  readonly points: readonly SpectrumPoint[];
}

const perDecade = 24;
/** Percentiles that a reader looks for, so that the line has a point exactly there. */
export const landmarks = [2, 10, 100, 1000, 10_000, 100_000] as const;

/** The percentile at 1/(1−p), to three decimals: 99.9 at 1 000. */
export const percentOf = (oneIn: number): number => Number((100 * (1 - 1 / oneIn)).toFixed(3));

/** Percentiles at which a reader is told of all lines at once: six a decade, and those looked for; ascending. */
export const crossingPlaces = (last: number): readonly number[] => {
  const steps = Array.from({ length: Math.floor(6 * Math.log10(last)) + 1 }, (_, i) =>
    Number((10 ** (i / 6)).toPrecision(6)),
  );
  return [...new Set([...steps, ...landmarks])].filter((place) => place <= last).toSorted((a, b) => a - b);
};

/**
 * The largest 1/(1−p) that a sample bounds: p with p^n = 0.025, the inverse of bench/statistics/stats.ts, leastSample, so that
 * p99 ends at 368 messages and p99.9 at 3 688.
 */
export const farthest = (events: number): number => (events < 6 ? 0 : 1 / (1 - 0.025 ** (1 / events)));

/** Histograms hold whole microseconds; points at 0 µs are left out, since a log axis has no place for them. */
export const mergeSpectrum = (distributions: readonly Distribution[]): Spectrum => {
  const merged = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2,
    numberOfSignificantValueDigits: 3,
    autoResize: true,
  });
  for (const { histogram, count } of distributions) {
    if (count > 0 && histogram !== "") merged.add(hdr.decodeFromCompressedBase64(histogram));
  }
  const events = total(distributions.map((distribution) => distribution.events));
  const end = farthest(events);
  const steps = Array.from(
    { length: Math.max(0, Math.ceil(Math.log10(end) * perDecade)) },
    (_, i) => 10 ** (i / perDecade),
  );
  const places = [...new Set([...steps, ...landmarks.filter((landmark) => landmark <= end), end])].toSorted(
    (a, b) => a - b,
  );
  const points = (end < 2 ? [] : places).map((oneIn) => ({
    oneIn: Number(oneIn.toPrecision(6)),
    ms: merged.getValueAtPercentile(100 * (1 - 1 / oneIn)) / 1000,
  }));
  return { count: merged.totalCount, events, points: points.filter(({ ms }) => ms > 0) };
};

/**
 * The model's response time at each of the places, in ascending order. None where the forms do not hold (on a link without
 * delay, all but short polling's), or where there is no message.
 */
export const theoryPoints = (
  { conditions, delays }: Pick<Row, "conditions" | "delays">,
  places: readonly number[],
): readonly SpectrumPoint[] => {
  if (!modelHolds(conditions, delays)) return [];
  return places.flatMap((oneIn) => {
    const ms = quantileOf(conditions, delays, 1 - 1 / oneIn);
    return ms === null || ms <= 0 ? [] : [{ oneIn, ms }];
  });
};

/** The rig's own spectrum over the link of a panel's delay. */
export interface FloorLine {
  /** Empty where the floor was not measured. */
  readonly points: readonly SpectrumPoint[];
  /** How many sockets each message was written to; null for half of a bare echo's round trip. */
  readonly sockets: number | null;
}

/** That of a fan-out, where it was measured to as many sockets as the panel's rows have subscribers; else that of an echo. */
export const floorLine = (panel: Pick<Panel, "rows">, floors: readonly Floor[]): FloorLine => {
  const delays = new Set(panel.rows.map(({ conditions }) => conditions.oneWayMs));
  const floor = floors.find(({ oneWayMs }) => delays.size === 1 && delays.has(oneWayMs));
  if (floor === undefined) return { points: [], sockets: null };
  const { fanOut, pacedRoundTripMs } = floor;
  if (fanOut !== null && panel.rows.every(({ conditions }) => conditions.subscribers === fanOut.subscribers)) {
    return { points: mergeSpectrum([fanOut.deliveryMs]).points, sockets: fanOut.subscribers };
  }
  const points = mergeSpectrum([pacedRoundTripMs]).points.map(({ oneIn, ms }) => ({ oneIn, ms: ms / 2 }));
  return { points, sockets: null };
};
