// JSON that is an entry of the chat, or a visitor, and JSON that is not.

import { expect, it } from "vitest";
import { readChatEntry, readChatVisitor } from "./entry.ts";

const said = { kind: "said", id: "7", name: "someone", text: "<b>hi</b>", via: "websocket", at: 5 };

it.each([
  ["said", said, said],
  ["joined", { kind: "joined", id: "7", name: "someone", at: 5 }, { ...said, kind: "joined", text: "", via: "" }],
  ["another kind", { ...said, kind: "sang" }, null],
  ["no id", { ...said, id: 7 }, null],
  ["no time", { ...said, at: "5" }, null],
  ["no object", null, null],
])("reads an entry: %s", (_, body, entry) => {
  expect(readChatEntry(JSON.stringify(body))).toEqual(entry);
});

const limits = { textCharacters: 2000, messagesPerTenSeconds: 10 };
const visitor = { id: "7", token: "secret", name: "someone", epoch: "one", limits };

it.each([
  ["whole", visitor, visitor],
  ["no epoch", { ...visitor, epoch: 1 }, { ...visitor, epoch: "" }],
  ["no token", { ...visitor, token: null }, null],
  ["no limits", { ...visitor, limits: null }, null],
  ["half the limits", { ...visitor, limits: { textCharacters: 2000 } }, null],
  ["limits in words", { ...visitor, limits: { ...limits, textCharacters: "2000" } }, null],
])("reads a visitor: %s", (_, body, read) => {
  expect(readChatVisitor(JSON.stringify(body))).toEqual(read);
});

it("takes what is no JSON for neither", () => {
  expect([readChatEntry("<html>"), readChatVisitor("<html>")]).toEqual([null, null]);
});
