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

/** `farSide`: the process that all of them talk to, which ends with the contest; null where there is none. */
export const lineUp = async <Path>(
  farSide: Pick<Child<unknown>, "stop"> | null,
  [name, path]: Named<Path>,
  others: readonly Named<Path>[],
  enter: (name: string, path: Path) => Promise<Contestant & Closable>,
): Promise<Pick<Contest, "baseline" | "twin" | "contestants" | "close">> => {
  const baseline = await enter(name, path);
  const twin = await enter(`${name}, again`, path);
  const contestants: (Contestant & Closable)[] = [];
  for (const other of others) contestants.push(await enter(...other));
  return {
    baseline,
    twin,
    contestants,
    close: async () => {
      for (const each of [baseline, twin, ...contestants]) await each.close();
      await farSide?.stop(graceMs);
    },
  };
};
