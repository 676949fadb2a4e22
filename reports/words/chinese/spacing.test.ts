import { expect, it } from "vitest";
import { spaced, zh } from "./spacing.ts";

it.each([
  ["短轮询每1s一次", "短轮询每 1s 一次"],
  ["与WebSocket相比", "与 WebSocket 相比"],
  ["与短轮询相比", "与短轮询相比"],
  ["95%置信区间", "95% 置信区间"],
  ["WebSocket（ws包） 312B、长轮询", "WebSocket（ws 包）312B、长轮询"],
  ["偏差 −1.3%，为 < 0.001", "偏差 −1.3%，为 < 0.001"],
])("%s is written %s", (text, written) => expect(spaced(text)).toBe(written));

it("a template's values meet its text with a space where it is due", () => {
  expect(["WebSocket", "长轮询"].map((name) => zh`与${name}相比`)).toEqual(["与 WebSocket 相比", "与长轮询相比"]);
});
