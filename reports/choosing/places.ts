// A reader's setting as one transport meets it: short polling asks as seldom as the limit lets it. Pure. Runs in Node and in the
// browser.
import { bareAt, type ChoosingInputs, type Setting, type TransportInputs } from "./bare.ts";
import { cellAt, type Place } from "./cells.ts";
import { figuresAt } from "./figures.ts";

/** The share of a poll's interval that p99 waits: docs/method.md, section 3. */
const p99Share = 0.99;
/** No poller asks more often, however near it is. */
const leastEveryMs = 1;
/** A measured interval is taken for a chosen one that differs by no more, so that the answer is what was measured. */
const sameInterval = 0.02;

/** Messages come at random. */
export const placeOf = (inputs: ChoosingInputs, transport: TransportInputs, setting: Setting): Place => {
  const { ratePerSec, subscribers, bodyBytes, oneWayMs, staleMs } = setting;
  const place: Place = {
    ratePerSec,
    subscribers,
    schedule: "poisson",
    bodyBytes,
    oneWayMs,
    pollEveryMs: null,
    holdMs: transport.holdMs,
  };
  return transport.way === "short" ? { ...place, pollEveryMs: pollEvery(inputs, transport, place, staleMs) } : place;
};

/**
 * The longest interval, in three digits, that keeps the limit by what was measured near by, else by d + 0.99·T; never shorter
 * than a round trip, since a poll is asked only when the last one is answered. A delay that was not measured is left out.
 */
const pollEvery = (inputs: ChoosingInputs, transport: TransportInputs, place: Place, staleMs: number): number => {
  const { delays } = bareAt(inputs, transport, { ...place, pollEveryMs: leastEveryMs });
  const least = Math.max(leastEveryMs, delays.roundTripMs ?? 0);
  const within = (ms: number): number => Math.max(least, ms > 0 ? roundedDown(ms) : 0);
  let everyMs = within((staleMs - (delays.oneWayMs ?? 0)) / p99Share);
  for (const { place: own, figures } of transport.cells) {
    const isLike = own.pollEveryMs !== null && Math.abs(own.pollEveryMs / everyMs - 1) <= sameInterval;
    if (!isLike || cellAt(transport.cells, { ...place, pollEveryMs: own.pollEveryMs })?.place !== own) continue;
    if (figures.p99Ms !== null && figures.p99Ms.value <= staleMs) return own.pollEveryMs;
  }
  // Each round brings what is measured beyond the form nearer to the limit; five leave less than a digit.
  for (let round = 0; round < 5; round++) {
    const { p99Ms } = figuresAt(inputs, transport, { ...place, pollEveryMs: everyMs });
    if (p99Ms === null || p99Ms <= staleMs || everyMs === least) break;
    everyMs = within((everyMs * (staleMs - place.oneWayMs)) / (p99Ms - place.oneWayMs));
  }
  return everyMs;
};

const roundedDown = (value: number): number => {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
  // The division of a number that is round already may fall just short of a whole.
  return Number((Math.floor(value / unit + 1e-6) * unit).toPrecision(3));
};
