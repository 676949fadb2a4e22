// The publisher's settings, and what may be asked of it, read from a request's body. Pure.

export interface PublisherSettings {
  /** Messages a second, for all visitors; 0 for none. */
  readonly ratePerSec: number;
  readonly bodyBytes: number;
}

const leastRatePerSec = 0.02;
export const mostRatePerSec = 50;
const mostBodyBytes = 65_536;

const isRate = (value: unknown): value is number =>
  typeof value === "number" && (value === 0 || (value >= leastRatePerSec && value <= mostRatePerSec));

const isBodySize = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= mostBodyBytes;

const objectError = "the body must be a JSON object";
const rateError = `ratePerSec must be 0, or from ${leastRatePerSec} to ${mostRatePerSec} messages a second`;
const sizeError = `bodyBytes must be a whole number from 1 to ${mostBodyBytes}`;

interface Wishes {
  readonly ratePerSec?: unknown;
  readonly bodyBytes?: unknown;
}

const isObject = (body: unknown): body is Wishes => typeof body === "object" && body !== null && !Array.isArray(body);

/** Either setting or both, or the error in words. */
export const readSettings = (body: unknown): Partial<PublisherSettings> | string => {
  if (!isObject(body)) return objectError;
  const { ratePerSec, bodyBytes } = body;
  if (ratePerSec === undefined && bodyBytes === undefined) return "give ratePerSec, bodyBytes or both";
  if (ratePerSec !== undefined && !isRate(ratePerSec)) return rateError;
  if (bodyBytes !== undefined && !isBodySize(bodyBytes)) return sizeError;
  return { ...(ratePerSec === undefined ? {} : { ratePerSec }), ...(bodyBytes === undefined ? {} : { bodyBytes }) };
};

/** The wish for one message, or the error in words. Without `bodyBytes` it has the publisher's usual size. */
export const readMessageWish = (body: unknown): { readonly bodyBytes?: number } | string => {
  if (body === undefined || body === null) return {};
  if (!isObject(body)) return objectError;
  const { bodyBytes } = body;
  if (bodyBytes === undefined) return {};
  return isBodySize(bodyBytes) ? { bodyBytes } : sizeError;
};
