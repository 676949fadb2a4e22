// Why the run in a folder is not read: a code, which each page tells in its own words. Knows nothing of disks.

type UnreadCode = "under way" | "no run" | "unreadable" | "damaged" | "other schema" | "no folder";

export interface UnreadReason {
  readonly code: UnreadCode;
  /** The system's or a parser's word, or the schema that was found; else empty. */
  readonly detail: string;
}
