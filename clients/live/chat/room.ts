// The chat as a visitor has seen it: the last lines, and the visitors that are here. Pure; knows no page.

import type { ChatEntry } from "../../browser/chat/entry.ts";

export interface ChatLine {
  readonly seq: number;
  readonly entry: ChatEntry;
}

export interface ChatRoom {
  /** The oldest first, bounded. */
  readonly lines: readonly ChatLine[];
  /** Names by id, in the order in which the visitors came. */
  readonly here: ReadonlyMap<string, string>;
  readonly lastSeq: number;
}

/** The most lines kept in the page. */
export const keptLines = 200;

export const emptyRoom: ChatRoom = { lines: [], here: new Map(), lastSeq: 0 };

const changed = (here: ReadonlyMap<string, string>, { kind, id, name }: ChatEntry): ReadonlyMap<string, string> => {
  if (kind !== "left" && here.get(id) === name) return here;
  const next = new Map(here);
  if (kind === "left") next.delete(id);
  else next.set(id, name);
  return next;
};

/** The visitor is no longer told who comes and goes; what was said stays. */
export const leaveRoom = (room: ChatRoom): ChatRoom => ({ ...room, here: new Map() });

/** The lines after `newest`, the last one known; null where that is not among them, so that none of them is known. */
export const linesAfter = ({ lines }: ChatRoom, newest: ChatLine | null): readonly ChatLine[] | null => {
  const known = newest === null ? -1 : lines.lastIndexOf(newest);
  return known === -1 ? null : lines.slice(known + 1);
};

/** A visitor that says something is here, also where the log no longer keeps that it joined. */
export const hear = ({ lines, here }: ChatRoom, seq: number, entry: ChatEntry): ChatRoom => ({
  lines: [...lines.slice(1 - keptLines), { seq, entry }],
  here: changed(here, entry),
  lastSeq: seq,
});

/** The log goes on at `oldestSeq`. Unless that lies after all that was heard, it is another log, and nobody is known to be here. */
export const goOn = (room: ChatRoom, oldestSeq: number | null): ChatRoom =>
  oldestSeq !== null && oldestSeq > room.lastSeq ? room : { ...room, here: new Map(), lastSeq: 0 };
