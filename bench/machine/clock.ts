// The host-wide clock: all processes of one host share it, so that instants stamped in one can be compared with another's.

/** ms since an arbitrary start; never steps back. */
export type Clock = () => number;

export const hostClock: Clock = () => Number(process.hrtime.bigint()) / 1e6;

/** Resolves at the instant `at`, on that clock, as nearly as a timer can. */
export const until = (at: number, clock: Clock = hostClock): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at - clock()));
  });
