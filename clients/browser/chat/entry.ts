// What the chat says: its entries, and the answer to who joins. Knows no transport.

/** Times in ms since 1970, by the server's clock. `via`: the transport that the visitor said it over. */
export interface ChatEntry {
  readonly kind: "joined" | "left" | "said";
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly via: string;
  readonly at: number;
}

export interface ChatLimits {
  readonly textCharacters: number;
  readonly messagesPerTenSeconds: number;
}

/** A visitor as the visitor's own page knows it: the token is its secret. */
export interface ChatVisitor {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  /** Of the chat's log, whose seqs mean nothing in another one; empty where the server does not say. */
  readonly epoch: string;
  readonly limits: ChatLimits;
}

const parse = (json: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

const kindIn = (value: unknown): ChatEntry["kind"] | null =>
  value === "joined" || value === "left" || value === "said" ? value : null;

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

/** A message's body as an entry; null where it is none. */
export const readChatEntry = (body: string): ChatEntry | null => {
  const { kind, id, name, text, via, at } = parse(body);
  const known = kindIn(kind);
  if (known === null || typeof id !== "string" || typeof name !== "string" || typeof at !== "number") return null;
  return { kind: known, id, name, text: textIn(text), via: textIn(via), at };
};

/** The body of a 201; null where it is none. */
export const readChatVisitor = (json: string): ChatVisitor | null => {
  const { id, token, name, epoch, limits } = parse(json);
  if (typeof id !== "string" || typeof token !== "string" || typeof name !== "string") return null;
  if (typeof limits !== "object" || limits === null) return null;
  if (!("textCharacters" in limits) || !("messagesPerTenSeconds" in limits)) return null;
  const { textCharacters, messagesPerTenSeconds } = limits;
  if (typeof textCharacters !== "number" || typeof messagesPerTenSeconds !== "number") return null;
  return { id, token, name, epoch: textIn(epoch), limits: { textCharacters, messagesPerTenSeconds } };
};
