import { describe, expect, it } from "vitest";
import { addressOf, askedAt, betweenOf } from "./address.ts";
import type { Setting } from "./bare.ts";
import { listPrices } from "./tariffs.ts";

const defaults: Setting = {
  ratePerSec: 10,
  subscribers: 100,
  bodyBytes: 256,
  oneWayMs: 0,
  staleMs: 1000,
  sendsPerMin: 0,
  between: "nothing",
};
const plain = { setting: defaults, prices: listPrices, clamped: [] };

describe("an address", () => {
  it("says a setting, and no more than differs from what all begin with", () => {
    expect(addressOf({ setting: defaults, prices: listPrices })).toBe(
      "#choosing:rate=10,subscribers=100,body=256,delay=0,stale=1000",
    );
    expect(
      addressOf({
        setting: { ...defaults, sendsPerMin: 6, between: "cuts" },
        prices: { ...listPrices, egress: 0.05 },
      }),
    ).toBe("#choosing:rate=10,subscribers=100,body=256,delay=0,stale=1000,sends=6,between=cuts,egress=0.05");
  });

  it("gives the same again", () => {
    const setting: Setting = {
      ratePerSec: 0.3,
      subscribers: 7,
      bodyBytes: 1,
      oneWayMs: 12.5,
      staleMs: 315,
      sendsPerMin: 0.5,
      between: "buffers",
    };
    const prices = { request: 0, egress: 0.01, processor: 2, connection: 3.5, message: 1e6 };
    expect(askedAt(addressOf({ setting, prices }), defaults)).toEqual({ setting, prices, clamped: [] });
  });

  it.each([
    ["", null],
    ["#panel-1", null],
    ["#choosing", null],
    ["#choosing:", plain],
    ["#choosing:rate=20", { ...plain, setting: { ...defaults, ratePerSec: 20 } }],
    ["#choosing:__proto__=1,rate=<img src=x>,between=toString,egress=x", plain],
  ])("%s is read as %j", (hash, asked) => expect(askedAt(hash, defaults)).toEqual(asked));

  it("tells which of its numbers lay out of their ranges", () => {
    expect(askedAt("#choosing:rate=1e9,subscribers=-4,body=x,delay=,stale,egress=-1", defaults)).toEqual({
      setting: { ...defaults, ratePerSec: 1000, subscribers: 1 },
      prices: { ...listPrices, egress: 0 },
      clamped: [
        { key: "rate", value: 1000 },
        { key: "subscribers", value: 1 },
        { key: "egress", value: 0 },
      ],
    });
  });

  it("rounds to whole numbers without a word", () => {
    expect(askedAt("#choosing:subscribers=12.6", defaults)).toEqual({
      ...plain,
      setting: { ...defaults, subscribers: 13 },
    });
  });
});

it.each([
  ["cuts", "cuts"],
  ["toString", null],
  [undefined, null],
])("%s between is %s", (text, between) => expect(betweenOf(text)).toBe(between));
