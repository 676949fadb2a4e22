// Predictions in words: a row of figures for each transport, and a sentence that answers. Pure.
// Runs in Node for the still page and in the browser for the live one; knows no HTML.

import type { ChoosingWords } from "../words/english/choosing.ts";
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import { quantities } from "../words/vocabulary.ts";
import { absent, bytes, count, duration, figure, thin } from "../writing/numbers.ts";
import type { Prediction, Region, Setting } from "./choices.ts";

export interface Figure {
  readonly text: string;
  readonly unit: string;
  readonly extrapolated: boolean;
  /** Qualifies this number alone; may be empty. */
  readonly note: string;
}

export interface ChoiceRow {
  readonly name: string;
  readonly label: string;
  /** "every 1 s", "hold 30 s". */
  readonly setting: string;
  /** In the order of the quantities. */
  readonly figures: readonly Figure[];
  /** Whether the limit is kept, in a word. */
  readonly standing: string;
  readonly keeps: boolean | null;
  /** The factors in which some figure lies outside of what was measured; empty where all lie inside. */
  readonly outside: string;
}

/** Bytes have a unit of their own, to which "a second" is added. */
const format = (quantity: Quantity, value: number, { units }: ChoosingWords): readonly [text: string, unit: string] =>
  quantity === "bytesPerSec" ? splitUnit(bytes(value), units.bytesPerSec) : [figure(rounded(value)), units[quantity]];

/** A figure that rounding alone keeps from being whole is whole. */
const rounded = (value: number): number => Number(value.toPrecision(9));

const splitUnit = (text: string, suffix: string): readonly [string, string] => {
  const [value = "", unit = ""] = text.split(thin);
  return [value, `${unit}${suffix}`];
};

const say = (quantity: Quantity, value: number | null, words: ChoosingWords): string =>
  value === null ? absent : format(quantity, value, words).join(thin);

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

/** The server runs on one thread, which cannot give more. */
const isTooMuch = (cores: number | null): boolean => cores !== null && cores > 1;

const settingOf = ({ pollEveryMs, holdMs }: Prediction, { basics }: ChoosingWords): string =>
  pollEveryMs !== null ? basics.every(duration(pollEveryMs)) : holdMs !== null ? basics.hold(duration(holdMs)) : "";

const standingOf = (keeps: boolean | null): keyof ChoosingWords["standings"] =>
  keeps === null ? "unknown" : keeps ? "keeps" : "breaks";

export const rowOf = (prediction: Prediction, words: ChoosingWords): ChoiceRow => ({
  name: prediction.name,
  label: prediction.label,
  setting: settingOf(prediction, words),
  figures: quantities.map((quantity) => figureOf(prediction, quantity, words)),
  standing: words.standings[standingOf(prediction.keeps)],
  keeps: prediction.keeps,
  outside: words.basics.parts(factorsOutside([prediction], words)),
});

const figureOf = (prediction: Prediction, quantity: Quantity, words: ChoosingWords): Figure => {
  const value = prediction[quantity];
  if (value === null) return { text: absent, unit: "", extrapolated: false, note: "" };
  const [text, unit] = format(quantity, value, words);
  const note = quantity === "cores" && isTooMuch(value) ? words.tooMuch : "";
  return { text, unit, extrapolated: prediction.outside[quantity].length > 0, note };
};

/** The factors in which a figure that is shown lies outside, over all transports. */
const factorsOutside = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const factors = predictions.flatMap((prediction) =>
    quantities.flatMap((quantity) => (prediction[quantity] === null ? [] : prediction.outside[quantity])),
  );
  return [...new Set(factors)].map((factor) => words.factors[factor]);
};

/** "messages a second 0.02 to 10; subscribers 20 to 100". */
export const describeRegion = (region: Region, factors: readonly MeasuredFactor[], words: ChoosingWords): string =>
  words.basics.clauses(
    factors.flatMap((factor) => {
      const range = region[factor];
      return range === undefined ? [] : [words.measuredFactor(words.factors[factor], showRange(factor, range, words))];
    }),
  );

/** "10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old". */
export const describe = (
  { ratePerSec, subscribers, bodyBytes, oneWayMs, staleMs }: Setting,
  { basics, setting }: ChoosingWords,
): string =>
  setting(
    basics.rate(ratePerSec),
    basics.subscribers(subscribers),
    bytes(bodyBytes),
    duration(oneWayMs),
    duration(staleMs),
  );

export const predictedFor = (setting: Setting, words: ChoosingWords): string =>
  words.predictedFor(describe(setting, words));

/** Recommends the transport with the fewest bytes among those that keep the limit, and says what else would do and what is too slow. */
export const answer = (predictions: readonly Prediction[], { staleMs }: Setting, words: ChoosingWords): string => {
  const { basics } = words;
  const keepers = predictions.filter(({ keeps }) => keeps).toSorted(byCost);
  const [best, ...others] = keepers;
  const parts = [
    best === undefined ? words.none(duration(staleMs)) : sayBest(best, words),
    ...others.map((other) => sayOther(other, best, words)),
    ...predictions.filter(({ keeps }) => keeps === false).map((one) => sayCannot(one, words)),
    ...predictions.filter(({ keeps }) => keeps === null).map(({ label }) => words.unknown(basics.inSentence(label))),
  ];
  const factors = factorsOutside(predictions, words);
  return basics.sentences([
    ...parts.map((part) => basics.capitalise(basics.stop(part))),
    factors.length === 0 ? "" : words.beyond(basics.join(factors)),
  ]);
};

const byCost = (x: Prediction, y: Prediction): number =>
  orLast(x.bytesPerSec) - orLast(y.bytesPerSec) || orLast(x.p99Ms) - orLast(y.p99Ms);

const orLast = (value: number | null): number => value ?? Number.POSITIVE_INFINITY;

const nameOf = ({ label, pollEveryMs }: Prediction, words: ChoosingWords): string => {
  const name = words.basics.inSentence(label);
  return pollEveryMs === null ? name : words.polling(name, duration(pollEveryMs));
};

const sayBest = (best: Prediction, words: ChoosingWords): string => {
  const costs = [
    best.bytesPerSec === null ? "" : say("bytesPerSec", best.bytesPerSec, words),
    best.cores === null
      ? ""
      : words.basics.parts([words.serverCpu(say("cores", best.cores, words)), warnOf(best, words)]),
  ].filter((part) => part !== "");
  return words.best(nameOf(best, words), say("p99Ms", best.p99Ms, words), words.basics.join(costs));
};

const warnOf = ({ cores }: Prediction, { tooMuch }: ChoosingWords): string => (isTooMuch(cores) ? tooMuch : "");

const sayOther = (other: Prediction, best: Prediction | undefined, words: ChoosingWords): string => {
  const { basics, ratios } = words;
  const told = [
    ratio(other.bytesPerSec, best?.bytesPerSec ?? null, ratios.bytes),
    ratio(other.cores, best?.cores ?? null, ratios.cpu),
  ].filter((part) => part !== "");
  return basics.parts([words.other(nameOf(other, words), told), warnOf(other, words)]);
};

/** "1.4 × the bytes". */
const ratio = (value: number | null, of: number | null, word: (times: string) => string): string =>
  value === null || of === null || !(of > 0) ? "" : word(`${twoDigits(value / of)}${thin}×`);

const twoDigits = (value: number): string => (value < 10 ? String(Number(value.toPrecision(2))) : count(value));

const sayCannot = ({ label, p99Ms, pollEveryMs }: Prediction, words: ChoosingWords): string => {
  const [name, p99] = [words.basics.inSentence(label), say("p99Ms", p99Ms, words)];
  return pollEveryMs === null ? words.cannot(name, p99) : words.cannotPoll(name, p99, duration(pollEveryMs));
};
