// Writes a log to its file, a line for each message. Where the disk fails, the log goes on in memory, and the file is made whole
// again when the disk is back. Until then it has another name, since a server that began with it would give seqs out twice.

import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, renameSync, rmSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import type { LogEntry, MessageLog } from "../log.ts";
import { makeFolder } from "../make-folder.ts";
import type { FileLock } from "./file-lock.ts";
import type { Header } from "./kept-log.ts";
import { isSameFile, nameAside, statsAt, systemCode, unfinishedName } from "./log-path.ts";

export interface LogFileOptions {
  readonly file: string;
  readonly header: Header;
  /** The file has at most twice as many messages, and twice as many bytes of them. */
  readonly maxMessages: number;
  readonly maxBytes: number;
  readonly lock: FileLock;
  /** A UUID that nothing has had. */
  readonly newName: () => string;
  /** Calls `f` this often until the returned function is called. */
  readonly every: (ms: number, f: () => void) => () => void;
  /** Is told in one line what cannot be written, and why. */
  readonly complain: (line: string) => void;
}

/** How often a file that could not be written is tried again. */
const retryMs = 1_000;

/** An open file, and what is known to stand in it. */
interface Opened {
  readonly descriptor: number;
  readonly stats: Stats;
  /** The path of the file: the log's name, or a name aside. */
  place: string;
  /** Its whole lines, the header's included. */
  bytes: number;
  lines: number;
  /** The seq of the last message in it. */
  lastSeq: number;
}

export class LogFile {
  readonly #log: MessageLog;
  readonly #options: LogFileOptions;
  #opened: Opened;
  /** Not null while the file is behind the log. */
  #stopRetrying: (() => void) | null = null;
  /** Not null for a while after the file could not be made smaller. */
  #stopResting: (() => void) | null = null;
  #outgrew = false;

  /** Replaces what stands at the file's name, in one step. Throws the system's error where that cannot be. */
  constructor(log: MessageLog, options: LogFileOptions) {
    this.#log = log;
    this.#options = options;
    this.#opened = this.#create();
  }

  /** Writes the log's next entry, which the log itself does not have yet. Never throws. */
  write(entry: LogEntry): void {
    if (this.#stopRetrying !== null) return;
    const text = linesOf([entry]);
    try {
      this.#keepPlace();
      if (this.#isFull(1, text.length)) this.#shrink();
      this.#append(text, 1, entry.seq);
    } catch (error) {
      this.#fallBehind(error);
    }
  }

  /** Tries a last time to write what is missing. */
  close(): void {
    this.#stopResting?.();
    this.#stopRetrying?.();
    if (this.#stopRetrying !== null && !this.#catchUp()) {
      const { place } = this.#opened;
      this.#options.complain(`the log could not be written to the end of ${place}; the next start begins a new one`);
    }
    closeSync(this.#opened.descriptor);
  }

  #isFull(lines: number, bytes: number): boolean {
    const { maxMessages, maxBytes } = this.#options;
    return this.#opened.lines + lines > 2 * maxMessages || this.#opened.bytes + bytes > 2 * maxBytes;
  }

  /** A file that others removed or wrote into is made anew. Another one in its place is left alone. */
  #keepPlace(): void {
    const { stats, bytes } = this.#opened;
    const there = statsAt(this.#options.file);
    if (!isSameFile(stats, there)) this.#requireNothing();
    if (there?.size !== bytes) this.#replace();
  }

  /** Drops the lines of messages that the log dropped. Where that cannot be, the file grows on. */
  #shrink(): void {
    if (this.#stopResting !== null) return;
    const { file, every, complain } = this.#options;
    try {
      this.#replace();
      this.#outgrew = false;
    } catch (error) {
      if (!this.#outgrew) complain(`${file} cannot be made smaller now (${systemCode(error)}), and grows until it can`);
      this.#outgrew = true;
      this.#stopResting = every(retryMs, () => {
        this.#stopResting?.();
        this.#stopResting = null;
      });
    }
  }

  #replace(): void {
    this.#options.lock.renew();
    const { descriptor } = this.#opened;
    this.#opened = this.#create();
    closeSync(descriptor);
  }

  /** A new file of all that the log holds, in the place of the one before. The name is new, so that no link is followed. */
  #create(): Opened {
    const { file, newName } = this.#options;
    const fresh = unfinishedName(file, newName());
    makeFolder(dirname(file));
    const descriptor = openSync(fresh, "ax", 0o600);
    try {
      const opened = { descriptor, stats: fstatSync(descriptor), place: file, bytes: 0, lines: 0, lastSeq: 0 };
      this.#fill(opened);
      renameSync(fresh, file);
      return opened;
    } catch (error) {
      closeSync(descriptor);
      rmSync(fresh, { force: true });
      throw error;
    }
  }

  /** Writes the header and all that the log holds into an empty file. */
  #fill(opened: Opened): void {
    const history = this.#log.since(null);
    const entries = history.gone ? [] : history.entries;
    const text = Buffer.concat([Buffer.from(`${JSON.stringify(this.#options.header)}\n`), linesOf(entries)]);
    appendFileSync(opened.descriptor, text);
    opened.bytes = text.length;
    opened.lines = entries.length;
    opened.lastSeq = this.#log.lastSeq;
  }

  /** Tries twice, since many errors pass at once (EAGAIN). What was written of the text by then is written again. */
  #append(text: Buffer, lines: number, lastSeq: number): void {
    const opened = this.#opened;
    try {
      appendFileSync(opened.descriptor, text);
    } catch {
      ftruncateSync(opened.descriptor, opened.bytes);
      appendFileSync(opened.descriptor, text);
    }
    opened.bytes += text.length;
    opened.lines += lines;
    opened.lastSeq = lastSeq;
  }

  #fallBehind(error: unknown): void {
    const { file, every, complain } = this.#options;
    const reason = systemCode(error);
    complain(`${file} cannot be written now (${reason}); messages are kept in memory until it can${this.#stepAside()}`);
    this.#stopRetrying = every(retryMs, () => {
      if (this.#catchUp()) complain(`${file} is written again, and has what came meanwhile`);
    });
  }

  /** Renames the file, which needs neither space nor descriptors. Returns what to say where even that fails. */
  #stepAside(): string {
    const { file } = this.#options;
    const opened = this.#opened;
    try {
      if (opened.place !== file || !isSameFile(opened.stats, statsAt(file))) return "";
      const aside = nameAside(file);
      renameSync(file, aside);
      opened.place = aside;
      return "";
    } catch {
      return "; should the server end before that, move it away before the next start";
    }
  }

  /** Whether the file is whole again, and in its place. */
  #catchUp(): boolean {
    try {
      this.#stepAside();
      if (isSameFile(this.#opened.stats, statsAt(this.#opened.place))) this.#mend();
      else this.#begin();
    } catch {
      return false;
    }
    this.#stopRetrying?.();
    this.#stopRetrying = null;
    return true;
  }

  /** Appends what is missing after the last whole line. A file that is too large is written anew in its own space. */
  #mend(): void {
    const opened = this.#opened;
    const missing = this.#log.since(opened.lastSeq);
    const isAside = opened.place !== this.#options.file;
    if (!missing.gone && opened.bytes > 0 && !this.#isFull(missing.entries.length, 0)) {
      ftruncateSync(opened.descriptor, opened.bytes);
      this.#append(linesOf(missing.entries), missing.entries.length, this.#log.lastSeq);
    } else if (isAside) {
      ftruncateSync(opened.descriptor);
      opened.bytes = 0;
      this.#fill(opened);
    } else this.#replace();
    if (isAside) this.#bringBack();
  }

  #bringBack(): void {
    const { file, lock } = this.#options;
    lock.renew();
    this.#requireNothing();
    renameSync(this.#opened.place, file);
    this.#opened.place = file;
  }

  #begin(): void {
    this.#requireNothing();
    this.#replace();
  }

  #requireNothing(): void {
    if (statsAt(this.#options.file) !== null) throw new Error("something else stands there");
  }
}

const newline = Buffer.from("\n");
const linesOf = (entries: readonly LogEntry[]): Buffer => Buffer.concat(entries.flatMap(({ json }) => [json, newline]));
