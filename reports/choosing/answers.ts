// Predictions in sentences: which transports to use, which else would do, and which cannot. Pure.
// Runs in Node for the still page and in the browser for the live one; knows no HTML.

import type { ChoosingWords } from "../words/english/choosing.ts";
import type { ControlKey, MeasuredFactor, PriceKey } from "../words/vocabulary.ts";
import { bytes, count, duration, figure } from "../writing/numbers.ts";
import type { Clamped } from "./address.ts";
import { nameOf, sayBest, sayLatency, sayOther } from "./advice.ts";
import type { Region, Setting } from "./bare.ts";
import type { Prediction } from "./choices.ts";
import { factorsOutside } from "./rows.ts";
import { rounded, say, showRange } from "./say.ts";
import { groupsOf } from "./ties.ts";

/** "messages a second 0.02 to 10; subscribers 20 to 100". */
export const describeRegion = (region: Region, factors: readonly MeasuredFactor[], words: ChoosingWords): string =>
  words.basics.clauses(
    factors.flatMap((factor) => {
      const range = region[factor];
      return range === undefined ? [] : [words.measuredFactor(words.factors[factor], showRange(factor, range, words))];
    }),
  );

/** "10 messages/s to each of 100 subscribers, 256 B bodies, 0 ms away, at most 1 s old"; and what is sent and stands between, if anything. */
export const describe = (
  { ratePerSec, subscribers, bodyBytes, oneWayMs, staleMs, sendsPerMin, between }: Setting,
  words: ChoosingWords,
): string => {
  const { basics } = words;
  const told = words.setting(
    basics.rate(ratePerSec),
    basics.subscribers(subscribers),
    bytes(bodyBytes),
    duration(oneWayMs),
    duration(staleMs),
  );
  return basics.parts([
    told,
    sendsPerMin === 0 ? "" : words.sends(figure(rounded(sendsPerMin))),
    between === "nothing" ? "" : words.between[between],
  ]);
};

export const predictedFor = (setting: Setting, words: ChoosingWords): string =>
  words.predictedFor(describe(setting, words));

/** A sentence for each number that was moved into its range; empty where none was. */
export const clampedNote = (
  clamped: readonly Clamped[],
  labelOf: (key: ControlKey | PriceKey) => string,
  { basics, clamped: sayClamped }: ChoosingWords,
): string => basics.sentences(clamped.map(({ key, value }) => sayClamped(labelOf(key), figure(rounded(value)))));

/** The advice, in a sentence, and the sentences that follow. */
export interface Answer {
  readonly lead: string;
  readonly more: string;
}

/**
 * Recommends the transports with the fewest bytes among those that keep the limit, as one group where their costs are not told apart
 * and none is much later. Says what else would do and how late it comes, what cannot and why, and what it takes to send.
 */
export const answer = (
  predictions: readonly Prediction[],
  { staleMs }: Pick<Setting, "staleMs">,
  words: ChoosingWords,
): Answer => {
  const { basics } = words;
  const [best, ...others] = groupsOf(predictions.filter(({ keeps }) => keeps));
  const parts = [
    ...(best === undefined
      ? [sayNone(predictions, duration(staleMs), words)]
      : sayBest(best, duration(staleMs), words)),
    ...(best === undefined ? [] : others.flatMap((other) => sayOther(other, best[0], words))),
    ...sayBeyond(predictions, words),
    ...sayTooSlow(predictions, words),
    ...sayUnknown(predictions, words),
    ...sayHindered(predictions, words),
    ...saySending(predictions, words),
    ...sayKeepAlive(predictions, words),
  ];
  const factors = factorsOutside(predictions, words);
  const [lead = "", ...more] = parts.map((part) => basics.capitalise(basics.stop(part)));
  return { lead, more: basics.sentences([...more, factors.length === 0 ? "" : words.beyond(basics.join(factors))]) };
};

const plainNames = (predictions: readonly Prediction[], { basics }: ChoosingWords): string =>
  basics.join(predictions.map(({ label }) => basics.inSentence(label)));

const sayNone = (predictions: readonly Prediction[], stale: string, words: ChoosingWords): string =>
  predictions.some(({ keeps }) => keeps === null) ? words.noneKnown(stale) : words.none(stale);

const sayBeyond = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const names = predictions.flatMap(({ label, hindrance, beyond, requestsPerSec, cores }) => {
    if (hindrance !== null || beyond === null) return [];
    const [name, processes] = [words.basics.inSentence(label), count(beyond.processes)];
    return beyond.requestsPerSec === null || requestsPerSec === null
      ? [words.needsToUse(name, processes, say("cores", cores, words))]
      : [words.needsToAnswer(name, processes, count(requestsPerSec))];
  });
  return names.length === 0 ? [] : [words.cannot(words.basics.join(names))];
};

const sayTooSlow = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const slow = predictions.filter(
    ({ keeps, hindrance, beyond }) => keeps === false && hindrance === null && beyond === null,
  );
  const names = slow.map((one) => {
    const name = nameOf(one, words);
    return words.withLatency(one.pollEveryMs === null ? name : words.backToBack(name), sayLatency(one, words));
  });
  return names.length === 0 ? [] : [words.tooSlow(words.basics.join(names))];
};

const sayUnknown = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const names = predictions
    .filter(({ keeps }) => keeps === null)
    .map((one) => words.withLatency(nameOf(one, words), sayLatency(one, words)));
  return names.length === 0 ? [] : [words.unknown(words.basics.join(names))];
};

/** All that do not pass are hindered by the same. */
const sayHindered = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const hindered = predictions.filter(({ hindrance }) => hindrance !== null);
  const why = hindered[0]?.hindrance ?? null;
  return why === null ? [] : [words.cannotPass(plainNames(hindered, words), words.hindrances[why])];
};

/** Clients send alike, whatever they are told by. */
const saySending = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const asking = predictions.filter(
    ({ sending, hindrance }) => hindrance === null && sending !== null && sending.requestsPerSec > 0,
  );
  const requests = asking[0]?.sending?.requestsPerSec ?? null;
  return requests === null ? [] : [words.sendingBy(plainNames(asking, words), figure(rounded(requests)))];
};

const sayKeepAlive = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const kept = predictions.filter(({ keepAlive }) => keepAlive);
  return kept.length === 0 ? [] : [words.keepAlive(plainNames(kept, words))];
};
