// Predictions as a reader is told them: a row of figures a transport, and a sentence that answers. Pure.
// Runs in Node for the still page and in the browser for the live one; knows no HTML.
import type { MeasuredFactor, Prediction, Quantity, Region, Setting } from "./choices.ts";
import { quantities } from "./choices.ts";
import { absent, bytes, count, duration, figure, rate, thin } from "./numbers.ts";
import { capitalise, inSentence, join } from "./phrases.ts";

export interface Figure {
  readonly text: string;
  readonly unit: string;
  readonly extrapolated: boolean;
  /** What qualifies this number alone; empty where nothing. */
  readonly note: string;
}

export interface ChoiceRow {
  readonly name: string;
  readonly label: string;
  /** "every 1 s", "hold 30 s". */
  readonly setting: string;
  /** In the order of the quantities. */
  readonly figures: readonly Figure[];
  /** Against the limit. */
  readonly standing: string;
  readonly keeps: boolean | null;
  /** In which factors some figure lies outside of what was measured; empty where in none. */
  readonly outside: string;
}

const formats: Readonly<Record<Quantity, (value: number) => readonly [text: string, unit: string]>> = {
  meanMs: (value) => [figure(rounded(value)), "ms"],
  p99Ms: (value) => [figure(rounded(value)), "ms"],
  requestsPerSec: (value) => [figure(rounded(value)), "/s"],
  bytesPerSec: (value) => splitUnit(bytes(value), "/s"),
  cores: (value) => [figure(rounded(value)), "cores"],
};

/** A figure that rounding alone keeps from being whole is whole. */
const rounded = (value: number): number => Number(value.toPrecision(9));

const splitUnit = (text: string, suffix: string): readonly [string, string] => {
  const [value = "", unit = ""] = text.split(thin);
  return [value, `${unit}${suffix}`];
};

const say = (quantity: Quantity, value: number): string => formats[quantity](value).join(thin);

const namesOf: Readonly<Record<MeasuredFactor, string>> = {
  ratePerSec: "messages a second",
  subscribers: "subscribers",
  bodyBytes: "body",
  oneWayMs: "delay",
  pollEveryMs: "poll interval",
  requestsPerSec: "requests a second",
  deliveriesPerSec: "deliveries a second",
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

/** "0 ms to 140 ms"; of one value, that. */
export const showRange = (factor: MeasuredFactor, [least, most]: readonly [number, number]): string => {
  const [low, high] = [least, most].map(showFactor[factor]);
  return low === high ? `${low}` : `${low} to ${high}`;
};

/** The server runs on one thread, which cannot give more. */
const isTooMuch = (cores: number | null): boolean => cores !== null && cores > 1;

export const settingOf = ({ pollEveryMs, holdMs }: Prediction): string =>
  pollEveryMs !== null ? `every ${duration(pollEveryMs)}` : holdMs !== null ? `hold ${duration(holdMs)}` : "";

export const rowOf = (prediction: Prediction): ChoiceRow => ({
  name: prediction.name,
  label: prediction.label,
  setting: settingOf(prediction),
  figures: quantities.map((quantity) => figureOf(prediction, quantity)),
  standing: prediction.keeps === null ? "not known" : prediction.keeps ? "keeps the limit" : "too stale",
  keeps: prediction.keeps,
  outside: factorsOutside([prediction]).join(", "),
});

const figureOf = (prediction: Prediction, quantity: Quantity): Figure => {
  const value = prediction[quantity];
  if (value === null) return { text: absent, unit: "", extrapolated: false, note: "" };
  const [text, unit] = formats[quantity](value);
  const note = quantity === "cores" && isTooMuch(value) ? "more than its one core" : "";
  return { text, unit, extrapolated: prediction.outside[quantity].length > 0, note };
};

/** Only the factors in which a figure that is shown lies outside, over any transport. */
const factorsOutside = (predictions: readonly Prediction[]): readonly string[] => {
  const factors = predictions.flatMap((prediction) =>
    quantities.flatMap((quantity) => (prediction[quantity] === null ? [] : prediction.outside[quantity])),
  );
  return [...new Set(factors)].map((factor) => namesOf[factor]);
};

/** "messages a second 0.02 to 10; subscribers 20 to 100". */
export const describeRegion = (region: Region, factors: readonly MeasuredFactor[]): string =>
  factors
    .flatMap((factor) => {
      const range = region[factor];
      return range === undefined ? [] : [`${namesOf[factor]} ${showRange(factor, range)}`];
    })
    .join("; ");

/** "10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old". */
export const describe = ({ ratePerSec, subscribers, bodyBytes, oneWayMs, staleMs }: Setting): string =>
  [
    `${capitalise(rate(ratePerSec))} to each of ${count(subscribers)} ${subscribers === 1 ? "subscriber" : "subscribers"}`,
    `${bytes(bodyBytes)} bodies`,
    `${duration(oneWayMs)} away`,
    `at most ${duration(staleMs)} old`,
  ].join(", ");

export const predictedFor = (setting: Setting): string =>
  `Predicted for all subscribers together. ${describe(setting)}`;

/** Which transport to take: of those that keep the limit the one with the fewest bytes; what else would do, and what cannot. */
export const answer = (predictions: readonly Prediction[], { staleMs }: Setting): string => {
  const keepers = predictions.filter(({ keeps }) => keeps).toSorted(byCost);
  const [best, ...others] = keepers;
  const parts = [
    best === undefined ? `No transport keeps ${duration(staleMs)} at p99` : sayBest(best),
    ...others.map((other) => sayOther(other, best)),
    ...predictions.filter(({ keeps }) => keeps === false).map(sayCannot),
    ...predictions
      .filter(({ keeps }) => keeps === null)
      .map(({ label }) => `of ${inSentence(label)} the run cannot tell`),
  ];
  return [capitalise(`${parts.join("; ")}.`), ...sayExtrapolated(predictions)].join(" ");
};

const byCost = (x: Prediction, y: Prediction): number =>
  (x.bytesPerSec ?? Number.POSITIVE_INFINITY) - (y.bytesPerSec ?? Number.POSITIVE_INFINITY) ||
  (x.p99Ms ?? 0) - (y.p99Ms ?? 0);

const nameOf = (prediction: Prediction): string => {
  const name = inSentence(prediction.label);
  return prediction.pollEveryMs === null ? name : `${name} every ${duration(prediction.pollEveryMs)}`;
};

const sayBest = (best: Prediction): string => {
  const costs = [
    best.bytesPerSec === null ? "" : say("bytesPerSec", best.bytesPerSec),
    best.cores === null ? "" : `${say("cores", best.cores)} of server CPU${warnOf(best)}`,
  ].filter((part) => part !== "");
  return `${nameOf(best)}: ${say("p99Ms", best.p99Ms ?? 0)} at p99${costs.length > 0 ? ` for ${join(costs)}` : ""}`;
};

const warnOf = ({ cores }: Prediction): string => (isTooMuch(cores) ? ", more than its one core" : "");

const sayOther = (other: Prediction, best: Prediction | undefined): string => {
  const ratios = [
    ratio(other.bytesPerSec, best?.bytesPerSec ?? null, "bytes"),
    ratio(other.cores, best?.cores ?? null, "CPU"),
  ].filter((part) => part !== "");
  const costs = ratios.length > 0 ? ` with ${join(ratios)}` : "";
  return `${nameOf(other)} would do${costs}${warnOf(other)}`;
};

/** "1.4 × the bytes". */
const ratio = (value: number | null, of: number | null, noun: string): string =>
  value === null || of === null || !(of > 0) ? "" : `${twoDigits(value / of)}${thin}× the ${noun}`;

const twoDigits = (value: number): string => (value < 10 ? String(Number(value.toPrecision(2))) : count(value));

const sayCannot = (prediction: Prediction): string => {
  const p99 = `${say("p99Ms", prediction.p99Ms ?? 0)} at p99`;
  return prediction.way === "short"
    ? `${inSentence(prediction.label)} cannot: ${p99} with one poll after another, every ${duration(prediction.pollEveryMs ?? 0)}`
    : `${inSentence(prediction.label)} cannot: ${p99}`;
};

const sayExtrapolated = (predictions: readonly Prediction[]): readonly string[] => {
  const factors = factorsOutside(predictions);
  return factors.length === 0 ? [] : [`Extrapolated beyond what this run measured, in ${join(factors)}.`];
};
