// The amounts that a setting comes to in a month, and their costs. Pure. Runs in Node and in the browser.
import type { Setting } from "./bare.ts";
import type { Prediction } from "./choices.ts";
import { meteredBytes, type Prices } from "./tariffs.ts";

/** A twelfth of a year, as clouds bill it. */
export const hoursAMonth = 730;

/** A month of all subscribers together; null where the run does not tell it. */
export interface Month {
  readonly requests: number | null;
  /** Gigabytes, of 10⁹ bytes each, that the server sends. */
  readonly egressGb: number | null;
  readonly processorHours: number | null;
  /** Minutes of connections that stay open, which a service bills; what is asked for is billed by the request. */
  readonly connectionMinutes: number;
  /** Delivered and sent over those connections. */
  readonly messages: number;
}

/** Subscribers stay all month. null where the transport does not pass. */
export const monthOf = (
  { way, twoWay, hindrance, requestsPerSec, downBytesPerSec, cores }: Prediction,
  { ratePerSec, subscribers, bodyBytes, sendsPerMin }: Setting,
): Month | null => {
  if (hindrance !== null) return null;
  const seconds = hoursAMonth * 3600;
  const metered = Math.max(1, Math.ceil(bodyBytes / meteredBytes));
  const sentPerSec = twoWay ? sendsPerMin / 60 : 0;
  const stays = way === "push";
  return {
    requests: requestsPerSec === null ? null : requestsPerSec * seconds,
    egressGb: downBytesPerSec === null ? null : (downBytesPerSec * seconds) / 1e9,
    processorHours: cores === null ? null : cores * hoursAMonth,
    connectionMinutes: stays ? subscribers * hoursAMonth * 60 : 0,
    messages: stays ? (ratePerSec + sentPerSec) * subscribers * seconds * metered : 0,
  };
};

/** In US dollars, as the prices are; null where an amount is not known. */
export interface Costs {
  /** The server's processor time and what it sends. */
  readonly own: number | null;
  /** Requests, connections and messages as a hosted service bills them, and what it sends. */
  readonly hosted: number | null;
}

export const costsOf = (
  { requests, egressGb, processorHours, connectionMinutes, messages }: Month,
  prices: Prices,
): Costs => {
  const egress = egressGb === null ? null : egressGb * prices.egress;
  const metered = (connectionMinutes * prices.connection + messages * prices.message) / 1e6;
  return {
    own: egress === null || processorHours === null ? null : egress + processorHours * prices.processor,
    hosted: egress === null || requests === null ? null : egress + (requests * prices.request) / 1e6 + metered,
  };
};
