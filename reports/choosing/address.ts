// A reader's setting and prices as the end of an address, which leaves out listed prices. Pure. Runs in Node and in the browser.
import { type Between, betweens, type ControlKey, type PriceKey, priceKeys } from "../words/vocabulary.ts";
import type { Setting } from "./bare.ts";
import { type Control, clamp, controls, isOutOfRange, type NumericFactor } from "./scales.ts";
import { clampPrice, listPrices, mostPrice, type Prices } from "./tariffs.ts";

export interface Asked {
  readonly setting: Setting;
  readonly prices: Prices;
}

/** A number that lay outside of its range, and what it was set to. */
export interface Clamped {
  readonly key: ControlKey | PriceKey;
  readonly value: number;
}

const opening = "#choosing:";

/** Left unsaid in an address. */
const silent = { sendsPerMin: 0, between: "nothing" } as const;

const showNumber = (value: number): string => String(Number(value.toPrecision(12)));

/** "#choosing:rate=10,subscribers=100,body=256,delay=0,stale=1000"; more where clients send, something stands between or a price is the reader's own. */
export const addressOf = ({ setting, prices }: Asked): string => {
  const numbers = controls
    .filter(({ factor }) => factor !== "sendsPerMin" || setting.sendsPerMin !== silent.sendsPerMin)
    .map(({ key, factor }) => `${key}=${showNumber(setting[factor])}`);
  const between = setting.between === silent.between ? [] : [`between=${setting.between}`];
  const own = priceKeys
    .filter((key) => prices[key] !== listPrices[key])
    .map((key) => `${key}=${showNumber(prices[key])}`);
  return `${opening}${[...numbers, ...between, ...own].join(",")}`;
};

/** The request in an address, clamped; what it lacks, or has no number for, is the default's. null for another address. */
export const askedAt = (hash: string, defaults: Setting): (Asked & { readonly clamped: readonly Clamped[] }) | null => {
  if (!hash.startsWith(opening)) return null;
  const said = new Map(
    hash
      .slice(opening.length)
      .split(",")
      .map((part) => splitPair(part)),
  );
  const clamped: Clamped[] = [];
  const factorOf = (factor: NumericFactor): number => {
    const control = controls.find((one) => one.factor === factor);
    const value = control === undefined ? null : numberIn(said.get(control.key));
    if (control === undefined || value === null) return defaults[factor];
    return readNumber(control, value, clamped) ?? defaults[factor];
  };
  const priceOf = (key: PriceKey): number => {
    const value = numberIn(said.get(key));
    const price = value === null ? null : clampPrice(value);
    if (value === null || price === null) return listPrices[key];
    if (value < 0 || value > mostPrice) clamped.push({ key, value: price });
    return price;
  };
  const setting: Setting = {
    ratePerSec: factorOf("ratePerSec"),
    subscribers: factorOf("subscribers"),
    bodyBytes: factorOf("bodyBytes"),
    oneWayMs: factorOf("oneWayMs"),
    staleMs: factorOf("staleMs"),
    sendsPerMin: factorOf("sendsPerMin"),
    between: betweenOf(said.get("between")) ?? defaults.between,
  };
  const prices: Prices = {
    request: priceOf("request"),
    egress: priceOf("egress"),
    processor: priceOf("processor"),
    connection: priceOf("connection"),
    message: priceOf("message"),
  };
  return { setting, prices, clamped };
};

/** One of the names that an address has for what stands between; null for anything else. */
export const betweenOf = (text: string | undefined): Between | null => betweens.find((one) => one === text) ?? null;

/** The number within the control's range, which is noted where it had to be moved there. */
const readNumber = (control: Control, value: number, clamped: Clamped[]): number | null => {
  const inside = clamp(control, value);
  if (inside !== null && isOutOfRange(control, value)) clamped.push({ key: control.key, value: inside });
  return inside;
};

/** null where there is none. */
const numberIn = (text: string | undefined): number | null =>
  text === undefined || text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text);

const splitPair = (part: string): readonly [string, string] => {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
};
