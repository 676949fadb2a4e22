// Figures of the live page: short, with their unit, steady in width while they change. Knows nothing of what they count.

/** A narrow no-break space: it groups digits, and keeps a figure and its unit on one line. */
export const thin = "\u202f";

/** The mark for a figure that is not known, or not yet. */
export const absent = "–";

interface Figure {
  readonly value: string;
  readonly unit: string;
}

/** A whole count, grouped from five digits on. */
export const count = (value: number): string => {
  const digits = String(Math.round(value));
  return digits.length < 5 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, thin);
};

/** 1.25, 12.5, 125. */
const threeDigits = (value: number): string => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

/** A time in the unit that reads best: 0.8 ms, 12 ms, 1.25 s, 95 s. A negative one, which two clocks may give, is shown as 0. */
export const span = (ms: number): Figure => {
  const size = Math.max(0, ms);
  if (size < 9.95) return { value: size.toFixed(1), unit: "ms" };
  if (size < 999.5) return { value: size.toFixed(0), unit: "ms" };
  const seconds = size / 1000;
  return { value: threeDigits(seconds), unit: "s" };
};

/** An age or a wait beside others: in ms, so that the one with more digits is the longer one, and in s from 10 s on. */
export const age = (ms: number): Figure => (ms < 999.5 || ms >= 9_999.5 ? span(ms) : { value: count(ms), unit: "ms" });

/** A time that was set, without the zeros of a measured one: 300 ms, 2 s, 1.5 s. */
export const brief = (ms: number): string => {
  const { value, unit } = span(ms);
  return written({ value: String(Number(value)), unit });
};

/**
 * The end of an axis from 0 that has room for the value. It lies beyond round numbers, because intervals are round and ages lie
 * about them.
 */
export const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1.5, 2.5, 4, 6].find((step) => value <= step * power) ?? 10);
};

/** A time that goes up while a reader looks on: 12.4 s, 3 min 5 s, 2 h 10 min. */
export const elapsed = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `${(Math.floor(seconds * 10) / 10).toFixed(1)}${thin}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${thin}min ${Math.floor(seconds % 60)}${thin}s`;
  return `${Math.floor(minutes / 60)}${thin}h ${minutes % 60}${thin}min`;
};

/** Exact below 10 000, then in binary units. */
export const bytes = (value: number): Figure => {
  if (value < 9_999.5) return { value: count(value), unit: "B" };
  let [size, unit] = [value, "B"];
  for (const larger of ["KiB", "MiB", "GiB", "TiB"]) {
    if (size < 1024) break;
    [size, unit] = [size / 1024, larger];
  }
  return { value: threeDigits(size), unit };
};

export const written = ({ value, unit }: Figure): string => `${value}${thin}${unit}`;

/** The time by the visitor's own clock; `at` is in ms since 1970. */
export const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** The middle one of the values, or the mean of the middle two; null where there are none. */
export const median = (values: readonly number[]): number | null => {
  const sorted = Float64Array.from(values).sort();
  const [below, above] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
};
