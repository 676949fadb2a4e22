// A message log that survives its server: it is kept in a file, and taken up again at the next start. A message is written
// before anybody can read it, unless the disk fails. Knows no server.

import { renameSync } from "node:fs";
import { type LogOptions, MessageLog } from "../log.ts";
import { type FileLock, lockFile, writerOf } from "./file-lock.ts";
import { format, type Header, headerOf, type KeptLog, type KeptTerms, readKept } from "./kept-log.ts";
import { LogFile, type LogFileOptions } from "./log-file.ts";
import { nameAside, realFile, removeUnfinished, StoredLogError, statsAt, systemCode } from "./log-path.ts";

export { StoredLogError } from "./log-path.ts";

export interface StoredLogOptions
  extends KeptTerms,
    Pick<LogFileOptions, "file" | "maxMessages" | "maxBytes" | "complain"> {
  /** A UUID that nothing has had: names a new log, and files that are not whole yet. */
  readonly newEpoch: () => string;
  /** Calls `f` this often until the returned function is called. */
  readonly every: (ms: number, f: () => void) => () => void;
}

const defaults: Pick<StoredLogOptions, "content" | "every"> = {
  content: null,
  every: (ms, f) => {
    const timer = setInterval(f, ms).unref();
    return () => clearInterval(timer);
  },
};

type Given = Omit<StoredLogOptions, keyof typeof defaults> & Partial<typeof defaults>;

export interface StoredLog {
  readonly log: MessageLog;
  readonly epoch: string;
  /** Writes what the log holds, and from then on what it gets. Throws StoredLogError where nothing can be written. */
  store(): void;
  /** Nothing further is written, and another server may have the file. */
  close(): void;
}

/**
 * Reads the file, which no other server can open from then on. Begins a new log where there is none, or where its messages mean
 * nothing any more. Throws StoredLogError.
 */
export const openStoredLog = (given: Given, logOptions: Partial<LogOptions> = {}): StoredLog => {
  const options = { ...defaults, ...given, file: realFile(given.file) };
  // No lock is left beside a file of something else.
  headerOf(options.file);
  const lock = lockFile(options.file);
  try {
    return opened(options, lock, logOptions);
  } catch (error) {
    lock.release();
    throw error;
  }
};

const opened = (options: StoredLogOptions, lock: FileLock, logOptions: Partial<LogOptions>): StoredLog => {
  const { file, maxMessages, maxBytes, clockId, newEpoch } = options;
  refuseSecondName(file);
  const { kept, aside } = takeUp(options);
  const messages = kept?.messages ?? [];
  const lastSeq = (messages[0]?.seq ?? 1) - 1;
  const log = new MessageLog({ ...logOptions, maxMessages, maxBytes, lastSeq, stamps: true });
  for (const message of messages) log.append(message);
  const header: Header = kept?.header ?? { format, epoch: newEpoch(), clockId };
  let stored: LogFile | null = null;
  return {
    log,
    epoch: header.epoch,
    store: () => {
      try {
        if (aside !== null) renameSync(file, aside);
        removeUnfinished(file);
        const begun = new LogFile(log, { ...options, header, lock, newName: newEpoch });
        log.keep((entry) => begun.write(entry));
        stored = begun;
      } catch (error) {
        throw new StoredLogError(`the log cannot be written to ${file} (${systemCode(error)}); name another file`);
      }
    },
    close: () => {
      log.keep(null);
      stored?.close();
      stored = null;
      lock.release();
    },
  };
};

/** A lock is on a name, and the file's other name would keep what is replaced here. */
const refuseSecondName = (file: string): void => {
  const stats = statsAt(file);
  if (stats === null || stats.nlink <= 1) return;
  const writer = writerOf(stats);
  const held = writer === null ? "a server may have it" : `${writer} has it`;
  throw new StoredLogError(
    `${file} has another name too (a hard link), under which ${held}; remove one name, or name another file`,
  );
};

/** `aside`: where the file goes that cannot be gone on with, and is kept. */
const takeUp = (options: StoredLogOptions): { readonly kept: KeptLog | null; readonly aside: string | null } => {
  const { file, complain } = options;
  const found = readKept(file, options);
  if (found === null) return { kept: null, aside: null };
  if ("header" in found) return { kept: found, aside: null };
  const aside = found.isOdd ? nameAside(file) : null;
  complain(`${file} ${found.why}; a new log begins${aside === null ? "" : `, and this one is kept as ${aside}`}`);
  return { kept: null, aside };
};
