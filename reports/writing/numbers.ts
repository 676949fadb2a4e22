// Figures as a reader wants them: three significant digits, SI grouping, plain durations. Knows nothing of runs or pages.

/** Narrow no-break space: groups digits, and keeps a figure and its unit on one line. */
export const thin = "\u202f";

/** Stands for a missing number: a sample too small, a factor that does not apply. */
export const absent = "–";

const group = (digits: string): string => (digits.length < 5 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, thin));

/** A whole count, grouped. */
export const count = (value: number): string => `${value < 0 ? "−" : ""}${group(String(Math.abs(Math.round(value))))}`;

/** A number on an axis, as short as it is exact and grouped as a count is: 0.05, 2.5, 10 000. */
export const plainFigure = (value: number): string => {
  const [whole = "", fraction] = String(Math.abs(Number(value.toPrecision(6)))).split(".");
  return `${value < 0 ? "−" : ""}${group(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
};

/** Three significant digits, never finer than a thousandth: 0.047, 4.52, 12.3, 526, 41 230; a whole number as it is. */
export const figure = (value: number): string => {
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  if (size < 0.0005) return "< 0.001";
  const decimals = size < 0.9995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  const [whole = "", fraction] = size.toFixed(decimals).split(".");
  const sign = value < 0 ? "−" : "";
  return `${sign}${group(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
};

/** A figure and its unit, kept on one line: "4.52 ms". */
export const withUnit = (value: number, unit: string): string => `${figure(value)}${thin}${unit}`;

/** A share of one as percent, without its sign: 0.9048 → 90.5; a certain 0 or 1 has no decimals. */
export const percent = (share: number): string =>
  share === 0 || share === 1 ? String(share * 100) : (share * 100).toFixed(1);

/** A figure as its unit asks for, without the unit: 90.5 where it is already in percent. */
export const figureIn = (value: number, unit: string): string => (unit === "%" ? percent(value / 100) : figure(value));

/** A signed relative difference in percent: +3.2 %. */
export const signedPercent = (difference: number): string => {
  const digits = Math.abs(difference * 100).toFixed(1);
  return `${digits === "0.0" ? "" : difference < 0 ? "−" : "+"}${digits}${thin}%`;
};

/** A duration in the unit that leaves it shortest: 250 ms, 1 s, 2.5 s, 3 min. */
export const duration = (ms: number): string => {
  if (ms < 1000) return `${Number(ms.toPrecision(3))}${thin}ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${Number(seconds.toFixed(2))}${thin}s`;
  return `${Number((seconds / 60).toFixed(1))}${thin}min`;
};

/** Bytes in binary units: 256 B, 64 KiB, 3.9 GiB. The unit is the one that suits `like`. */
export const bytes = (value: number, like: number = value): string => {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = like < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(like) / 10));
  return `${Number((value / 1024 ** power).toPrecision(3))}${thin}${units[power]}`;
};

/** An ISO 8601 instant as people write it, to the second; anything else is left as it is. */
export const instant = (iso: string): string =>
  iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2 UTC");
