import { expect, it } from "vitest";
import { absent, count, figure, signedPercent, withUnit } from "./numbers.ts";
import { plainCell, readFigure } from "./reading.ts";

it.each([0, 0.351, 4.52, 12.3, 526, 41_230, 1_234_567, -7, -0.5])("reads back %d as it is shown", (value) => {
  expect(readFigure(figure(value))).toBe(value);
  expect(plainCell(figure(value))).toBe(String(value));
});

it("reads the figure that a text begins with, and none in other texts", () => {
  expect(readFigure(withUnit(41_230, "B"))).toBe(41_230);
  expect(readFigure(" 2.1 / 3.4")).toBe(2.1);
  expect(readFigure(signedPercent(0.032))).toBe(3.2);
  expect(readFigure("< 0.001")).toBe(0);
  expect(readFigure(absent)).toBeNull();
  expect(readFigure("WebSocket")).toBeNull();
  expect(readFigure("")).toBeNull();
});

it("leaves texts as they are, with plain blanks, and a dash out", () => {
  expect(plainCell(`${count(41_230)} / 7`)).toBe("41 230 / 7");
  expect(plainCell(absent)).toBe("");
  expect(plainCell("2026-01-15 09:30:00 UTC")).toBe("2026-01-15 09:30:00 UTC");
});
