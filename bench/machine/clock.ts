// The host-wide clock: all processes of one host share it, so that an instant stamped in one can be compared in another.

/** ms since an arbitrary start, never stepping back. */
export type Clock = () => number;

export const hostClock: Clock = () => Number(process.hrtime.bigint()) / 1e6;

/** Resolves at the instant `at`, on the host clock, as nearly as a timer can. */
export const until = (at: number, clock: Clock = hostClock): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at - clock()));
  });
