// What keeps this process alive, by kind: sockets, timers, servers, handles. For telling that nothing was left behind.

import { setTimeout } from "node:timers/promises";

export type Resources = Readonly<Record<string, number>>;

/** The process's own streams and the channel to its parent, which are opened when they are first used. */
const own: readonly string[] = ["PipeWrap", "TTYWrap"];

/** Of each kind that the process has any of. */
export const resourcesNow = (): Resources => {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (!own.includes(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

/** How much more there is than before, of each kind of which there is more. */
export const moreThan = (before: Resources, now: Resources): Resources =>
  Object.fromEntries(
    Object.entries(now).flatMap(([kind, count]) => {
      const more = count - (before[kind] ?? 0);
      return more > 0 ? [[kind, more]] : [];
    }),
  );

/** What is still more than before after `withinMs`: a closed socket is let go of some turns later. */
export const leftBehind = async (before: Resources, withinMs: number): Promise<Resources> => {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookMs) {
    if (Object.keys(moreThan(before, resourcesNow())).length === 0) break;
    await setTimeout(lookMs);
  }
  return moreThan(before, resourcesNow());
};

const lookMs = 20;
