// The message and its JSON form, the same on every transport. Knows nothing of how it travels.

/** `seq` counts from 1 without gaps. */
export interface Message {
  readonly seq: number;
  readonly body: string;
}

/** A message that tells when it was meant to go and when it went, in ms on the one monotonic clock of the host. */
export interface StampedMessage extends Message {
  readonly intendedAt: number;
  readonly sentAt: number;
}

/**
 * The answer to a cursor whose messages the log no longer keeps: an HTTP status, or a close code of those for private use
 * (RFC 6455 section 7.4.2) with its reason.
 */
export const historyGone = {
  httpStatus: 410,
  closeCode: 4410,
  reason: (oldestSeq: number): string => `history starts at seq ${oldestSeq}`,
} as const;

/** Thrown for anything that is not a message of this protocol. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

/** Stamps are written where the message has them. */
export const encodeMessage = (message: Message | StampedMessage): string =>
  isStamped(message)
    ? JSON.stringify({
        seq: message.seq,
        intendedAt: message.intendedAt,
        sentAt: message.sentAt,
        body: message.body,
      })
    : JSON.stringify({ seq: message.seq, body: message.body });

export const isStamped = (message: Message): message is StampedMessage =>
  "intendedAt" in message &&
  typeof message.intendedAt === "number" &&
  "sentAt" in message &&
  typeof message.sentAt === "number";

const isMessage = (value: unknown): value is Message =>
  typeof value === "object" &&
  value !== null &&
  "seq" in value &&
  Number.isSafeInteger(value.seq) &&
  "body" in value &&
  typeof value.body === "string";

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new MessageError("not JSON", { cause });
  }
};

/** Throws MessageError on anything but one message, with stamps or without. */
export const decodeMessage = (json: string): Message => {
  const value = parse(json);
  if (!isMessage(value)) throw new MessageError("not a message");
  return value;
};

/** A poll's answer: an array of messages. Throws MessageError on anything else. */
export const decodeMessages = (json: string): readonly Message[] => {
  const values = parse(json);
  if (!Array.isArray(values) || !values.every(isMessage)) throw new MessageError("not an array of messages");
  return values;
};
