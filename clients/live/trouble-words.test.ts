// The words for each way in which an answer can fail to come.

import { expect, it } from "vitest";
import { RefusedError } from "./live-server.ts";
import { troubleWords } from "./trouble-words.ts";

it.each([
  [
    "a refusal",
    new RefusedError("too many requests"),
    "The server refuses what this page asks: too many requests. The page asks again every second.",
  ],
  [
    "a time-out",
    new DOMException("signal timed out", "TimeoutError"),
    "The server at here:8080 has not answered in time. The page asks again every second. Other tabs may hold all connections that the browser keeps to it.",
  ],
  [
    "no connection",
    new TypeError("Failed to fetch"),
    "No server answers at here:8080. The page asks again every second. Each pane tries to connect by itself.",
  ],
])("says what is wrong: %s", (_, error, words) => {
  expect(troubleWords(error, "here:8080")).toBe(words);
});
