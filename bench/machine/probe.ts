// A fixed piece of code whose time tells how fast the machine runs just now. Knows nothing of trials.

import { median } from "../statistics/stats.ts";
import { hostClock } from "./clock.ts";

/** One round takes about a millisecond: text into JSON and back, as a server of messages does. */
const round = (): number => {
  let length = 0;
  for (let i = 0; i < 40; i++) {
    const text = JSON.stringify({ seq: i, values: Array.from({ length: 60 }, (_, k) => k * i), body: "x".repeat(200) });
    length += JSON.stringify(JSON.parse(text)).length;
  }
  return length;
};

const timed = (): number => {
  const from = hostClock();
  round();
  return hostClock() - from;
};

/** Compiled code is faster: so many rounds come before the first that counts. */
const warmingRounds = 100;
const rounds = 15;
let warm = false;

/**
 * The median time of a round, in ms. A single interruption does not count, a slow phase of the machine does. Holds the event
 * loop up for some 10 ms, the first time for more.
 */
export const probeMs = (): number => {
  if (!warm) for (let i = 0; i < warmingRounds; i++) round();
  warm = true;
  return median(Array.from({ length: rounds }, timed));
};
