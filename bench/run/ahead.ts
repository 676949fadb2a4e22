// Begins the next trial while the one before it rehearses. Its processes take half a second to start, in which nothing is
// measured; then they wait, and use no core. Knows nothing of what a trial does.

import type { PlannedTrial } from "../plan/plan.ts";
import { isBrowserArm } from "../transports.ts";
import type { Begun } from "../trial/begun.ts";
import type { Side } from "./sides.ts";
import type { Turn } from "./turns.ts";

export interface Ahead {
  /** Resolves once the turn's trial has begun or failed to; at once where there is none that may wait. */
  begin(turn: Turn | undefined): Promise<void>;
  /** The turn's trial, which is the caller's to close then; null where it was not begun. */
  take(turn: Turn): Promise<Begun> | null;
  /** Closes what nobody took. */
  close(): Promise<void>;
}

/**
 * The turn's trial where it may wait; else null: a waiting Chromium is never quite idle, and trials side by side are too many
 * to wait beside another one's window.
 */
const thatMayWait = ({ trials: [first, ...others] }: Turn): PlannedTrial | null =>
  first === undefined || others.length > 0 || isBrowserArm(first.transport) ? null : first;

export const createAhead = (beginTrial: (planned: PlannedTrial, side: Side) => Promise<Begun>): Ahead => {
  let waiting: { readonly turn: Turn; readonly trial: Promise<Begun> } | null = null;
  const take = (turn: Turn): Promise<Begun> | null => {
    if (waiting?.turn !== turn) return null;
    const { trial } = waiting;
    waiting = null;
    return trial;
  };
  return {
    begin: async (turn) => {
      const planned = turn === undefined || waiting !== null ? null : thatMayWait(turn);
      if (turn === undefined || planned === null) return;
      const trial = beginTrial(planned, turn.side);
      waiting = { turn, trial };
      await Promise.allSettled([trial]);
    },
    take,
    close: async () => {
      const trial = waiting === null ? null : take(waiting.turn);
      // A trial that did not begin has closed by itself.
      await trial?.then(
        (begun) => begun.close(),
        () => {},
      );
    },
  };
};
