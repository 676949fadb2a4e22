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

/** The names, by id, of the visitors that joined in these entries and did not leave. Throws on what is no entry of the chat. */
export const remainingIn = (entries: readonly LogEntry[]): ReadonlyMap<string, string> => {
  const remaining = new Map<string, string>();
  for (const { json } of entries) {
    const entry: unknown = JSON.parse(decodeMessage(json.toString()).body);
    const [kind, id, name] = ["kind", "id", "name"].map((key) => fieldOf(entry, key));
    if (typeof id !== "string" || typeof name !== "string") throw new TypeError("the log is not a chat's");
    if (kind === "left") remaining.delete(id);
    else remaining.set(id, name);
  }
  return remaining;
};
