// Two stored runs against each other, and the rerun that was made of them where there is one. Reads runs' folders.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../failure.ts";
import { confirmGate } from "../gate/confirmation.ts";
import { judgeGate } from "../gate/gate.ts";
import type { Gate } from "../gate/line.ts";
import type { Tolerances } from "../gate/tolerances.ts";
import type { Run } from "../record/run.ts";
import { partFolders, readRun } from "./store.ts";

export interface StoredComparison {
  readonly gate: Gate;
  readonly base: Run;
  readonly head: Run;
}

/** Compares the runs in these folders. Throws UsageError where they cannot be read, or have nothing to compare. */
export const compareStored = (baseFolder: string, headFolder: string, tolerances: Tolerances): StoredComparison => {
  const [base, head] = [readNamed("BASE", baseFolder), readNamed("HEAD", headFolder)];
  const gate = judgeGate(base, head, tolerances);
  const rerun = head.baseRun === base.id ? readRerun(headFolder, base) : null;
  return { base, head, gate: rerun === null ? gate : confirmGate(gate, judgeGate(rerun.base, rerun.head, tolerances)) };
};

/** Reads the run; a complaint begins with `name`, which says which of the runs it is about. */
export const readNamed = (name: string, folder: string): Run => {
  try {
    return readRun(folder);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error;
  }
};

/** Both sides of the rerun; null where nothing was run again, or not to the end. */
const readRerun = (headFolder: string, base: Run): Pick<StoredComparison, "base" | "head"> | null => {
  const folder = join(headFolder, partFolders.rerun);
  if (!existsSync(folder)) return null;
  const head = readRun(folder);
  if (head.partial) return null;
  if (head.baseRun === base.id) return { base, head };
  return { base: readRun(join(folder, partFolders.base)), head };
};
