// The entries of the chat's log, as the JSON that is a message's body. Knows no visitors and no transports.

import type { LogEntry } from "../../log.ts";
import { decodeMessage } from "../../protocol/message.ts";
import { fieldOf } from "./text.ts";

/** The transport that a visitor is on. */
export type Via = "short-polling" | "long-polling" | "server-sent-events" | "websocket";

export interface ChatEntry {
  readonly kind: "joined" | "left" | "said";
  /** The visitor's id. */
  readonly id: string;
  readonly name: string;
  /** Text that was said, never markup. */
  readonly text?: string;
  /** Absent where a visitor speaks before it listens. */
  readonly via?: Via;
  /** ms since 1970. */
  readonly at: number;
}

export const encodeEntry = ({ kind, id, name, text, via, at }: ChatEntry): string =>
  JSON.stringify({ kind, id, name, text, via, at });

/** The entry that the text is; null where it is none. */
export const readEntry = (text: string): ChatEntry | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
};

const kinds: readonly unknown[] = ["joined", "left", "said"] satisfies readonly ChatEntry["kind"][];
const vias: readonly unknown[] = [
  "short-polling",
  "long-polling",
  "server-sent-events",
  "websocket",
] satisfies readonly Via[];

/** Beyond it no date is (ECMA-262 section 21.4.1.1). */
const mostDateMs = 8.64e15;

const isEntry = (value: unknown): value is ChatEntry => {
  const [kind, id, name, text, via, at] = ["kind", "id", "name", "text", "via", "at"].map((key) => fieldOf(value, key));
  return (
    kinds.includes(kind) &&
    typeof id === "string" &&
    typeof name === "string" &&
    typeof text === (kind === "said" ? "string" : "undefined") &&
    (via === undefined || vias.includes(via)) &&
    typeof at === "number" &&
    Math.abs(at) <= mostDateMs
  );
};

/** The names, by id, of the visitors that joined in these entries and did not leave. Throws on what is no entry of the chat. */
export const remainingIn = (entries: readonly LogEntry[]): ReadonlyMap<string, string> => {
  const remaining = new Map<string, string>();
  for (const { json } of entries) {
    const entry = readEntry(decodeMessage(json.toString()).body);
    if (entry === null) throw new TypeError("the log is not a chat's");
    if (entry.kind === "left") remaining.delete(entry.id);
    else remaining.set(entry.id, entry.name);
  }
  return remaining;
};
