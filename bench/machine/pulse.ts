// The stretches in which a process did not run. A process that stands still sees nothing meanwhile: the beat that comes late
// tells it afterwards. Runs in pages too, and knows no clock.

/** ms on the clock of whoever was watched. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The time from one beat to the next. Each one wakes the process: at 50 ms they added 7 to 12 % to the median response time. */
export const beatMs = 100;

/** A timer is late by less where nothing is wrong. */
export const ordinaryMs = 20;

/**
 * The stretch without a sign of life, where one was due after `pauseMs`; null where it came in time. It began at some instant
 * of the pause: the middle is at most half a pause wrong.
 */
export const gapBetween = (last: number, now: number, pauseMs: number): Gap | null =>
  now - last - pauseMs <= ordinaryMs ? null : { from: last + pauseMs / 2, to: now };

export interface Pulse {
  /** The gaps so far, one that has just ended among them. */
  gaps(): readonly Gap[];
  stop(): void;
}

/** Starts a beat in this event loop. A gap is a stretch in which the loop did not turn: stopped, without a core, or busy. */
export const startPulse = (clock: () => number): Pulse => {
  const gaps: Gap[] = [];
  let last = clock();
  const beat = (): void => {
    const now = clock();
    const gap = gapBetween(last, now, beatMs);
    if (gap !== null) gaps.push(gap);
    last = now;
  };
  const timer = setInterval(beat, beatMs);
  return {
    gaps: () => {
      beat();
      return [...gaps];
    },
    stop: () => clearInterval(timer),
  };
};
