// How long to wait before the next attempt: exponential, capped, and jittered over the whole wait, so that the subscribers of a
// server that comes back do not come back together. Knows no timers.

const baseMs = 250;
const capMs = 15_000;

export class Backoff {
  #attempts = 0;

  /** The next wait in ms: the share `random`, in [0, 1), of 250 ms, then of 500 ms, 1 s … 15 s. */
  next(random: number): number {
    // Beyond 52 doublings the power is no whole number of ms any more; the cap is reached long before.
    const ceilingMs = Math.min(capMs, baseMs * 2 ** Math.min(this.#attempts, 52));
    this.#attempts++;
    return random * ceilingMs;
  }

  /** After a success. */
  reset(): void {
    this.#attempts = 0;
  }
}
