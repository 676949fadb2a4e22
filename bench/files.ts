// The writing of folders and files, on every file system and also where there is no more room. Knows nothing of what stands
// in them.

import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { reasonOf, StorageFailure } from "./failure.ts";

/** What to do about a machine that has given out, by the system's name for what went wrong. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "make room",
  EDQUOT: "make room within the quota",
  EFBIG: "allow larger files (ulimit -f)",
  EMFILE: "allow more open files (ulimit -n)",
  ENFILE: "close other programs, since the system has too many open files",
  ENOMEM: "close other programs, since the memory is used up",
  EIO: "see to the disk",
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** `path` could not be written. Every failure of a write has this form, whichever file it is about. */
export const storageFailureOf = (path: string, error: unknown): StorageFailure => {
  const remedy = remedies[codeOf(error)];
  const message = `${path} cannot be written (${reasonOf(error)})`;
  return new StorageFailure(remedy === undefined ? message : `${message}; ${remedy}`, remedy !== undefined, error);
};

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

/** Each folder is tried twice at most. */
const makeAll = (path: string): void => {
  try {
    makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== "ENOENT" || path === "" || parent === path) throw error;
    makeAll(parent);
    makeOne(path);
  }
};

/**
 * Makes the folder, and those that it lies in, where they are missing. Node's own recursive option tries for ever on file
 * systems, such as /proc, that call a folder missing which cannot be made. Throws StorageFailure.
 */
export const makeFolder = (path: string): void => {
  try {
    makeAll(path);
  } catch (error) {
    throw storageFailureOf(path, error);
  }
};

/** `make` makes a file at `fresh`, which then replaces `path` in one step: whole, or not at all. Throws the system's error. */
export const replaceBy = (path: string, make: (fresh: string) => void): void => {
  // The process's number keeps two runs apart that end at the same time.
  const fresh = `${path}.${process.pid}.unfinished`;
  // What stands there is a leftover, or a link that somebody planted, which is not followed.
  remove(fresh);
  try {
    make(fresh);
    renameSync(fresh, path);
  } catch (error) {
    remove(fresh);
    throw error;
  }
};

/** A reader sees the old file or the new one, never half of one. Returns the path. Throws StorageFailure. */
export const replaceFile = (path: string, content: string | Buffer): string => {
  try {
    replaceBy(path, (fresh) => writeFileSync(fresh, content, { flag: "wx" }));
  } catch (error) {
    throw storageFailureOf(path, error);
  }
  return path;
};

/** Removes a file that is of no use. It may be gone, and the disk may take no change any more. */
export const remove = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays: what went wrong before is what has to be told.
  }
};
