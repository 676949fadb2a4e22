// Writes a file whole or not at all. Knows nothing of what stands in it.
import { rename, rm, writeFile } from "node:fs/promises";

/** A reader sees the old file or the new one, never half of one. Returns the path. */
export const replaceFile = async (path: string, text: string): Promise<string> => {
  // The process's number keeps two runs apart that end at the same time.
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return path;
};
