// The reading of a file that a run left. It lies on a disk that anybody may write to: it may be missing, another kind of file,
// or larger than what can be held. Knows nothing of what stands in it.

import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { reasonOf } from "../failure.ts";

/** A stored file that cannot be read; the message says why, in a few words. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
  /** Whether there is no such file. */
  readonly missing: boolean;

  constructor(message: string, missing = false) {
    super(message);
    this.missing = missing;
  }
}

/** The file's bytes. Throws UnreadableFile, also for a pipe, which would be waited for without an end. */
export const readStoredFile = (path: string, mostBytes = Number.POSITIVE_INFINITY): Buffer => {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new UnreadableFile("it is no file");
    if (stat.size > mostBytes) {
      throw new UnreadableFile(`it has ${mebibytes(stat.size)} MiB, and ${mebibytes(mostBytes)} MiB can be read`);
    }
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new UnreadableFile(reasonOf(error), missing);
  }
};

const mebibytes = (bytes: number): number => Math.ceil(bytes / 1024 ** 2);

/** The folder of the run that a path names: the folder itself, or the one that holds this file beside a run's facts. */
export const folderOfRun = (path: string): string => {
  try {
    if (!statSync(path).isFile()) return path;
    const folder = dirname(realpathSync(path));
    return existsSync(join(folder, "run.jsonl")) ? folder : path;
  } catch {
    return path;
  }
};
