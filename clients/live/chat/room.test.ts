// The chat as a visitor sees it: lines, who is here, and the words for how it stands.

import { expect, it } from "vitest";
import type { ChatEntry } from "../../browser/chat/entry.ts";
import { type ChatRoom, emptyRoom, goOn, hear, keptLines, leaveRoom, linesAfter } from "./room.ts";
import { type ChatStanding, chatStanding, leftWords } from "./words.ts";

const entry = (kind: ChatEntry["kind"], id: string, text = ""): ChatEntry => ({
  kind,
  id,
  name: `Visitor ${id}`,
  text,
  via: "websocket",
  at: 0,
});

it("knows who is here by what was told", () => {
  let room = hear(emptyRoom, 1, entry("joined", "1"));
  room = hear(room, 2, entry("joined", "2"));
  room = hear(room, 3, entry("said", "3", "hi"));
  room = hear(room, 4, entry("left", "1"));
  expect([...room.here]).toEqual([
    ["2", "Visitor 2"],
    ["3", "Visitor 3"],
  ]);
  expect(room.lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(goOn(room, 9).here.size).toBe(2);
  expect(goOn(room, 1)).toMatchObject({ here: new Map(), lastSeq: 0, lines: room.lines });
  expect(goOn(room, null).here.size).toBe(0);
  expect(leaveRoom(room)).toEqual({ ...room, here: new Map() });
});

it("shows each line once, also to who comes a second time", () => {
  const hearAll = (room: ChatRoom, seqs: readonly number[]): ChatRoom =>
    seqs.reduce((before, seq) => hear(before, seq, entry("said", "1", String(seq))), room);
  const seqsAfter = (room: ChatRoom, before: ChatRoom) =>
    linesAfter(room, before.lines.at(-1) ?? null)?.map(({ seq }) => seq) ?? null;
  const first = hearAll(emptyRoom, [1, 2]);
  expect(seqsAfter(first, emptyRoom)).toBeNull();
  expect([seqsAfter(first, first), seqsAfter(hearAll(first, [3, 4]), first)]).toEqual([[], [3, 4]]);
  expect([seqsAfter(emptyRoom, first), seqsAfter(hearAll(emptyRoom, [1, 2, 3]), first)]).toEqual([null, null]);
});

it("keeps the last lines", () => {
  let room = emptyRoom;
  for (let seq = 1; seq <= keptLines + 5; seq++) room = hear(room, seq, entry("said", "1", String(seq)));
  expect(room.lines).toHaveLength(keptLines);
  expect(room.lines[0]?.seq).toBe(6);
});

const limits = { textCharacters: 10, messagesPerTenSeconds: 1 };
const joined: ChatStanding = {
  visitor: { id: "7", token: "", name: "Visitor", epoch: "", limits },
  state: "open",
  detail: "",
  via: "websocket",
  why: "",
};

it.each([
  ["not joined", null, "Not joined."],
  ["joining", { ...joined, visitor: null }, "Joining …"],
  ["open", joined, "You are Visitor (7), over WebSocket."],
  [
    "between polls",
    { ...joined, via: "short-polling", state: "pausing", detail: "next poll in 2 s" },
    "You are Visitor (7), over short polling.",
  ],
  [
    "cut off",
    { ...joined, state: "pausing", detail: "lost it: next attempt in 1 s" },
    "Cut off: lost it: next attempt in 1 s.",
  ],
  [
    "fallen back",
    { ...joined, via: "long-polling", why: "WebSocket is blocked here" },
    "You are Visitor (7), over long polling. WebSocket is blocked here. The page tries it again every now and then.",
  ],
  [
    "back up",
    { ...joined, why: "WebSocket works again" },
    "You are Visitor (7), over WebSocket. WebSocket works again.",
  ],
] satisfies [string, ChatStanding | null, string][])("says how it stands: %s", (_, standing, words) => {
  expect(chatStanding(standing)).toBe(words);
});

it("says what is left to type", () => {
  expect([12, 1, 0, -3].map(leftWords)).toEqual([
    "12 characters left",
    "1 character left",
    "0 characters left",
    "3 characters too long",
  ]);
});
