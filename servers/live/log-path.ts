// Where a log is kept: the file that a name leads to, and the names beside it. Knows nothing of what stands in a log.

import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, rmSync, type Stats, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";

/** The file cannot be used, or holds something else. The message is one line with the remedy. */
export class StoredLogError extends Error {
  override readonly name = "StoredLogError";
}

/** The system's name for what went wrong, such as EACCES; the error's words where it is none of the system's. */
export const systemCode = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.message;
};

/** As many as Linux follows (man 7 path_resolution). */
const mostLinks = 40;

/**
 * The file that a name leads to, through links to where nothing is yet too: a link is never replaced by a file. A device is
 * refused: a file in place of /dev/null would be everybody's, and some devices have no end.
 */
export const realFile = (name: string): string => {
  try {
    if (existsSync(name)) return existingFile(name);
    let file = name;
    for (let links = 0; links <= mostLinks; links++) {
      if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return file;
      const target = readlinkSync(file);
      // Joined as they stand: a way up in the target leads from the folder that a link on the way leads to.
      file = isAbsolute(target) ? target : `${realpathSync(dirname(file))}/${target}`;
    }
  } catch (error) {
    if (error instanceof StoredLogError) throw error;
    throw new StoredLogError(`the log cannot be read from ${name} (${systemCode(error)}); name another file`);
  }
  throw new StoredLogError(`${name} is a link that leads to no file; name another`);
};

const existingFile = (name: string): string => {
  if (!statSync(name).isFile()) throw new StoredLogError(`${name} is not a file; name another`);
  return lstatSync(name).isSymbolicLink() ? realpathSync(name) : name;
};

/** Null where there is nothing; of a link, its own. */
export const statsAt = (path: string): Stats | null => lstatSync(path, { throwIfNoEntry: false }) ?? null;

export const isSameFile = (one: Stats, other: Stats | null): boolean =>
  other !== null && one.ino === other.ino && one.dev === other.dev;

/** A name beside the file that nothing has yet, for a log that cannot be gone on with and is kept. */
export const nameAside = (file: string): string => {
  const names = (count: number): string => `${file}.aside${count === 1 ? "" : `-${count}`}`;
  let count = 1;
  while (statsAt(names(count)) !== null) count++;
  return names(count);
};

/** A name for a file that will replace the log's once it is whole. `name` is one that nothing has had, so that nothing is there. */
export const unfinishedName = (file: string, name: string): string => `${file}.${name}.new`;

/** Removes what servers left that were killed while they wrote; nobody else has the log meanwhile. */
export const removeUnfinished = (file: string): void => {
  const start = `${basename(file)}.`;
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(start) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.new$/.test(name.slice(start.length)))
      continue;
    rmSync(join(dirname(file), name), { force: true });
  }
};
