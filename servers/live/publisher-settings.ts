// What a visitor may ask of the publisher, read from a request's body. Pure.

export interface PublisherSettings {
  /** Messages a second, for all visitors; 0: none. */
  readonly ratePerSec: number;
  readonly bodyBytes: number;
}

export const leastRatePerSec = 0.1;
export const mostRatePerSec = 50;
export const mostBodyBytes = 65_536;

export const isRate = (value: unknown): value is number =>
  typeof value === "number" && (value === 0 || (value >= leastRatePerSec && value <= mostRatePerSec));

export const isBodySize = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= mostBodyBytes;

const rateError = `ratePerSec must be 0, or from ${leastRatePerSec} to ${mostRatePerSec} messages a second`;
const sizeError = `bodyBytes must be a whole number from 1 to ${mostBodyBytes}`;

interface Wishes {
  readonly ratePerSec?: unknown;
  readonly bodyBytes?: unknown;
}

const isObject = (body: unknown): body is Wishes => typeof body === "object" && body !== null && !Array.isArray(body);

/** Either setting, or both; in words what is wrong where something is. */
export const readSettings = (body: unknown): Partial<PublisherSettings> | string => {
  if (!isObject(body)) return "the body must be a JSON object";
  const { ratePerSec, bodyBytes } = body;
  if (ratePerSec === undefined && bodyBytes === undefined) return "give ratePerSec, bodyBytes or both";
  if (ratePerSec !== undefined && !isRate(ratePerSec)) return rateError;
  if (bodyBytes !== undefined && !isBodySize(bodyBytes)) return sizeError;
  return { ...(ratePerSec === undefined ? {} : { ratePerSec }), ...(bodyBytes === undefined ? {} : { bodyBytes }) };
};

/** Of one message; without a body, the publisher's usual size. */
export const readMessageWish = (body: unknown): { readonly bodyBytes?: number } | string => {
  if (body === undefined || body === null) return {};
  if (!isObject(body)) return "the body must be a JSON object";
  const { bodyBytes } = body;
  if (bodyBytes === undefined) return {};
  return isBodySize(bodyBytes) ? { bodyBytes } : sizeError;
};
