import { describe, expect, it } from "vitest";
import { english } from "../words/english/english.ts";
import { bytes, count, duration, figure, instant, percent, plainFigure, signedPercent } from "./numbers.ts";

/** Thin spaces as "_", so that they can be seen. */
const seen = (text: string): string => text.replaceAll("\u202f", "_");

describe("figures", () => {
  it.each([
    [0, "0"],
    [7, "7"],
    [-7, "−7"],
    [0.0004, "< 0.001"],
    [0.047, "0.047"],
    [0.9996, "1.00"],
    [4.516, "4.52"],
    [9.996, "10.0"],
    [12.34, "12.3"],
    [99.96, "100"],
    [525.6, "526"],
    [1013.2, "1013"],
    [41_229.8, "41_230"],
    [-2.5, "−2.50"],
    [1_234_567, "1_234_567"],
  ])("%d is shown as %s", (value, text) => expect(seen(figure(value))).toBe(text));

  it.each([
    [0, "0"],
    [0.05, "0.05"],
    [-2.5, "−2.5"],
    [1000, "1000"],
    [10_000, "10_000"],
    [12_345.5, "12_345.5"],
  ])("%d stands on an axis as %s", (value, text) => expect(seen(plainFigure(value))).toBe(text));

  it.each([
    [0, "0"],
    [1, "100"],
    [0.00004, "0.0"],
    [0.9048, "90.5"],
  ])("a share of %d is %s percent", (share, text) => expect(percent(share)).toBe(text));

  it.each([
    [0.032, "+3.2_%"],
    [-0.5, "−50.0_%"],
    [0.0004, "0.0_%"],
  ])("a difference of %d is %s", (difference, text) => expect(seen(signedPercent(difference))).toBe(text));

  it("counts are whole and grouped from five digits on", () =>
    expect([1234, 12_345, 1_234_567].map((value) => seen(count(value)))).toEqual(["1234", "12_345", "1_234_567"]));
});

describe("quantities with their unit", () => {
  it.each([
    [100, "100_ms"],
    [250, "250_ms"],
    [1000, "1_s"],
    [2200, "2.2_s"],
    [30_000, "30_s"],
    [180_000, "3_min"],
  ])("%d ms is %s", (ms, text) => expect(seen(duration(ms))).toBe(text));

  it.each([
    [10, "10_messages/s"],
    [1, "1_message/s"],
    [0.4545, "one message every 2.2_s"],
    [0.02, "one message every 50_s"],
    [0, "0_messages/s"],
  ])("%d a second is %s", (perSec, text) => expect(seen(english.basics.rate(perSec))).toBe(text));

  it.each([
    [0, "0_B"],
    [256, "256_B"],
    [65_536, "64_KiB"],
    [17_179_869_184, "16_GiB"],
  ])("%d bytes are %s", (value, text) => expect(seen(bytes(value))).toBe(text));

  it("bytes are in the unit of others that they stand beside", () =>
    expect([seen(bytes(1000, 2048)), seen(bytes(2048, 1000))]).toEqual(["0.977_KiB", "2050_B"]));

  it("an instant loses its milliseconds, anything else is kept", () =>
    expect([instant("2026-01-15T09:30:00.123Z"), instant("soon")]).toEqual(["2026-01-15 09:30:00 UTC", "soon"]));
});
