// How far the page's clock is from the server's. Knows neither clock: both are arguments.

interface ClockOffset {
  /** The server's time minus the page's, in ms: added to the page's time it gives the server's. */
  readonly offsetMs: number;
  /** The offset is wrong by at most this much, the resolution of the page's clock aside. */
  readonly boundMs: number;
}

/**
 * Takes the quickest of `times` exchanges, one after the other. The server read its clock somewhere between request and answer, so
 * halfway is wrong by at most half the round trip (RFC 5905 section 8). `exchange` gives the server's time in ms, `now` the
 * page's. Rejects as `exchange` does, and with RangeError where `times` is below 1.
 */
export const measureOffset = async (
  exchange: () => Promise<number>,
  now: () => number,
  times: number,
): Promise<ClockOffset> => {
  if (times < 1) throw new RangeError("an offset is measured from one exchange at least");
  let best: ClockOffset = { offsetMs: 0, boundMs: Number.POSITIVE_INFINITY };
  for (let i = 0; i < times; i++) {
    const askedAt = now();
    const serverNow = await exchange();
    const boundMs = (now() - askedAt) / 2;
    if (boundMs < best.boundMs) best = { offsetMs: serverNow - askedAt - boundMs, boundMs };
  }
  return best;
};
