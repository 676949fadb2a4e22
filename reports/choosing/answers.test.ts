import { describe, expect, it } from "vitest";
import { englishChoosing } from "../words/english/choosing.ts";
import { answer, describe as describeSetting, rowOf } from "./answers.ts";
import type { Prediction, Setting } from "./choices.ts";

const setting: Setting = { ratePerSec: 10, subscribers: 100, bodyBytes: 256, oneWayMs: 10, staleMs: 100 };
const nowhere: Prediction["outside"] = { meanMs: [], p99Ms: [], requestsPerSec: [], bytesPerSec: [], cores: [] };
const socket: Prediction = {
  name: "websocket",
  label: "WebSocket",
  way: "push",
  pollEveryMs: null,
  holdMs: null,
  meanMs: 12,
  p99Ms: 12,
  requestsPerSec: 0,
  bytesPerSec: 1024,
  cores: 0.05,
  keeps: true,
  outside: nowhere,
  region: {},
};
const long: Prediction = {
  ...socket,
  name: "long-polling",
  label: "Long polling",
  way: "long",
  holdMs: 30_000,
  p99Ms: 31,
  bytesPerSec: 1434,
  cores: 0.15,
};
const short: Prediction = {
  ...socket,
  name: "short-polling",
  label: "Short polling",
  way: "short",
  pollEveryMs: 20,
  p99Ms: 132,
  bytesPerSec: 900,
  cores: 0.2,
  keeps: false,
};

const plain = (text: string): string => text.replaceAll("\u202f", " ");

describe("the answer", () => {
  it.each([
    [
      "one that costs least, one that would do and one that is too slow",
      [short, long, socket],
      "WebSocket: 12 ms at p99 for 1 KiB/s and 0.050 cores of server CPU. Long polling would do with 1.4 × the bytes and 3 × the CPU. Short polling is too slow: 132 ms at p99 even with one poll right after another, every 20 ms.",
    ],
    [
      "the cheapest of those that keep the limit",
      [{ ...short, keeps: true }, socket],
      "Short polling every 20 ms: 132 ms at p99 for 900 B/s and 0.200 cores of server CPU. WebSocket would do with 1.1 × the bytes and 0.25 × the CPU.",
    ],
    [
      "that none will do",
      [{ ...long, keeps: false }],
      "No transport keeps 100 ms at p99. Long polling is too slow: 31 ms at p99.",
    ],
    [
      "what is not known",
      [
        { ...socket, bytesPerSec: null, cores: null },
        { ...long, keeps: null, p99Ms: null },
      ],
      "WebSocket: 12 ms at p99. The run cannot tell for long polling.",
    ],
    [
      "too much for one core",
      [{ ...socket, cores: 1.2 }],
      "WebSocket: 12 ms at p99 for 1 KiB/s and 1.20 cores of server CPU, more than its one core.",
    ],
    [
      "in what it is extrapolated",
      [{ ...socket, outside: { ...nowhere, cores: ["bodyBytes", "deliveriesPerSec"] } }],
      "WebSocket: 12 ms at p99 for 1 KiB/s and 0.050 cores of server CPU. Some figures are extrapolated beyond what this run measured, in body size and deliveries a second.",
    ],
  ] as const)("says %s", (_, predictions, sentence) =>
    expect(plain(answer(predictions, setting, englishChoosing))).toBe(sentence),
  );
});

it("a setting is said in words", () => {
  expect(plain(describeSetting({ ...setting, ratePerSec: 0.5, subscribers: 1 }, englishChoosing))).toBe(
    "One message every 2 s to each of 1 subscriber, 256 B bodies, 10 ms away, at most 100 ms old",
  );
});

describe("a row", () => {
  it("has a figure with its unit for each quantity, and what qualifies it", () => {
    const row = rowOf(
      {
        ...short,
        cores: 1.5,
        bytesPerSec: null,
        outside: { ...nowhere, cores: ["oneWayMs"], bytesPerSec: ["bodyBytes"] },
      },
      englishChoosing,
    );
    expect(row.figures).toEqual([
      { text: "12", unit: "ms", extrapolated: false, note: "" },
      { text: "132", unit: "ms", extrapolated: false, note: "" },
      { text: "0", unit: "/s", extrapolated: false, note: "" },
      { text: "–", unit: "", extrapolated: false, note: "" },
      { text: "1.50", unit: "cores", extrapolated: true, note: "more than its one core" },
    ]);
    expect(row).toMatchObject({ standing: "too stale", outside: "one-way delay" });
    expect(plain(row.setting)).toBe("every 20 ms");
  });
});
