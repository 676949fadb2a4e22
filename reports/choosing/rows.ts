// Predictions as rows of figures: what each transport takes, whether it keeps the limit, and what it comes to a month. Pure.
// Runs in Node for the still page and in the browser for the live one; knows no HTML.
import type { ChoosingWords } from "../words/english/choosing.ts";
import { type MonthQuantity, monthQuantities, type Quantity, quantities } from "../words/vocabulary.ts";
import { absent, count, duration, figure, thin } from "../writing/numbers.ts";
import type { Asked } from "./address.ts";
import type { Measured } from "./cells.ts";
import type { Prediction } from "./choices.ts";
import { costsOf, monthOf } from "./month.ts";
import { format, rounded } from "./say.ts";
import { groupsOf } from "./ties.ts";

export interface Figure {
  readonly text: string;
  readonly unit: string;
  readonly extrapolated: boolean;
  /** The 95 % interval of what was measured, in the figure's unit: "4.71–5.62"; may be empty. */
  readonly interval: string;
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
  /** In the order of a month's quantities. */
  readonly month: readonly Figure[];
  /** Whether the limit is kept, in a word. */
  readonly standing: string;
  readonly keeps: boolean | null;
  /** "advised", of each transport of the answer's group; else empty. */
  readonly advised: string;
  /** The origin of its figures, in a word. */
  readonly badge: string;
  /** Whether some figure is extrapolated. */
  readonly extrapolated: boolean;
}

const none: Figure = { text: absent, unit: "", extrapolated: false, interval: "", note: "" };

export const rowsOf = (
  predictions: readonly Prediction[],
  asked: Asked,
  words: ChoosingWords,
): readonly ChoiceRow[] => {
  const [best] = groupsOf(predictions.filter(({ keeps }) => keeps));
  return predictions.map((prediction) => rowOf(prediction, asked, words, best?.includes(prediction)));
};

export const rowOf = (prediction: Prediction, asked: Asked, words: ChoosingWords, isAdvised = false): ChoiceRow => {
  const shown = quantities.map((quantity) => shownOf(prediction, quantity));
  const known = shown.filter(({ value }) => value !== null);
  const isMeasured = known.length > 0 && known.every(({ measured }) => measured !== undefined);
  const extrapolated = factorsOutside([prediction], words).length > 0;
  const { sources } = words;
  return {
    name: prediction.name,
    label: prediction.label,
    setting: settingOf(prediction, words),
    figures: shown.map((one) => figureOf(one, prediction, isMeasured, words)),
    month: monthFigures(prediction, asked, words),
    standing: standingOf(prediction, words),
    keeps: prediction.keeps,
    advised: isAdvised ? words.advised : "",
    badge: isMeasured ? sources.measured : extrapolated ? sources.extrapolated : sources.predicted,
    extrapolated,
  };
};

const settingOf = ({ pollEveryMs, holdMs }: Prediction, { basics }: ChoosingWords): string =>
  pollEveryMs !== null ? basics.every(duration(pollEveryMs)) : holdMs !== null ? basics.hold(duration(holdMs)) : "";

const standingOf = ({ hindrance, keeps, bounded, beyond }: Prediction, words: ChoosingWords): string => {
  const { standings } = words;
  if (hindrance !== null) return words.hindered[hindrance];
  if (beyond !== null) return words.needs(count(beyond.processes));
  if (keeps === null) return standings.unknown;
  return keeps ? (bounded ? standings.bounded : standings.keeps) : standings.breaks;
};

/** A number as a row has it: p90 stands in where no p99 is known. */
interface Shown {
  readonly quantity: Quantity;
  readonly value: number | null;
  readonly measured: Measured | undefined;
  readonly isP90: boolean;
}

const shownOf = (prediction: Prediction, quantity: Quantity): Shown => {
  const isP90 = quantity === "p99Ms" && prediction.p99Ms === null && prediction.p90Ms !== null;
  const name = isP90 ? "p90Ms" : quantity;
  return { quantity, value: prediction[name], measured: prediction.measured[name], isP90 };
};

/** A measured figure has its interval below it; without one it says so, unless its whole row is measured. */
const figureOf = (
  { quantity, value, measured, isP90 }: Shown,
  { outside, sending, beyond }: Prediction,
  isRowMeasured: boolean,
  words: ChoosingWords,
): Figure => {
  if (value === null) {
    const note = quantity === "p99Ms" && beyond === null ? words.noTail : "";
    return { ...none, note };
  }
  const [text, unit] = format(quantity, value, words);
  const sent = sending === null ? 0 : sending.requestsPerSec;
  const interval = measured === undefined ? "" : showInterval(quantity, measured, words);
  const notes = [
    isP90 ? words.p90 : "",
    measured === undefined || interval !== "" || isRowMeasured ? "" : words.sources.measured,
    quantity === "requestsPerSec" && sent > 0 ? words.toSend(format(quantity, sent, words).join(thin)) : "",
  ];
  const extrapolated = outside[quantity].length > 0;
  return { text, unit, extrapolated, interval, note: words.basics.parts(notes) };
};

/** Empty where there is none, and where both ends print alike. */
const showInterval = (quantity: Quantity, { value, low, high }: Measured, words: ChoosingWords): string => {
  if (low === null || high === null) return "";
  const [from, to] = [low, high].map((end) => format(quantity, end, words, value)[0]);
  return from === to ? "" : `${from}–${to}`;
};

/** A month is no measurement: its figures carry no marks of their own, since the row has them. */
const monthFigures = (prediction: Prediction, asked: Asked, words: ChoosingWords): readonly Figure[] => {
  const month = monthOf(prediction, asked.setting);
  if (month === null) return monthQuantities.map(() => none);
  const costs = costsOf(month, asked.prices);
  const values: Readonly<Record<MonthQuantity, number | null>> = {
    requests: month.requests,
    egressGb: month.egressGb,
    processorHours: month.processorHours,
    ownCost: costs.own,
    hostedCost: costs.hosted,
  };
  return monthQuantities.map((quantity) => {
    const value = values[quantity];
    if (value === null) return none;
    const [text, unit] = showMonth(quantity, value, words);
    return { ...none, text, unit };
  });
};

/** From a million on, whatever it is, it has a word for its size. */
const showMonth = (quantity: MonthQuantity, value: number, words: ChoosingWords): readonly [string, string] => {
  const own = quantity === "requests" ? "" : words.monthUnits[quantity];
  if (quantity === "requests" || value >= 1e6) {
    const [text, size] = words.large(rounded(value));
    return [text, [size, own].filter((part) => part !== "").join(thin)];
  }
  return [quantity === "ownCost" || quantity === "hostedCost" ? money(value) : figure(rounded(value)), own];
};

/** To the hundredth below 100. */
export const money = (value: number): string => {
  if (value === 0) return "0";
  if (value < 0.005) return "< 0.01";
  return value < 99.995 ? value.toFixed(2) : count(value);
};

/** A sentence for all that a hosted service counts alike in a month of those that stay connected; empty where it counts none. */
export const billedNote = (predictions: readonly Prediction[], { setting }: Asked, words: ChoosingWords): string => {
  const { basics } = words;
  const sayLarge = (value: number): string =>
    words
      .large(rounded(value))
      .filter((part) => part !== "")
      .join(thin);
  const counted = predictions.flatMap((prediction) => {
    const month = monthOf(prediction, setting);
    if (month === null || month.connectionMinutes === 0) return [];
    const { connectionMinutes, messages } = month;
    return [
      { name: basics.inSentence(prediction.label), minutes: sayLarge(connectionMinutes), messages: sayLarge(messages) },
    ];
  });
  const alike = [...Map.groupBy(counted, ({ minutes, messages }) => words.billed(minutes, messages))];
  return basics.sentences(
    alike.map(([amounts, those]) => basics.stop(words.billedFor(basics.join(those.map(({ name }) => name)), amounts))),
  );
};

/** The factors in which a figure that is shown lies outside, over all transports. */
export const factorsOutside = (predictions: readonly Prediction[], words: ChoosingWords): readonly string[] => {
  const factors = predictions.flatMap((prediction) =>
    quantities.flatMap((quantity) => (prediction[quantity] === null ? [] : prediction.outside[quantity])),
  );
  return [...new Set(factors)].map((factor) => words.factors[factor]);
};
