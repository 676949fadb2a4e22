// An axis in two panes, for values of which some lie far above all others: each pane is as tight as its own values ask for, so
// that the spread of neither is lost. It counts in shares of its length. Knows nothing of what is measured.
import { plainFigure } from "../writing/numbers.ts";
import { labelled, quantity } from "./style.ts";
import { ticksWithin } from "./sweep-axes.ts";

interface Ends {
  readonly low: number;
  readonly high: number;
}

interface Pane extends Ends {
  /** The pane's own ends, as shares of the axis. */
  readonly from: number;
  readonly to: number;
}

export interface BrokenAxis {
  readonly log: boolean;
  readonly left: Pane;
  readonly right: Pane;
}

/** An axis is broken where all values on its right are this many times those on its left. */
const leastBreak = 20;

/** Between the panes, as a share of the axis. */
const gap = 0.04;

const endsOf = (values: readonly number[]): Ends => ({ low: Math.min(...values), high: Math.max(...values) });

/** A pane's ends lie outside of its values, so that no figure over one of them runs out of it. */
const roomy = ({ low, high }: Ends, log: boolean, fromZero: boolean): Ends => {
  if (log) {
    const room = Math.max(high / low, 1.5) ** 0.35;
    return { low: low / room, high: high * room };
  }
  const room = Math.max(high - low, high * 0.1) * 0.25;
  return { low: fromZero ? 0 : low - room, high: high + room };
};

/** The share of the left pane: as wide as its values are apart, beside the right one's. */
const shareOf = (left: Ends, right: Ends): number => {
  const span = ({ low, high }: Ends): number => (low > 0 ? Math.log(high / low) : 1);
  return Math.min(0.65, Math.max(0.35, span(left) / (span(left) + span(right))));
};

/** Groups stay whole: no transport's values stand on both sides. null where none is that far above the others. */
export const breakBetween = (groups: readonly (readonly number[])[], log: boolean): BrokenAxis | null => {
  const reaches = groups.filter((values) => values.length > 0).map(endsOf);
  const splits = reaches.flatMap(({ low: start }) => {
    const below = reaches.filter(({ low }) => low < start);
    if (below.length === 0) return [];
    const left = endsOf(below.flatMap(({ low, high }) => [low, high]));
    const right = endsOf(reaches.filter(({ low }) => low >= start).flatMap(({ low, high }) => [low, high]));
    return left.low > 0 ? [{ left, right, times: right.low / left.high }] : [];
  });
  const [widest] = splits.toSorted((a, b) => b.times - a.times);
  if (widest === undefined || widest.times < leastBreak) return null;
  const [left, right] = [roomy(widest.left, log, true), roomy(widest.right, log, false)];
  const share = (1 - gap) * shareOf(left, right);
  return { log, left: { ...left, from: 0, to: share }, right: { ...right, from: share + gap, to: 1 } };
};

const rounded = (share: number): number => Number(share.toFixed(5));

/** The place of a value that lies within a pane, as a share of the axis. */
export const placeOn = ({ log, left, right }: BrokenAxis, value: number): number => {
  const { low, high, from, to } = value <= left.high ? left : right;
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return rounded(from + share * (to - from));
};

/** Half way between the panes. */
export const breakPlace = ({ left, right }: BrokenAxis): number => rounded((left.to + right.from) / 2);

/** About four round numbers. */
const evenTicks = ({ low, high }: Ends): readonly number[] => {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const number = Math.floor(high / step) - first + 1;
  return Array.from({ length: number }, (_, i) => Number(((first + i) * step).toPrecision(6)));
};

const ticksOf = (pane: Pane, log: boolean): readonly number[] => {
  const ticks = log ? ticksWithin(pane.low, pane.high) : evenTicks(pane);
  return ticks.length > 1 ? ticks : evenTicks(pane);
};

export const brokenAxis = (field: string, title: string, axis: BrokenAxis) => {
  const ticks = [...ticksOf(axis.left, axis.log), ...ticksOf(axis.right, axis.log)];
  const placed = (tick: number): number => placeOn(axis, tick);
  return quantity(
    field,
    { domain: [0, 1], nice: false },
    {
      title,
      values: ticks.map(placed),
      labelExpr: labelled(ticks, plainFigure, placed),
      labelOverlap: "greedy",
    },
  );
};
