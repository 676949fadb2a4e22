// The transport that gives a link's delay: what it pushes waits for nothing but the way and the software. Pure.

import type { Conditions, MeasuredTrial } from "../record/trial.ts";

export const isPushed = ({ pollEveryMs, holdMs }: Conditions): boolean => pollEveryMs === null && holdMs === null;

const sameLoad = (x: Conditions, y: Conditions): boolean =>
  x.subscribers === y.subscribers && x.ratePerSec === y.ratePerSec && x.bodyBytes === y.bodyBytes;

/** The WebSocket, or another transport that pushes where there is none; null where nothing is pushed. */
export const pusherIn = (measured: readonly MeasuredTrial[]): string | null => {
  const pushed = measured.filter(({ conditions }) => isPushed(conditions));
  return (pushed.find(({ transport }) => transport === "websocket") ?? pushed[0])?.transport ?? null;
};

/** That transport's trials in the scenario over the same link under the same load. */
export const giverOf = (
  measured: readonly MeasuredTrial[],
  scenario: string,
  conditions: Conditions,
): readonly MeasuredTrial[] => {
  const alike = measured.filter(
    (trial) =>
      trial.scenario === scenario &&
      trial.conditions.oneWayMs === conditions.oneWayMs &&
      sameLoad(trial.conditions, conditions),
  );
  const pusher = pusherIn(alike);
  return alike.filter(({ transport }) => transport === pusher);
};
