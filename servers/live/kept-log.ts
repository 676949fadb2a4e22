// Reads a log's file: a header, and a line for each message. Trusts nothing that stands in it. Writes nothing.

import { constants, isUtf8 } from "node:buffer";
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { decodeMessage, isStamped, MessageError, type StampedMessage } from "../protocol/message.ts";
import { StoredLogError, systemCode } from "./log-path.ts";

export const format = "push-transport-log/1";

export interface Header {
  readonly format: typeof format;
  readonly epoch: string;
  readonly clockId: string | null;
}

export interface KeptLog {
  readonly header: Header;
  readonly messages: readonly StampedMessage[];
}

/** The conditions that a log's messages meet in order to be taken up. */
export interface KeptTerms {
  /** The clock, in ms, that messages are stamped with. */
  readonly clock: () => number;
  /** Names what the clock counts from, such as the host's boot; null where it is not known. */
  readonly clockId: string | null;
  /** What the log is of, such as "a chat", and whether a message's body is of it. */
  readonly content: { readonly name: string; readonly has: (body: string) => boolean } | null;
}

/** A log that cannot be gone on with, and why. */
export interface LostLog {
  readonly why: string;
  /** Something is wrong with it: it is kept for whoever wants to look. */
  readonly isOdd: boolean;
}

const damaged: LostLog = { why: "is damaged", isOdd: true };

/** Null where there is no log yet. Throws StoredLogError where the file is of something else. */
export const headerOf = (file: string): Header | null => {
  const head = readOr(file, () => headOf(file));
  if (head === null || head.length === 0) return null;
  const header = readHeader(head.toString().replace(/\n.*/s, ""));
  if (header === null) throw new StoredLogError(`${file} holds something other than a message log; name another file`);
  return header;
};

/** Null where there is no log yet. Throws StoredLogError where the file is of something else. */
export const readKept = (file: string, terms: KeptTerms): KeptLog | LostLog | null => {
  const header = headerOf(file);
  const bytes = header === null ? null : readOr(file, () => whole(file));
  if (header === null || bytes === null) return null;
  if (!isUtf8(bytes)) return damaged;
  // Text after the last line's end was being written when its server died.
  const messages = readMessages(bytes.toString().split("\n").slice(1, -1));
  if (messages === null) return damaged;
  const { content, clockId, clock } = terms;
  if (content !== null && !messages.every(({ body }) => content.has(body))) {
    throw new StoredLogError(`${file} holds something other than the log of ${content.name}; name another file`);
  }
  const last = messages.at(-1);
  if (header.clockId === clockId && (last === undefined || last.sentAt <= clock())) return { header, messages };
  // Each boot of a host has a name, where it is known, and its clock does not go back.
  const isOdd = header.clockId === clockId && clockId !== null;
  return { why: "was written before this host's clock began anew", isOdd };
};

/** A header is much shorter. */
const headBytes = 4096;

const headOf = (file: string): Buffer => {
  const descriptor = openSync(file, "r");
  try {
    const head = Buffer.alloc(headBytes);
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
};

/** No server writes a log of such a size: it would be read in vain, since no string can be longer. */
const whole = (file: string): Buffer => {
  if (statSync(file).size <= constants.MAX_STRING_LENGTH) return readFileSync(file);
  throw new StoredLogError(`${file} is too large for a log; name another file`);
};

/** Null where there is no file. */
const readOr = <T>(file: string, read: () => T): T | null => {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoredLogError) throw error;
    const code = systemCode(error);
    if (code === "ENOENT") return null;
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

/** The epoch goes into addresses: a long one would make each of them too large. */
const isHeader = (value: unknown): value is Header =>
  typeof value === "object" &&
  value !== null &&
  "format" in value &&
  value.format === format &&
  "epoch" in value &&
  typeof value.epoch === "string" &&
  /^[\w -]{1,100}$/.test(value.epoch) &&
  "clockId" in value &&
  (value.clockId === null || typeof value.clockId === "string");

/** Far beyond what any server gives out, and far from where numbers are no longer exact. */
const mostSeq = 2 ** 50;

/** Several times what the longest body takes. */
const mostLineCharacters = 1024 * 1024;

/** null where a line is no message that a server wrote, or not the one that follows. */
const readMessages = (lines: readonly string[]): readonly StampedMessage[] | null => {
  try {
    const messages: StampedMessage[] = [];
    for (const line of lines) {
      const message = line.length > mostLineCharacters ? null : decodeMessage(line);
      if (message === null || !isStamped(message) || !mayFollow(message, messages.at(-1))) return null;
      messages.push(message);
    }
    return messages;
  } catch (error) {
    if (error instanceof MessageError) return null;
    throw error;
  }
};

const mayFollow = ({ seq, intendedAt, sentAt }: StampedMessage, before: StampedMessage | undefined): boolean =>
  (before === undefined ? seq >= 1 : seq === before.seq + 1 && sentAt >= before.sentAt) &&
  seq <= mostSeq &&
  intendedAt >= 0 &&
  intendedAt <= sentAt &&
  Number.isFinite(sentAt);
