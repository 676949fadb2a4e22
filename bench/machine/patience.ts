// Time that runs out only while this process runs: where it stands still itself, nobody else is to blame.

const tickMs = 1_000;

/** Calls `act` after so long; a stretch in which this process did not run counts as one tick. The returned function ends it. */
export const runOut = (ms: number, act: () => void): (() => void) => {
  let left = Math.ceil(ms / tickMs);
  const timer = setInterval(() => {
    left--;
    if (left > 0) return;
    clearInterval(timer);
    act();
  }, tickMs);
  return () => clearInterval(timer);
};
