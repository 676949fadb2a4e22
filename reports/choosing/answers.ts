// Predictions in words: a row of figures for each transport, and a sentence that answers. Pure.
// Runs in Node for the still page and in the browser for the live one; knows no HTML.

import type { ChoosingWords } from "../words/english/choosing.ts";
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import { quantities } from "../words/vocabulary.ts";
import { absent, bytes, count, duration, figure, thin } from "../writing/numbers.ts";
import type { Region, Setting } from "./bare.ts";
import type { Measured } from "./cells.ts";
import type { Prediction } from "./choices.ts";

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

const settingOf = ({ pollEveryMs, holdMs }: Prediction, { basics }: ChoosingWords): string =>
  pollEveryMs !== null ? basics.every(duration(pollEveryMs)) : holdMs !== null ? basics.hold(duration(holdMs)) : "";

const standingOf = ({ keeps, bounded, beyond }: Prediction): keyof ChoosingWords["standings"] => {
  if (beyond !== null) return "beyond";
  if (keeps === null) return "unknown";
  return keeps ? (bounded ? "bounded" : "keeps") : "breaks";
};

export const rowOf = (prediction: Prediction, words: ChoosingWords): ChoiceRow => ({
  name: prediction.name,
  label: prediction.label,
  setting: settingOf(prediction, words),
  figures: quantities.map((quantity) => figureOf(prediction, quantity, words)),
  standing: words.standings[standingOf(prediction)],
  keeps: prediction.keeps,
  outside: words.basics.parts(factorsOutside([prediction], words)),
});

const figureOf = (prediction: Prediction, quantity: Quantity, words: ChoosingWords): Figure => {
  const isP90 = quantity === "p99Ms" && prediction.p99Ms === null && prediction.p90Ms !== null;
  const value = isP90 ? prediction.p90Ms : prediction[quantity];
  if (value === null) {
    const note = quantity === "p99Ms" && prediction.beyond === null ? words.noTail : "";
    return { text: absent, unit: "", extrapolated: false, note };
  }
  const [text, unit] = format(quantity, value, words);
  const measured = prediction.measured[isP90 ? "p90Ms" : quantity];
  const notes = [
    isP90 ? words.p90 : "",
    measured === undefined ? "" : words.measured(showInterval(quantity, measured, words)),
    quantity === "cores" && prediction.beyond !== null ? words.tooMuch : "",
  ];
  return { text, unit, extrapolated: prediction.outside[quantity].length > 0, note: words.basics.parts(notes) };
};

/** Without the unit, which the figure has, unless the ends have two. Empty where there is none, or where both ends print alike. */
const showInterval = (quantity: Quantity, { low, high }: Measured, words: ChoosingWords): string => {
  if (low === null || high === null) return "";
  const [from, to] = [format(quantity, low, words), format(quantity, high, words)];
  const ends = from[1] === to[1] ? ([from[0], to[0]] as const) : ([from.join(thin), to.join(thin)] as const);
  return ends[0] === ends[1] ? "" : words.basics.range(...ends);
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
  orLast(x.bytesPerSec) - orLast(y.bytesPerSec) || orLast(x.p99Ms ?? x.meanMs) - orLast(y.p99Ms ?? y.meanMs);

const orLast = (value: number | null): number => value ?? Number.POSITIVE_INFINITY;

const nameOf = ({ label, pollEveryMs }: Prediction, words: ChoosingWords): string => {
  const name = words.basics.inSentence(label);
  return pollEveryMs === null ? name : words.polling(name, duration(pollEveryMs));
};

const sayBest = (best: Prediction, words: ChoosingWords): string => {
  const costs = [
    best.bytesPerSec === null ? "" : say("bytesPerSec", best.bytesPerSec, words),
    best.cores === null ? "" : words.serverCpu(say("cores", best.cores, words)),
  ].filter((part) => part !== "");
  return words.best(nameOf(best, words), sayLatency(best, words), words.basics.join(costs));
};

/** At p99 where that is known, else at p90, else in the mean. */
const sayLatency = ({ p99Ms, p90Ms, meanMs }: Prediction, words: ChoosingWords): string => {
  const { latency } = words;
  if (p99Ms !== null) return latency.p99(say("p99Ms", p99Ms, words));
  return p90Ms !== null ? latency.p90(say("p99Ms", p90Ms, words)) : latency.mean(say("meanMs", meanMs, words));
};

const sayOther = (other: Prediction, best: Prediction | undefined, words: ChoosingWords): string => {
  const { ratios } = words;
  const told = [
    ratio(other.bytesPerSec, best?.bytesPerSec ?? null, ratios.bytes),
    ratio(other.cores, best?.cores ?? null, ratios.cpu),
  ].filter((part) => part !== "");
  return words.other(nameOf(other, words), told);
};

/** "1.4 × the bytes". */
const ratio = (value: number | null, of: number | null, word: (times: string) => string): string =>
  value === null || of === null || !(of > 0) ? "" : word(`${twoDigits(value / of)}${thin}×`);

const twoDigits = (value: number): string => (value < 10 ? String(Number(value.toPrecision(2))) : count(value));

const sayCannot = (prediction: Prediction, words: ChoosingWords): string => {
  const { label, pollEveryMs, beyond, requestsPerSec, cores } = prediction;
  const name = words.basics.inSentence(label);
  if (beyond !== null) {
    return beyond.requestsPerSec === null || requestsPerSec === null
      ? words.cannotServe(name, say("cores", cores, words))
      : words.cannotAnswer(name, count(requestsPerSec), count(beyond.requestsPerSec));
  }
  const latency = sayLatency(prediction, words);
  return pollEveryMs === null ? words.cannot(name, latency) : words.cannotPoll(name, latency, duration(pollEveryMs));
};
