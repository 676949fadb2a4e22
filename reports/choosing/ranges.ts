// How far a cost may be off, and a ratio of two. Pure. Runs in Node and in the browser.
import type { ChoosingInputs, TransportInputs } from "./bare.ts";
import type { Measured } from "./cells.ts";
import { figuresAt } from "./figures.ts";

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The interval of what was measured, else what the error leaves open; null where nothing tells. */
export const rangeOf = (value: number | null, measured: Measured | undefined, error: number | null): Range | null => {
  if (value === null) return null;
  if (measured !== undefined && measured.low !== null && measured.high !== null) {
    return { low: measured.low, high: measured.high };
  }
  return error === null ? null : { low: value / (1 + error), high: value * (1 + error) };
};

export const errorsOf = (inputs: ChoosingInputs, transport: TransportInputs): TransportInputs["errors"] => ({
  bytesPerSec: bytesErrorOf(inputs, transport),
  cores: transport.cpu.from === "fit" ? (transport.cpu.leftOut?.worst ?? null) : null,
});

/** Each cell is told by what is measured around it, without itself; null for a lone cell. */
const bytesErrorOf = (inputs: ChoosingInputs, transport: TransportInputs): number | null => {
  const errors = transport.cells.flatMap((cell) => {
    const others = transport.cells.filter((other) => other !== cell);
    const told = figuresAt(inputs, { ...transport, cells: others }, cell.place).bytesPerSec;
    const measured = cell.figures.bytesPerSec?.value ?? null;
    return told === null || measured === null || !(measured > 0) ? [] : [Math.abs(told / measured - 1)];
  });
  return errors.length < 2 ? null : Math.max(...errors);
};

export interface Ratio extends Range {
  readonly value: number;
  /** Whether the range of either is not known. */
  readonly isRough: boolean;
}

/** One cost over another; null where there is none. The least over the most is the least. */
export const ratioOf = (
  [value, range]: readonly [number | null, Range | null],
  [base, baseRange]: readonly [number | null, Range | null],
): Ratio | null => {
  if (value === null || base === null || !(base > 0)) return null;
  if (range === null || baseRange === null || !(baseRange.low > 0)) {
    return { value: value / base, low: value / base, high: value / base, isRough: true };
  }
  return {
    value: value / base,
    low: range.low / baseRange.high,
    high: range.high / baseRange.low,
    isRough: false,
  };
};

/** From the least of all to the most; null for none. */
export const hullOf = (ratios: readonly Ratio[]): Ratio | null => {
  const [first] = ratios;
  if (first === undefined || ratios.length === 1) return first ?? null;
  return {
    value: first.value,
    low: Math.min(...ratios.map(({ low }) => low)),
    high: Math.max(...ratios.map(({ high }) => high)),
    isRough: ratios.some(({ isRough }) => isRough),
  };
};
