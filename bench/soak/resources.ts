// The memory of this process, and the resources that keep it alive, by kind: sockets, timers, servers, handles.

import { statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { hostClock } from "../machine/clock.ts";
import { liveBytes } from "../machine/load.ts";
import type { MemoryReading } from "./growth.ts";

export type Resources = Readonly<Record<string, number>>;

/** `logFile`: the file that messages are kept in; null where there is none. */
export const memoryNow = async (logFile: string | null): Promise<MemoryReading> => ({
  liveBytes: await liveBytes(),
  rssBytes: process.memoryUsage.rss(),
  logFileBytes: logFile === null ? null : (statSync(logFile, { throwIfNoEntry: false })?.size ?? null),
  at: hostClock(),
});

/** The process's own streams and the channel to its parent, which open when they are first used. */
const own: readonly string[] = ["PipeWrap", "TTYWrap"];

/** How many there are of each kind, for kinds that there are any of. */
export const resourcesNow = (): Resources => {
  const others = process.getActiveResourcesInfo().filter((kind) => !own.includes(kind));
  const kinds = Map.groupBy(others, (kind) => kind);
  return Object.fromEntries([...kinds].map(([kind, all]) => [kind, all.length]));
};

/** How many more there are than before, for kinds of which there are more. */
const moreThan = (before: Resources, now: Resources): Resources =>
  Object.fromEntries(
    Object.entries(now).flatMap(([kind, count]) => {
      const more = count - (before[kind] ?? 0);
      return more > 0 ? [[kind, more]] : [];
    }),
  );

/** Resources that are still more than before after `withinMs`: a closed socket goes some turns of the loop later. */
export const leftBehind = async (before: Resources, withinMs: number): Promise<Resources> => {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookMs) {
    if (Object.keys(moreThan(before, resourcesNow())).length === 0) break;
    await setTimeout(lookMs);
  }
  return moreThan(before, resourcesNow());
};

const lookMs = 20;
