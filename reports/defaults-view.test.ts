import { expect, test } from "vitest";
import { viewDefaults } from "./defaults-view.ts";
import { fixtureRun } from "./fixture.ts";
import { plainTransports } from "./transport-views.ts";
import { chinese } from "./words/chinese.ts";
import { english } from "./words/english.ts";

const topics = [
  { topic: "upkeep", values: ["the empty polls", "an empty answer after each hold", "a ping every 30 s", "a drum"] },
];
const view = (words: typeof english) =>
  viewDefaults({ ...fixtureRun, differences: topics }, plainTransports(fixtureRun, words), words);

test("has a column a transport of the run and a row a topic", () => {
  expect(view(english)).toEqual({
    labels: ["Short polling", "Long polling", "WebSocket", "WebSocket (ws package)"],
    rows: [{ topic: "Upkeep", values: topics[0]?.values }],
  });
});

test("says in Chinese what it knows, and leaves the rest as the run has it", () => {
  expect(view(chinese)).toEqual({
    labels: ["短轮询", "长轮询", "WebSocket", "WebSocket（ws 包）"],
    rows: [{ topic: "维持", values: ["空的轮询", "每次挂起到期后一个空响应", "每 30 s 一个 ping", "a drum"] }],
  });
});
