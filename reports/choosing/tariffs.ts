// List prices, from which a month's costs set out until a reader types other ones. Runs in Node and in the browser.
// They are the list prices of AWS in us-east-1 in US dollars, each of its first tier and without a free one; of Fargate, Linux on x86.
// They change without notice: `enteredOn` is the day on which a price was entered here, and its address is where to look it up again.
import type { PriceKey } from "../words/vocabulary.ts";

export interface Tariff {
  readonly usd: number;
  /** A proper name, the same in each language. */
  readonly service: string;
  readonly source: string;
  /** ISO 8601. */
  readonly enteredOn: string;
}

const enteredOn = "2026-11-30";
const gateway = "https://aws.amazon.com/api-gateway/pricing/";

// biome-ignore format: one line a price
export const tariffs: Readonly<Record<PriceKey, Tariff>> = {
  request: { usd: 1, service: "API Gateway HTTP", source: gateway, enteredOn },
  egress: { usd: 0.09, service: "EC2 data transfer", source: "https://aws.amazon.com/ec2/pricing/on-demand/", enteredOn },
  processor: { usd: 0.04048, service: "AWS Fargate", source: "https://aws.amazon.com/fargate/pricing/", enteredOn },
  connection: { usd: 0.25, service: "API Gateway WebSocket", source: gateway, enteredOn },
  message: { usd: 1, service: "API Gateway WebSocket", source: gateway, enteredOn },
};

/** A message is metered as one for each of these bytes that it begins: https://aws.amazon.com/api-gateway/pricing/. */
export const meteredBytes = 32 * 1024;

/** In US dollars: of a million requests, a GB, a processor-hour, a million connection-minutes and a million messages. */
export type Prices = Readonly<Record<PriceKey, number>>;

export const listPrices: Prices = {
  request: tariffs.request.usd,
  egress: tariffs.egress.usd,
  processor: tariffs.processor.usd,
  connection: tariffs.connection.usd,
  message: tariffs.message.usd,
};

/** A price above this is taken for it. */
export const mostPrice = 1_000_000;

/** null where it is no number. */
export const clampPrice = (value: number): number | null =>
  Number.isNaN(value) ? null : Math.min(mostPrice, Math.max(0, value));
