// Settings that the publisher takes, and the errors for those that it does not.

import { describe, expect, it } from "vitest";
import { readMessageWish, readSettings } from "./publisher-settings.ts";

describe("readSettings", () => {
  it.each([
    { body: { ratePerSec: 0 }, read: { ratePerSec: 0 } },
    { body: { ratePerSec: 0.02, bodyBytes: 65_536, other: 1 }, read: { ratePerSec: 0.02, bodyBytes: 65_536 } },
    { body: { bodyBytes: 1 }, read: { bodyBytes: 1 } },
    { body: { ratePerSec: 0.01 }, read: expect.stringMatching(/^ratePerSec/) },
    { body: { ratePerSec: 50.1 }, read: expect.stringMatching(/^ratePerSec/) },
    { body: { ratePerSec: "5" }, read: expect.stringMatching(/^ratePerSec/) },
    { body: { ratePerSec: 5, bodyBytes: 1.5 }, read: expect.stringMatching(/^bodyBytes/) },
    { body: { bodyBytes: 65_537 }, read: expect.stringMatching(/^bodyBytes/) },
    { body: {}, read: "give ratePerSec, bodyBytes or both" },
    { body: [], read: "the body must be a JSON object" },
    { body: null, read: "the body must be a JSON object" },
  ])("of $body is $read", ({ body, read }) => {
    expect(readSettings(body)).toEqual(read);
  });
});

describe("readMessageWish", () => {
  it.each([
    { body: undefined, read: {} },
    { body: {}, read: {} },
    { body: { bodyBytes: 9 }, read: { bodyBytes: 9 } },
    { body: { bodyBytes: 0 }, read: expect.stringMatching(/^bodyBytes/) },
    { body: "9", read: "the body must be a JSON object" },
  ])("of $body is $read", ({ body, read }) => {
    expect(readMessageWish(body)).toEqual(read);
  });
});
