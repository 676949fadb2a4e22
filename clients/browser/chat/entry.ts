// The chat's own words to a page: its entries, and the answer to a visitor that joins. Knows no transport.

import { fieldsOf, parseFields } from "../json.ts";

/** `via` names the transport that the visitor said it over; `at` is in ms since 1970, by the server's clock. */
export interface ChatEntry {
  readonly kind: "joined" | "left" | "said";
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly via: string;
  readonly at: number;
}

interface ChatLimits {
  readonly textCharacters: number;
  readonly messagesPerTenSeconds: number;
}

/** A visitor as its own page knows it: the token is its secret. */
export interface ChatVisitor {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  /** Names the chat's log, whose seqs mean nothing in another one; empty where the server does not say. */
  readonly epoch: string;
  readonly limits: ChatLimits;
}

const kindIn = (value: unknown): ChatEntry["kind"] | null =>
  value === "joined" || value === "left" || value === "said" ? value : null;

const textOrEmpty = (value: unknown): string => (typeof value === "string" ? value : "");

/** A message's body as an entry; null where it is none. */
export const readChatEntry = (body: string): ChatEntry | null => {
  const { kind, id, name, text, via, at } = parseFields(body);
  const known = kindIn(kind);
  if (known === null || typeof id !== "string" || typeof name !== "string" || typeof at !== "number") return null;
  return { kind: known, id, name, text: textOrEmpty(text), via: textOrEmpty(via), at };
};

/** The body of a 201 as a visitor; null where it is none. */
export const readChatVisitor = (json: string): ChatVisitor | null => {
  const { id, token, name, epoch, limits } = parseFields(json);
  if (typeof id !== "string" || typeof token !== "string" || typeof name !== "string") return null;
  const bounds = fieldsOf(limits);
  if (bounds === null) return null;
  const { textCharacters, messagesPerTenSeconds } = bounds;
  if (typeof textCharacters !== "number" || typeof messagesPerTenSeconds !== "number") return null;
  return { id, token, name, epoch: textOrEmpty(epoch), limits: { textCharacters, messagesPerTenSeconds } };
};
