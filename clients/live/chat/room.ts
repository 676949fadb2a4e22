// What a visitor has seen of the chat: the last lines, and who is here by what was told. Pure; knows no page.

import type { ChatEntry } from "../../browser/chat/entry.ts";

export interface ChatLine {
  readonly seq: number;
  readonly entry: ChatEntry;
}

export interface ChatRoom {
  /** The oldest first, bounded. */
  readonly lines: readonly ChatLine[];
  /** Names by id, in the order in which they came. */
  readonly here: ReadonlyMap<string, string>;
  readonly lastSeq: number;
}

/** So many lines are kept in the page. */
export const keptLines = 200;

export const emptyRoom: ChatRoom = { lines: [], here: new Map(), lastSeq: 0 };

const changed = (here: ReadonlyMap<string, string>, { kind, id, name }: ChatEntry): ReadonlyMap<string, string> => {
  if (kind !== "left" && here.get(id) === name) return here;
  const next = new Map(here);
  if (kind === "left") next.delete(id);
  else next.set(id, name);
  return next;
};

/** Of who comes and goes now nothing is told any more; what was said stays. */
export const leaveRoom = (room: ChatRoom): ChatRoom => ({ ...room, here: new Map() });

/** The lines behind `newest`, the last one known; null where that is not among them, so that nothing known is. */
export const linesAfter = ({ lines }: ChatRoom, newest: ChatLine | null): readonly ChatLine[] | null => {
  const known = newest === null ? -1 : lines.lastIndexOf(newest);
  return known === -1 ? null : lines.slice(known + 1);
};

/** Who says something is here, also where the log no longer keeps that they came. */
export const hear = ({ lines, here }: ChatRoom, seq: number, entry: ChatEntry): ChatRoom => ({
  lines: [...lines.slice(1 - keptLines), { seq, entry }],
  here: changed(here, entry),
  lastSeq: seq,
});

/** The log goes on at `oldestSeq`. Where that is behind what was heard, it is another log, and nobody is known to be here. */
export const goOn = (room: ChatRoom, oldestSeq: number | null): ChatRoom =>
  oldestSeq !== null && oldestSeq > room.lastSeq ? room : { ...room, here: new Map(), lastSeq: 0 };
