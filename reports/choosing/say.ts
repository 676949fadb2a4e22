// Quantities and factors as a reader sees them: a number and its unit. Pure. Runs in Node and in the browser.
import type { ChoosingWords } from "../words/english/choosing.ts";
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import { absent, bytes, count, duration, figure, thin } from "../writing/numbers.ts";
import type { Ratio } from "./ranges.ts";

/** Bytes have a unit of their own, the one that suits `like`, to which "a second" is added. */
export const format = (
  quantity: Quantity,
  value: number,
  { units }: ChoosingWords,
  like: number = value,
): readonly [text: string, unit: string] =>
  quantity === "bytesPerSec"
    ? splitUnit(bytes(value, like), units.bytesPerSec)
    : [figure(rounded(value)), units[quantity]];

/** A figure that rounding alone keeps from being whole is whole. */
export const rounded = (value: number): number => Number(value.toPrecision(9));

const splitUnit = (text: string, suffix: string): readonly [string, string] => {
  const [value = "", unit = ""] = text.split(thin);
  return [value, `${unit}${suffix}`];
};

export const say = (quantity: Quantity, value: number | null, words: ChoosingWords): string =>
  value === null ? absent : format(quantity, value, words).join(thin);

/** "1.13 to 1.21 MiB/s", from the least to the most of those that are known; empty where none is. */
export const sayAll = (quantity: Quantity, values: readonly (number | null)[], words: ChoosingWords): string => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const most = Math.max(...known);
  const [least] = format(quantity, Math.min(...known), words, most);
  return least === format(quantity, most, words)[0]
    ? say(quantity, most, words)
    : words.basics.range(least, say(quantity, most, words));
};

const showFactor: Readonly<Record<MeasuredFactor, (value: number) => string>> = {
  ratePerSec: (value) => figure(rounded(value)),
  subscribers: count,
  bodyBytes: bytes,
  oneWayMs: duration,
  pollEveryMs: duration,
  requestsPerSec: (value) => figure(rounded(value)),
  deliveriesPerSec: (value) => figure(rounded(value)),
};

/** "0 ms to 140 ms"; a single value where both ends print alike. */
export const showRange = (
  factor: MeasuredFactor,
  [least, most]: readonly [number, number],
  { basics }: ChoosingWords,
): string => {
  const show = showFactor[factor];
  const [low, high] = [show(least), show(most)];
  return low === high ? low : basics.range(low, high);
};

const twoDigits = (value: number): string => (value < 10 ? String(Number(value.toPrecision(2))) : count(value));

const times = (text: string): string => `${text}${thin}×`;

/** "1.40 ± 0.04 ×"; "0.7 to 2.8 ×" where it may be off by half or more; "about 1.4 ×" where nothing tells how far it may be off. */
export const showRatio = ({ value, low, high, isRough }: Ratio, { basics, about }: ChoosingWords): string => {
  if (isRough) {
    const [from, to] = [twoDigits(low), twoDigits(high)];
    return about(times(from === to ? from : basics.range(from, to)));
  }
  const off = Math.max(high - value, value - low);
  if (off >= value / 2) return times(basics.range(twoDigits(low), twoDigits(high)));
  const decimals = Math.min(value < 1 ? 3 : 2, Math.max(0, -Math.floor(Math.log10(off))));
  // Rounded up, so that none is said to be surer than it is.
  const steps = Math.max(1, Math.ceil(off * 10 ** decimals - 1e-6));
  const margin = steps / 10 ** decimals;
  return times(
    (decimals === 0 ? [count(value), count(margin)] : [value.toFixed(decimals), margin.toFixed(decimals)]).join(
      `${thin}±${thin}`,
    ),
  );
};
