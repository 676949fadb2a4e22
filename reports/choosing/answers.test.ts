import { describe, expect, it } from "vitest";
import { englishChoosing } from "../words/english/choosing.ts";
import { answer, describe as describeSetting, rowOf } from "./answers.ts";
import type { Setting } from "./bare.ts";
import type { Prediction } from "./choices.ts";

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
  p90Ms: null,
  requestsPerSec: 0,
  bytesPerSec: 1024,
  cores: 0.05,
  measured: {},
  keeps: true,
  bounded: false,
  beyond: null,
  outside: nowhere,
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
        { ...long, keeps: null, bounded: true, p99Ms: null },
      ],
      "WebSocket: 12 ms at p99. The run cannot tell for long polling.",
    ],
    [
      "that a bound tells the limit, with the mean for p99, or p90",
      [
        { ...socket, p99Ms: null, bounded: true },
        { ...long, p99Ms: null, p90Ms: 25, keeps: false, bounded: true },
      ],
      "WebSocket: 12 ms in the mean for 1 KiB/s and 0.050 cores of server CPU. Long polling is too slow: 25 ms at p90.",
    ],
    [
      "what one process cannot do",
      [
        { ...socket, keeps: false, cores: 1.2, p99Ms: null, beyond: { requestsPerSec: null } },
        { ...short, p99Ms: null, requestsPerSec: 20_000, beyond: { requestsPerSec: 16_123.4 } },
      ],
      "No transport keeps 100 ms at p99. WebSocket cannot on one process: it would take 1.20 cores, and a process has one. Short polling cannot on one process: of 20 000 requests a second it would answer 16 123, as this run's flood showed.",
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
        cores: 0.5,
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
      { text: "0.500", unit: "cores", extrapolated: true, note: "" },
    ]);
    expect(row).toMatchObject({ standing: "too stale", outside: "one-way delay" });
    expect(plain(row.setting)).toBe("every 20 ms");
  });

  it("says of a figure that it was measured, with its interval where it prints as one", () => {
    const measured = {
      meanMs: { value: 12, low: 11.25, high: 13 },
      p99Ms: { value: 12, low: 12.000_1, high: 12.000_2 },
      bytesPerSec: { value: 1024, low: 1000, high: 2048 },
      cores: { value: 0.05, low: null, high: null },
    };
    const { figures } = rowOf({ ...socket, measured }, englishChoosing);
    expect(figures.map(({ note }) => plain(note))).toEqual([
      "measured: 11.3 to 13",
      "measured",
      "",
      "measured: 1000 B/s to 2 KiB/s",
      "measured",
    ]);
  });

  it.each([
    [{ p99Ms: null, bounded: true }, "–", "none was measured near by", "keeps the limit, with this run's worst tail"],
    [
      { p99Ms: null, p90Ms: 9, bounded: true, measured: { p90Ms: { value: 9, low: 8, high: 10 } } },
      "9",
      "p90, since the messages were too few for p99, measured: 8 to 10",
      "keeps the limit, with this run's worst tail",
    ],
    [{ p99Ms: null, bounded: true, keeps: null }, "–", "none was measured near by", "not known"],
    [{ p99Ms: null, keeps: false, beyond: { requestsPerSec: null } }, "–", "", "cannot on one process"],
  ] as const)("with %j has for p99 %s (%s), and stands as %s", (change, text, note, standing) => {
    const row = rowOf({ ...socket, ...change }, englishChoosing);
    expect([row.figures[1]?.text, plain(row.figures[1]?.note ?? ""), row.standing]).toEqual([text, note, standing]);
  });

  it("says of CPU that it is more than one process gives", () => {
    const row = rowOf({ ...socket, cores: 1.5, keeps: false, beyond: { requestsPerSec: null } }, englishChoosing);
    expect(row.figures[4]).toMatchObject({ text: "1.50", note: "more than one process gives" });
  });
});
