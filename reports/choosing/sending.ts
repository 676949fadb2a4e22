// The cost of what clients send: a frame where the transport goes both ways, else a request of its own. Pure. Runs in Node and in
// the browser.
import type { ChoosingInputs, Setting, TransportInputs } from "./bare.ts";
import type { Figures } from "./figures.ts";

/** A second, of all subscribers together. */
export interface Sending {
  readonly requestsPerSec: number;
  /** null where the run measured no request. */
  readonly upBytesPerSec: number | null;
  readonly downBytesPerSec: number | null;
  /** At the least: a request counts as the cheapest answer of a flood, and a frame, which was not measured, as nothing. */
  readonly cores: number;
}

/** A client's frame is masked: RFC 6455, section 5.2. */
const frameHeadBytes = (bodyBytes: number): number => 4 + (bodyBytes <= 125 ? 2 : bodyBytes <= 0xffff ? 4 : 10);

/** null where nothing is sent. */
export const sendingAt = (
  inputs: ChoosingInputs,
  { twoWay }: Pick<TransportInputs, "twoWay">,
  { subscribers, bodyBytes, sendsPerMin }: Pick<Setting, "subscribers" | "bodyBytes" | "sendsPerMin">,
): Sending | null => {
  if (sendsPerMin === 0) return null;
  const perSec = (subscribers * sendsPerMin) / 60;
  if (twoWay) {
    const upBytesPerSec = perSec * (bodyBytes + frameHeadBytes(bodyBytes));
    return { requestsPerSec: 0, upBytesPerSec, downBytesPerSec: 0, cores: 0 };
  }
  const heads = headsOf(inputs);
  return {
    requestsPerSec: perSec,
    upBytesPerSec: heads === null ? null : perSec * (heads.requestBytes + bodyBytes),
    downBytesPerSec: heads === null ? null : perSec * heads.answerBytes,
    cores: perSec * leastCoresOf(inputs),
  };
};

interface Heads {
  readonly requestBytes: number;
  readonly answerBytes: number;
}

/** The first poller's: a request that sends has heads like a poll's. */
const headsOf = ({ transports }: ChoosingInputs): Heads | null => {
  for (const { wire } of transports) {
    const requestBytes = wire?.requestBytes ?? null;
    const answerBytes = wire?.emptyAnswerBytes ?? wire?.fullAnswerBytes ?? null;
    if (requestBytes !== null && answerBytes !== null) return { requestBytes, answerBytes };
  }
  return null;
};

/** 0 where nothing was flooded. */
const leastCoresOf = ({ transports }: ChoosingInputs): number => {
  const costs = transports.flatMap(({ flood }) => flood?.empty.leastCores ?? []);
  return costs.length === 0 ? 0 : Math.min(...costs);
};

/** The figures with what clients send; a figure that it changes was not measured. */
export const withSending = (figures: Figures, sending: Sending | null): Figures => {
  if (sending === null) return figures;
  const { requestsPerSec, bytesPerSec, cores, measured } = figures;
  const { upBytesPerSec, downBytesPerSec } = sending;
  const asks = sending.requestsPerSec > 0;
  const isChanged = (quantity: string): boolean =>
    quantity === "bytesPerSec" || (asks && (quantity === "requestsPerSec" || quantity === "cores"));
  return {
    ...figures,
    requestsPerSec: requestsPerSec === null ? null : requestsPerSec + sending.requestsPerSec,
    bytesPerSec:
      bytesPerSec === null || upBytesPerSec === null || downBytesPerSec === null
        ? null
        : bytesPerSec + upBytesPerSec + downBytesPerSec,
    cores: cores === null ? null : cores + sending.cores,
    measured: Object.fromEntries(Object.entries(measured).filter(([quantity]) => !isChanged(quantity))),
  };
};
