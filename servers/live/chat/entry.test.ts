import { expect, it } from "vitest";
import { type ChatEntry, encodeEntry, readEntry } from "./entry.ts";

const said: ChatEntry = { kind: "said", id: "1", name: "Ada", text: "hello", via: "websocket", at: 1_700_000_000_000 };

it.each<ChatEntry>([
  said,
  { kind: "said", id: "1", name: "Ada", text: "before it listens", at: 0 },
  { kind: "joined", id: "1", name: "", at: -8.64e15 },
  { kind: "left", id: "1", name: "Ada", at: 8.64e15 },
])("reads what it wrote: %o", (entry) => {
  expect(readEntry(encodeEntry(entry))).toEqual(entry);
});

const changed = (more: object): string => JSON.stringify({ ...said, ...more });

it.each([
  "remember the milk",
  "",
  "null",
  "1",
  "[]",
  "{}",
  changed({ kind: "shouted" }),
  changed({ kind: "joined" }),
  changed({ id: 1 }),
  changed({ name: null }),
  changed({ text: undefined }),
  changed({ text: ["hello"] }),
  changed({ via: "pigeon" }),
  changed({ at: "1700000000000" }),
  changed({ at: 8.64e15 + 1 }),
  changed({}).replace("1700000000000", "1e999"),
])("takes nothing else for an entry: %s", (text) => {
  expect(readEntry(text)).toBe(null);
});
