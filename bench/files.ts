// The writing of folders and files, on every file system and also where there is no more room. Knows nothing of what stands
// in them.

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { makeFolder as makeFolderWithParents } from "../servers/make-folder.ts";
import { reasonOf, StorageFailure } from "./failure.ts";

/** The remedies for a machine that has given out, by the system's name for what went wrong. */
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

/** Makes the folder, and those that it lies in, where they are missing. Throws StorageFailure. */
export const makeFolder = (path: string): void => {
  try {
    makeFolderWithParents(path);
  } catch (error) {
    throw storageFailureOf(path, error);
  }
};

/** `make` makes a file at `fresh`, which then replaces `path` in one step: whole, or not at all. Throws the system's error. */
export const replaceBy = (path: string, make: (fresh: string) => void): void => {
  // The process's number keeps two runs apart that end at the same time.
  const fresh = `${path}.${process.pid}.unfinished`;
  // A file in this place is a leftover, or a link that somebody planted, which is not followed.
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
