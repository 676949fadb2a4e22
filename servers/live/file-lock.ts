// A lock on a file for one process at a time, which the kernel frees when the process ends, however it ends. Node has no call for
// it, but SQLite, which is part of Node, locks its databases that way on every system: here an empty one beside the file. It is
// never removed: a server could hold the removed one, and another one its successor.

import { closeSync, openSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "../make-folder.ts";
import { isSameFile, StoredLogError, statsAt, systemCode } from "./log-path.ts";

export interface FileLock {
  /** Takes the lock anew where its file was removed. Throws StoredLogError where another process has it by now. */
  renew(): void;
  release(): void;
}

/** Throws StoredLogError, which names who has the lock. */
export const lockFile = (file: string): FileLock => {
  const path = `${resolve(file)}.lock`;
  let held = take(file, path);
  return {
    renew: () => {
      if (isSameFile(held.stats, statsAt(path))) return;
      const fresh = take(file, path);
      held.database.close();
      held = fresh;
    },
    release: () => {
      if (held.database.isOpen) held.database.close();
    },
  };
};

interface Held {
  readonly database: DatabaseSync;
  readonly stats: Stats;
}

const take = (file: string, path: string): Held => {
  const stats = emptyFile(file, path);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    // A journal on disk would be a second file. The write, which is never committed, fails where SQLite could open the file to
    // read alone: it would have no lock then, and say nothing.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1");
    return { database, stats };
  } catch (error) {
    database?.close();
    if (isBusy(error)) {
      throw new StoredLogError(`${file} is held by ${holderOf(stats)}; stop it, or name another file`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoredLogError(`${file} cannot be locked (${path}: ${reason}); name another file`);
  }
};

/** Made here if need be, since SQLite would follow a link. One that exists is not opened: closing it would free our own lock. */
const emptyFile = (file: string, path: string): Stats => {
  try {
    makeFolder(dirname(path));
    if (statsAt(path) === null) closeSync(openSync(path, "ax", 0o600));
  } catch (error) {
    // Another server has made it meanwhile.
    if (systemCode(error) !== "EEXIST") {
      throw new StoredLogError(`the log cannot be written to ${file} (${systemCode(error)}); name another file`);
    }
  }
  const stats = statsAt(path);
  if (stats?.isFile() && stats.size === 0) return stats;
  throw new StoredLogError(
    `${path} is in the way: it would be the log's lock, and is not an empty file; name another log`,
  );
};

/** SQLITE_BUSY (https://sqlite.org/rescode.html). */
const isBusy = (error: unknown): boolean => error instanceof Error && "errcode" in error && error.errcode === 5;

/** Linux lists each lock with its process, unless that is of another container (man 5 proc_locks). */
const holderOf = ({ ino }: Stats): string => {
  // SQLite calls a lock busy too that the file system does not have (ENOLCK).
  const unknown = "another process, unless files cannot be locked there";
  try {
    const line = new RegExp(`POSIX +ADVISORY +WRITE +(\\d+) +[0-9a-f]+:[0-9a-f]+:${ino} `);
    const [, id = "0"] = line.exec(readFileSync("/proc/locks", "utf8")) ?? [];
    return id === "0" ? unknown : `process ${id}`;
  } catch {
    return unknown;
  }
};

/** The process that has the file open to write it, under whatever name; null where there is none, or Linux does not tell. */
export const writerOf = (file: Stats): string | null => {
  const own = String(process.pid);
  const id = listed("/proc").find((name) => /^\d+$/.test(name) && name !== own && writes(`/proc/${name}`, file));
  return id === undefined ? null : `process ${id}`;
};

/** The lowest bits of its flags say how a descriptor was opened: 0 to read alone (man 5 proc_pid_fdinfo). */
const writes = (process: string, file: Stats): boolean =>
  listed(`${process}/fd`).some((descriptor) => {
    try {
      if (!isSameFile(file, statSync(`${process}/fd/${descriptor}`))) return false;
      return /^flags:\s+\d*[12567]$/m.test(readFileSync(`${process}/fdinfo/${descriptor}`, "utf8"));
    } catch {
      return false;
    }
  });

/** None where the folder is another user's, or gone. */
const listed = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
