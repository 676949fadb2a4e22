// A message log that survives its server: a file with a header and a line for each message, read back at the next start. A
// message is written before anybody can read it. Knows no server.

import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { type LogEntry, type LogOptions, MessageLog } from "../log.ts";
import { decodeMessage, type Message, MessageError } from "../protocol/message.ts";

export interface StoredLogOptions {
  readonly file: string;
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** The clock, in ms, that messages are stamped with. */
  readonly clock: () => number;
  /** Names what the clock counts from, such as the host's boot; null where it is not known. */
  readonly clockId: string | null;
  /** A name that no earlier log has had. */
  readonly newEpoch: () => string;
  /** Is told in one line what cannot be kept, and why. */
  readonly complain: (line: string) => void;
}

export interface StoredLog {
  readonly log: MessageLog;
  readonly epoch: string;
  /** Writes what the log holds, and from then on what it gets. Throws StoredLogError where nothing can be written. */
  store(): void;
  /** Nothing further is written. */
  close(): void;
}

/** The file cannot be used, or holds something else. The message is one line with the remedy. */
export class StoredLogError extends Error {
  override readonly name = "StoredLogError";
}

const format = "push-transport-log/1";

interface Header {
  readonly format: typeof format;
  readonly epoch: string;
  readonly clockId: string | null;
}

interface Kept {
  readonly header: Header;
  readonly messages: readonly Message[];
}

/** Reads the file. Begins a new log where there is none, or where its messages mean nothing any more. */
export const openStoredLog = (given: StoredLogOptions, logOptions: Partial<LogOptions> = {}): StoredLog => {
  const options = { ...given, file: realFile(given.file) };
  const { maxMessages, maxBytes, clockId } = options;
  const kept = readKept(options);
  const messages = kept?.messages ?? [];
  const log = new MessageLog({ ...logOptions, maxMessages, maxBytes, lastSeq: firstSeqOf(messages) - 1 });
  for (const message of messages) log.append(message);
  const header = kept?.header ?? { format, epoch: options.newEpoch(), clockId };
  return { log, epoch: header.epoch, ...writer(log, header, options) };
};

const writer = (
  log: MessageLog,
  header: Header,
  { file, maxMessages, maxBytes, complain }: StoredLogOptions,
): Pick<StoredLog, "store" | "close"> => {
  let [lines, bytes] = [0, 0];

  /** Replaces the file by all that the log holds, in one step. */
  const rewrite = (): void => {
    const history = log.since(null);
    const entries = history.gone ? [] : history.entries;
    const text = linesOf(entries);
    makeFolder(dirname(file));
    writeFileSync(`${file}.new`, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), text]), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    [lines, bytes] = [entries.length, text.length];
  };

  const write = (entry: LogEntry): void => {
    const text = linesOf([entry]);
    if (lines + 1 > 2 * maxMessages || bytes + text.length > 2 * maxBytes) rewrite();
    appendFileSync(file, text);
    lines++;
    bytes += text.length;
  };

  return {
    store: () => {
      try {
        rewrite();
      } catch (error) {
        throw new StoredLogError(`the log cannot be written to ${file} (${systemCode(error)}); name another file`);
      }
      log.keep((entry) => {
        try {
          write(entry);
        } catch (error) {
          log.keep(null);
          complain(`the log is no longer kept in ${file} (${systemCode(error)}); ${giveUp(file)}`);
        }
      });
    },
    close: () => log.keep(null),
  };
};

/** A message that was not written would be missing after a restart, and its seq given out again: no file is better than that. */
const giveUp = (file: string): string => {
  try {
    rmSync(file, { force: true });
    return "a restart begins a new one";
  } catch {
    return "remove it before the next start";
  }
};

/** Node's own recursive option would try a folder that /proc does not have for ever. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
};

/** A device is refused: a file in place of /dev/null would be everybody's, and some devices have no end. */
const realFile = (file: string): string => {
  if (!existsSync(file)) return file;
  if (statSync(file).isFile()) return lstatSync(file).isSymbolicLink() ? realpathSync(file) : file;
  throw new StoredLogError(`${file} is not a file; name another`);
};

const newline = Buffer.from("\n");
const linesOf = (entries: readonly LogEntry[]): Buffer => Buffer.concat(entries.flatMap(({ json }) => [json, newline]));

/** null where there is nothing to take up; complains of the reason. */
const readKept = ({ file, clock, clockId, complain }: StoredLogOptions): Kept | null => {
  const text = readText(file);
  if (text === "") return null;
  const header = readHeader(text.replace(/\n.*/s, ""));
  if (header === null) throw new StoredLogError(`${file} holds something other than a message log; name another file`);
  // Text after the last line's end was being written when its server died.
  const messages = readMessages(text.split("\n").slice(1, -1));
  if (messages === null) {
    complain(`${file} is damaged; a new log begins`);
    return null;
  }
  const last = messages.at(-1);
  if (header.clockId !== clockId || (last !== undefined && last.sentAt > clock())) {
    complain(`${file} was written before this host's clock began anew; a new log begins`);
    return null;
  }
  return { header, messages };
};

/** Empty where there is no file. */
const readText = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return "";
    throw new StoredLogError(`the log cannot be read from ${file} (${code}); name another file`);
  }
};

const readHeader = (line: string): Header | null => {
  try {
    const value: unknown = JSON.parse(line);
    return isHeader(value) ? value : null;
  } catch {
    return null;
  }
};

const isHeader = (value: unknown): value is Header =>
  typeof value === "object" &&
  value !== null &&
  "format" in value &&
  value.format === format &&
  "epoch" in value &&
  typeof value.epoch === "string" &&
  "clockId" in value &&
  (value.clockId === null || typeof value.clockId === "string");

/** null where a line is no message, or not the one that follows. */
const readMessages = (lines: readonly string[]): readonly Message[] | null => {
  try {
    const messages = lines.map(decodeMessage);
    const first = firstSeqOf(messages);
    return first >= 1 && messages.every(({ seq }, i) => seq === first + i) ? messages : null;
  } catch (error) {
    if (error instanceof MessageError) return null;
    throw error;
  }
};

/** A log without messages begins at 1. */
const firstSeqOf = (messages: readonly Message[]): number => messages[0]?.seq ?? 1;

/** The system's name for what went wrong, such as EACCES; the error itself in words where it is none of the system's. */
const systemCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
