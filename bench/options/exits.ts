// What every command ends with, in one table. The help of each command and docs/ci.md say it in its words.

import { exitCodes } from "../failure.ts";

type End = keyof typeof exitCodes;

/** The meaning of each code for all commands together. */
export const exitMeanings: Readonly<Record<End, string>> = {
  done: "done, and something was measured",
  found:
    "a trial failed, a delivery was lost, a regression was found, nothing valid was measured, a run stopped itself, or a comparison could judge no response time",
  usage: "wrong usage, told in one line with the remedy",
  crash: "a crash of this program or of the machine, such as a full disk; what was measured is kept",
  interrupted: "interrupted; what was measured is kept",
};

/** The meanings for one command, where they are others than these. A command that finds nothing leaves `found` out. */
export type Exits = Readonly<{ done: string } & Partial<Record<Exclude<End, "done">, string>>>;

const usual: Exits = {
  done: "done",
  usage: "usage",
  crash: "a crash of this program or of the machine, such as a full disk",
  interrupted: "interrupted",
};

const ends = ["done", "found", "usage", "crash", "interrupted"] as const satisfies readonly End[];

/** Each code that the command can end with, and what it means. */
export const endsOf = (exits: Exits): readonly { readonly code: number; readonly meaning: string }[] => {
  const meanings = { ...usual, ...exits };
  return ends.flatMap((end) => {
    const meaning = meanings[end];
    return meaning === undefined ? [] : [{ code: exitCodes[end], meaning }];
  });
};
