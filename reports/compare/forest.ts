// The rows of a comparison's forest plot as plain data: each ratio with its interval and the band that counts as the same, on one
// logarithmic axis that all rows share. Pure. Knows nothing of how it is drawn.
import type { GateLine } from "../../bench/gate/line.ts";
import type { Compared, ComparedLine } from "./view.ts";

/** A place on the axis: 0 is its left end, 0.5 a ratio of 1, and 1 its right end. */
type Place = number;

export interface ForestRow {
  readonly compared: ComparedLine;
  readonly at: Place;
  /** The interval as far as the axis goes; null where there was no test. */
  readonly interval: readonly [low: Place, high: Place] | null;
  /** Whether the ratio or its interval goes on beyond that end of the axis. */
  readonly beyond: { readonly low: boolean; readonly high: boolean };
  /** Ratios that count as the same. */
  readonly band: readonly [low: Place, high: Place];
}

export interface ForestTick {
  readonly at: Place;
  readonly text: string;
  /** Its name is left out where the axis is short. */
  readonly minor: boolean;
}

export interface Forest {
  /** Worst first. */
  readonly rows: readonly ForestRow[];
  readonly ticks: readonly ForestTick[];
  /** Judged counts that are the same: without an interval, a row of each would show nothing. */
  readonly sameCounts: number;
}

/** The axis reaches at least so far, and no farther: beyond it, a row has an arrow and its figures. */
const reaches = { least: 1.25, most: 4 } as const;

const tickRatios = [0.25, 0.5, 0.8, 1, 1.25, 2, 4] as const;

interface Ends {
  readonly low: number;
  readonly high: number;
}

interface JudgedRatio extends Ends {
  readonly median: number;
  readonly tested: boolean;
}

/** The ratio with its interval; null where nothing was judged by it. */
const ratioOf = ({ ratio, verdict, tier }: GateLine): JudgedRatio | null => {
  if (ratio === null || ratio.median <= 0 || verdict === "not comparable") return null;
  const { median, low, high } = ratio;
  if (low !== null && high !== null && low > 0) return { median, low, high, tested: true };
  return tier === "count" && verdict !== "same" ? { median, low: median, high: median, tested: false } : null;
};

/** A time's band is a change up and the change that undoes it; a count's the amounts that are tolerated on either side. */
const bandOf = ({ tier, tolerance, slack, base }: GateLine): Ends => {
  if (tier === "time") return { low: 1 / (1 + tolerance), high: 1 + tolerance };
  const share = tolerance + (base === null || base === 0 ? 0 : slack / Math.abs(base));
  return { low: Math.max(1 - share, 1 / reaches.most), high: 1 + share };
};

export const forestOf = ({ cells, changed }: Compared): Forest => {
  const all = cells.flatMap(({ lines }) => lines);
  const ordered = [...changed, ...all.filter((one) => !changed.includes(one))];
  const drawn = ordered.flatMap((compared) => {
    const ratio = ratioOf(compared.line);
    return ratio === null ? [] : [{ compared, ratio, band: bandOf(compared.line) }];
  });
  const ends = drawn.flatMap(({ ratio, band }) => [ratio.low, ratio.high, band.low, band.high]);
  const widest = Math.max(reaches.least, ...ends.map((end) => Math.exp(Math.abs(Math.log(end)))));
  const reach = Math.min(reaches.most, widest);
  const place = (ratio: number): Place => Math.min(1, Math.max(0, (Math.log(ratio) / Math.log(reach) + 1) / 2));
  return {
    rows: drawn.map(
      ({ compared, ratio, band }): ForestRow => ({
        compared,
        at: place(ratio.median),
        interval: ratio.tested ? [place(ratio.low), place(ratio.high)] : null,
        beyond: { low: ratio.low < 1 / reach, high: ratio.high > reach },
        band: [place(band.low), place(band.high)],
      }),
    ),
    ticks: tickRatios
      .filter((ratio) => ratio <= reach && ratio >= 1 / reach)
      .map((ratio, i, { length }) => ({
        at: place(ratio),
        text: String(ratio),
        minor: ratio !== 1 && i > 0 && i < length - 1,
      })),
    sameCounts: all.filter(({ line }) => line.tier === "count" && line.verdict === "same").length,
  };
};
