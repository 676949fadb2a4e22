// The contestants of a contest: the baseline, its twin and the others, made one after another and closed together.
// Knows no code path.

import type { Child } from "../machine/child.ts";
import type { Contest, Contestant } from "./pair.ts";

export interface Closable {
  close(): Promise<unknown>;
}

/** A code path with the name that its standing bears. */
export type Named<Path> = readonly [name: string, path: Path];

const graceMs = 2_000;

/**
 * `farSide`: the process that all of them talk to, which ends with the contest; null where there is none. Where a contestant
 * cannot enter, those that did are closed and the far side is ended; rejects with the reason.
 */
export const lineUp = async <Path>(
  farSide: Pick<Child<unknown>, "stop"> | null,
  [name, path]: Named<Path>,
  others: readonly Named<Path>[],
  enter: (name: string, path: Path) => Promise<Contestant & Closable>,
): Promise<Pick<Contest, "baseline" | "twin" | "contestants" | "close">> => {
  const entered: Closable[] = [];
  const join = async (...named: Named<Path>): Promise<Contestant> => {
    const contestant = await enter(...named);
    entered.push(contestant);
    return contestant;
  };
  /** One that does not close keeps none of the others open. */
  const close = async (): Promise<void> => {
    const closed: PromiseSettledResult<unknown>[] = [];
    for (const each of entered) closed.push(...(await Promise.allSettled([each.close()])));
    await farSide?.stop(graceMs);
    for (const each of closed) if (each.status === "rejected") throw each.reason;
  };
  try {
    const baseline = await join(name, path);
    const twin = await join(`${name}, again`, path);
    const contestants: Contestant[] = [];
    for (const other of others) contestants.push(await join(...other));
    return { baseline, twin, contestants, close };
  } catch (error) {
    // The reason that matters is the first one.
    await Promise.allSettled([close()]);
    throw error;
  }
};
