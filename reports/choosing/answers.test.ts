import { describe, expect, it } from "vitest";
import { englishChoosing } from "../words/english/choosing.ts";
import { answer, clampedNote, describe as describeSetting } from "./answers.ts";
import type { Setting } from "./bare.ts";
import type { Prediction } from "./choices.ts";
import { billedNote, rowOf } from "./rows.ts";
import { listPrices } from "./tariffs.ts";

const setting: Setting = {
  ratePerSec: 10,
  subscribers: 100,
  bodyBytes: 256,
  oneWayMs: 10,
  staleMs: 100,
  sendsPerMin: 0,
  between: "nothing",
};
const asked = { setting, prices: listPrices };
const nowhere: Prediction["outside"] = { meanMs: [], p99Ms: [], requestsPerSec: [], bytesPerSec: [], cores: [] };
const socket: Prediction = {
  name: "websocket",
  label: "WebSocket",
  way: "push",
  twoWay: true,
  pollEveryMs: null,
  holdMs: null,
  meanMs: 12,
  p99Ms: 12,
  p90Ms: null,
  requestsPerSec: 0,
  bytesPerSec: 1024,
  cores: 0.05,
  measured: {},
  compared: null,
  ranges: { bytesPerSec: null, cores: null },
  downBytesPerSec: 1024,
  sending: null,
  hindrance: null,
  keepAlive: false,
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
  twoWay: false,
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
  twoWay: false,
  pollEveryMs: 20,
  p99Ms: 132,
  bytesPerSec: 900,
  cores: 0.2,
  keeps: false,
};

const measuredFrom = (low: number, high: number): Pick<Prediction, "measured"> => ({
  measured: { p99Ms: { value: (low + high) / 2, low, high } },
});

const plain = (text: string): string => text.replaceAll("\u202f", " ");

const said = (predictions: readonly Prediction[]): string => {
  const { lead, more } = answer(predictions, setting, englishChoosing);
  return plain([lead, more].filter((text) => text !== "").join(" "));
};

describe("the answer", () => {
  it.each([
    [
      "one that costs least, one that would do and one that is too slow",
      [short, long, socket],
      "Cheapest within 100 ms: WebSocket (12 ms at p99). It takes 1 KiB/s and 0.050 cores of server CPU. Long polling would do with about 1.4 × the bytes and about 3 × the CPU. It comes about 2.6 × as late: 31 ms at p99. Too slow: short polling every 20 ms, one poll right after another (132 ms at p99).",
    ],
    [
      "the cheapest of those that keep the limit",
      [{ ...short, keeps: true }, socket],
      "Cheapest within 100 ms: short polling every 20 ms (132 ms at p99). It takes 900 B/s and 0.200 cores of server CPU. WebSocket would do with about 1.1 × the bytes and about 0.25 × the CPU. It comes about 11 × sooner: 12 ms at p99.",
    ],
    [
      "that none will do",
      [{ ...long, keeps: false }],
      "No transport keeps 100 ms at p99 on one process. Too slow: long polling (31 ms at p99).",
    ],
    [
      "what is far later at the same cost, and how sure that is",
      [
        { ...short, keeps: true, bytesPerSec: 1000, cores: 0.05, ...measuredFrom(130, 134) },
        { ...socket, ...measuredFrom(11, 13) },
      ],
      "Cheapest within 100 ms: WebSocket (12 ms at p99). It takes 1 KiB/s and 0.050 cores of server CPU. Short polling every 20 ms costs about as much. It comes 11 ± 2 × as late: 132 ms at p99.",
    ],
    [
      "how late a group comes, from its soonest to its latest",
      [
        { ...short, keeps: true, p99Ms: null, meanMs: 3, bytesPerSec: 100 },
        { ...long, label: "A", meanMs: 12 },
        { ...long, label: "B", meanMs: 15 },
      ].map((one) => ({ ...one, p99Ms: null, bounded: true })),
      "Cheapest within 100 ms: short polling every 20 ms (3 ms in the mean). It takes 100 B/s and 0.200 cores of server CPU. A or B would do with about 14 × the bytes and about 0.75 × the CPU. They come about 4 to 5 × as late: 12 to 15 ms in the mean.",
    ],
    [
      "that none is known to do",
      [{ ...long, keeps: null, bounded: true, p99Ms: null }],
      "No transport is known to keep 100 ms at p99 on one process. Not known for long polling (12 ms in the mean): no p99 was measured near by.",
    ],
    [
      "what is not known",
      [
        { ...socket, bytesPerSec: null, cores: null },
        { ...long, keeps: null, bounded: true, p99Ms: null },
      ],
      "Cheapest within 100 ms: WebSocket (12 ms at p99). Not known for long polling (12 ms in the mean): no p99 was measured near by.",
    ],
    [
      "that a bound tells the limit, with the mean for p99, or p90",
      [
        { ...socket, p99Ms: null, bounded: true },
        { ...long, p99Ms: null, p90Ms: 25, keeps: false, bounded: true },
      ],
      "Cheapest within 100 ms: WebSocket (12 ms in the mean). It takes 1 KiB/s and 0.050 cores of server CPU. Too slow: long polling (25 ms at p90).",
    ],
    [
      "what one process cannot do",
      [
        { ...socket, keeps: false, cores: 1.2, p99Ms: null, beyond: { requestsPerSec: null, processes: 2 } },
        { ...short, p99Ms: null, requestsPerSec: 20_000, beyond: { requestsPerSec: 16_123.4, processes: 2 } },
      ],
      "No transport keeps 100 ms at p99 on one process. Cannot on one process: WebSocket (needs 2, to use 1.20 cores) and short polling (needs 2, to answer 20 000 requests a second).",
    ],
    [
      "transports whose costs are not told apart as one group",
      [socket, { ...long, label: "Server-sent events", bytesPerSec: 1100, cores: 0.052, p99Ms: 13 }],
      "Cheapest within 100 ms: WebSocket (12 ms at p99) or server-sent events (13 ms at p99). Their costs are not told apart: 1 to 1.07 KiB/s and 0.050 to 0.052 cores of server CPU.",
    ],
    [
      "how far off a ratio may be",
      [
        { ...socket, ranges: { bytesPerSec: { low: 1000, high: 1050 }, cores: { low: 0.02, high: 0.08 } } },
        { ...long, ranges: { bytesPerSec: { low: 1400, high: 1470 }, cores: { low: 0.12, high: 0.16 } } },
      ],
      "Cheapest within 100 ms: WebSocket (12 ms at p99). It takes 1 KiB/s and 0.050 cores of server CPU. Long polling would do with 1.40 ± 0.07 × the bytes and 1.5 to 8 × the CPU. It comes about 2.6 × as late: 31 ms at p99.",
    ],
    [
      "what does not pass, and why",
      [long, { ...socket, keeps: false, hindrance: "refuses" }],
      "Cheapest within 100 ms: long polling (31 ms at p99). It takes 1.4 KiB/s and 0.150 cores of server CPU. WebSocket cannot pass: what stands between lets no connection be upgraded.",
    ],
    [
      "what it takes to send, and to stay connected",
      [
        { ...socket, keepAlive: true },
        { ...long, sending: { requestsPerSec: 5, upBytesPerSec: 1880, downBytesPerSec: 700, cores: 0 } },
      ],
      "Cheapest within 100 ms: WebSocket (12 ms at p99). It takes 1 KiB/s and 0.050 cores of server CPU. Long polling would do with about 1.4 × the bytes and about 3 × the CPU. It comes about 2.6 × as late: 31 ms at p99. Long polling cannot send over the same connection, which adds 5 requests a second. In silence, WebSocket must send something before the connection is cut.",
    ],
    [
      "in what it is extrapolated",
      [{ ...socket, outside: { ...nowhere, cores: ["bodyBytes", "deliveriesPerSec"] } }],
      "Cheapest within 100 ms: WebSocket (12 ms at p99). It takes 1 KiB/s and 0.050 cores of server CPU. Some figures are extrapolated beyond what this run measured, in body size and deliveries a second.",
    ],
  ] as const)("says %s", (_, predictions, sentence) => expect(said(predictions)).toBe(sentence));
});

it("a setting is said in words", () => {
  expect(plain(describeSetting({ ...setting, ratePerSec: 0.5, subscribers: 1 }, englishChoosing))).toBe(
    "One message every 2 s to each of 1 subscriber, 256 B bodies, 10 ms away, at most 100 ms old",
  );
});

it("a setting says what is sent and what stands between", () => {
  expect(plain(describeSetting({ ...setting, sendsPerMin: 6, between: "buffers" }, englishChoosing))).toBe(
    "10 messages/s to each of 100 subscribers, 256 B bodies, 10 ms away, at most 100 ms old, each sending 6 messages a minute, behind a proxy that buffers answers",
  );
});

it("a number that was moved into its range is said", () => {
  const clamped = [
    { key: "rate", value: 1000 },
    { key: "egress", value: 0 },
  ] as const;
  expect(clampedNote(clamped, (key) => key, englishChoosing)).toBe(
    '"rate" was out of its range, and is set to 1000. "egress" was out of its range, and is set to 0.',
  );
  expect(clampedNote([], (key) => key, englishChoosing)).toBe("");
});

describe("a row", () => {
  it("has what a month comes to", () => {
    // 1024 B/s for 2 628 000 s; 0.05 cores for 730 h; 100 subscribers for 43 800 min, and 1000 deliveries a second
    const { month } = rowOf(socket, asked, englishChoosing);
    expect(month.map(({ text, unit }) => [text, unit])).toEqual([
      ["0", ""],
      ["2.69", "GB"],
      ["36.5", "h"],
      ["1.72", ""],
      ["2629", ""],
    ]);
    const large = rowOf({ ...socket, downBytesPerSec: 1e9, requestsPerSec: 1 }, asked, englishChoosing).month;
    expect(large.map(({ text, unit }) => [text, plain(unit)])).toEqual([
      ["2.63", "million"],
      ["2.63", "million GB"],
      ["36.5", "h"],
      ["236\u202f521", ""],
      ["239\u202f152", ""],
    ]);
    const hindered = rowOf({ ...socket, keeps: false, hindrance: "refuses" }, asked, englishChoosing);
    expect(hindered.month.map(({ text }) => text)).toEqual(["–", "–", "–", "–", "–"]);
    expect(hindered.standing).toBe("does not pass: no upgrade");
  });

  it("says how many of its requests are to send", () => {
    const sending = { requestsPerSec: 5, upBytesPerSec: 1880, downBytesPerSec: 700, cores: 0 };
    const row = rowOf({ ...long, requestsPerSec: 905, sending }, asked, englishChoosing);
    expect(plain(row.figures[2]?.note ?? "")).toBe("5 /s to send");
  });

  it("has a figure with its unit for each quantity, and what qualifies it", () => {
    const row = rowOf(
      {
        ...short,
        cores: 0.5,
        bytesPerSec: null,
        outside: { ...nowhere, cores: ["oneWayMs"], bytesPerSec: ["bodyBytes"] },
      },
      asked,
      englishChoosing,
    );
    expect(row.figures).toEqual([
      { text: "12", unit: "ms", extrapolated: false, interval: "", note: "" },
      { text: "132", unit: "ms", extrapolated: false, interval: "", note: "" },
      { text: "0", unit: "/s", extrapolated: false, interval: "", note: "" },
      { text: "–", unit: "", extrapolated: false, interval: "", note: "" },
      { text: "0.500", unit: "cores", extrapolated: true, interval: "", note: "" },
    ]);
    expect(row).toMatchObject({ standing: "too stale", badge: "extrapolated", extrapolated: true });
    expect(plain(row.setting)).toBe("every 20 ms");
  });

  it("says of a figure that it was measured by its interval in the figure's unit, or where that prints as none in a word", () => {
    const measured = {
      meanMs: { value: 12, low: 11.25, high: 13 },
      p99Ms: { value: 12, low: 12.000_1, high: 12.000_2 },
      bytesPerSec: { value: 1024, low: 1000, high: 2048 },
      cores: { value: 0.05, low: null, high: null },
    };
    const row = rowOf({ ...socket, measured }, asked, englishChoosing);
    expect(row.figures.map(({ interval, note }) => [interval, note])).toEqual([
      ["11.3–13", ""],
      ["", "measured"],
      ["", ""],
      ["0.977–2", ""],
      ["", "measured"],
    ]);
    expect(row.badge).toBe("predicted");
  });

  it("that was measured all through says so once", () => {
    const one = { value: 12, low: 12, high: 12 };
    const measured = { meanMs: one, p99Ms: one, requestsPerSec: one, bytesPerSec: one, cores: one };
    const row = rowOf({ ...socket, measured }, asked, englishChoosing);
    expect(row).toMatchObject({ badge: "measured", extrapolated: false });
    expect(row.figures.map(({ note }) => note)).toEqual(["", "", "", "", ""]);
  });

  it.each([
    [{ p99Ms: null, bounded: true }, "–", "", "none near", "should keep it"],
    [
      { p99Ms: null, p90Ms: 9, bounded: true, measured: { p90Ms: { value: 9, low: 8, high: 10 } } },
      "9",
      "8–10",
      "p90",
      "should keep it",
    ],
    [{ p99Ms: null, bounded: true, keeps: null }, "–", "", "none near", "not known"],
    [
      { p99Ms: null, keeps: false, beyond: { requestsPerSec: null, processes: 2 } },
      "–",
      "",
      "",
      "cannot on one process: needs 2",
    ],
  ] as const)("with %j has for p99 %s (%s, %s), and stands as %s", (change, text, interval, note, standing) => {
    const row = rowOf({ ...socket, ...change }, asked, englishChoosing);
    expect(row.figures[1]).toMatchObject({ text, interval, note });
    expect(row.standing).toBe(standing);
  });
});

describe("what a hosted service counts", () => {
  it("is said once for all that it counts alike, and of nothing that asks or does not pass", () => {
    const shared =
      "A hosted service bills WebSocket and server-sent events for 4.38 million connection-minutes and 2.63 billion messages a month.";
    const events = { ...socket, label: "Server-sent events", twoWay: false };
    expect(plain(billedNote([long, socket, events], asked, englishChoosing))).toBe(shared);
    expect(billedNote([long, { ...socket, hindrance: "refuses" }], asked, englishChoosing)).toBe("");
  });

  it("is said of each where they differ", () => {
    const talking = { ...asked, setting: { ...setting, sendsPerMin: 600 } };
    const events = { ...socket, label: "Server-sent events", twoWay: false };
    expect(plain(billedNote([socket, events], talking, englishChoosing))).toBe(
      "A hosted service bills WebSocket for 4.38 million connection-minutes and 5.26 billion messages a month. A hosted service bills server-sent events for 4.38 million connection-minutes and 2.63 billion messages a month.",
    );
  });
});
