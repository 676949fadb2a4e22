// The percentile spectrum of merged histograms, as far out as the sample carries. Knows nothing of transports or charts.
import * as hdr from "hdr-histogram-js";
import type { Distribution } from "../bench/record-trial.ts";

export interface SpectrumPoint {
  /** 1/(1−p): one delivery in this many took longer. */
  readonly oneIn: number;
  readonly ms: number;
}

export interface Spectrum {
  readonly count: number;
  readonly points: readonly SpectrumPoint[];
}

const perDecade = 24;
/** Percentiles that a reader looks for, so that the line has a point exactly there. */
export const landmarks = [2, 10, 100, 1000, 10_000, 100_000] as const;

/**
 * The largest 1/(1−p) that a sample bounds: p with p^n = 0.025, the inverse of stats' leastSample, so that
 * p99 ends at 368 deliveries and p99.9 at 3 688.
 */
export const farthest = (count: number): number => (count < 6 ? 0 : 1 / (1 - 0.025 ** (1 / count)));

/** Histograms hold whole microseconds; points at 0 µs are left out, for a log axis has no place for them. */
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
  const count = merged.totalCount;
  const end = farthest(count);
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
  return { count, points: points.filter(({ ms }) => ms > 0) };
};
