// The server's answers as the page reads them, and JSON that is no such answer.

import { expect, it } from "vitest";
import { AnswerError, readClock, readMeters, readPublisher, readRefusal } from "./answers.ts";

const meter = { requests: 1, empty: 2, bytesUp: 3, bytesDown: 4 };
const meters = { "short-polling": meter, "long-polling": meter, "server-sent-events": meter, websocket: meter };

it("reads what the server answers", () => {
  const clock = { now: 1.5, epoch: "a", lastSeq: 7, holdMs: 50 };
  expect(readClock({ ...clock, more: 1 })).toEqual(clock);
  expect(readClock({ ...clock, holdMs: undefined })).toEqual({ ...clock, holdMs: 30_000 });
  expect(readPublisher({ ratePerSec: 0, bodyBytes: 9 })).toEqual({ ratePerSec: 0, bodyBytes: 9 });
  expect(readMeters(meters)).toEqual(meters);
  expect([readRefusal({ error: "too many" }), readRefusal("too many"), readRefusal({})]).toEqual([
    "too many",
    null,
    null,
  ]);
});

it.each([
  ["no object", () => readClock("now")],
  ["a time in words", () => readClock({ now: "1", epoch: "a", lastSeq: 7 })],
  ["a hold in words", () => readClock({ now: 1, epoch: "a", lastSeq: 7, holdMs: "30 s" })],
  ["no number", () => readPublisher({ ratePerSec: Number.NaN, bodyBytes: 9 })],
  ["a transport missing", () => readMeters({ ...meters, websocket: undefined })],
])("takes nothing else for it: %s", (_, reading) => {
  expect(reading).toThrow(AnswerError);
});
