// Makes a folder with those that it lies in, on every file system. Knows nothing of what stands in it.

import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

/** Throws the system's error, unless the folder is there by then: somebody else may make it at the same time. */
const makeOne = (path: string): void => {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
};

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/**
 * Makes the folder, and those that it lies in, where they are missing; each is tried twice at most. Node's own recursive option
 * tries for ever on file systems, such as /proc, that call a folder missing which cannot be made. Throws the system's error.
 */
export const makeFolder = (path: string): void => {
  try {
    makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isMissing(error) || path === "" || parent === path) throw error;
    makeFolder(parent);
    makeOne(path);
  }
};
