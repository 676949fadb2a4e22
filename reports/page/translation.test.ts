import { describe, expect, it } from "vitest";
import { type Json, translate, translationBetween } from "./translation.ts";

const chart = (names: readonly string[], title: string, height = 3): Json => ({
  height,
  title,
  data: names.map((name, i) => ({ name, value: i, part: "trial", none: null })),
});

describe("a translation", () => {
  const english = chart(["Short polling", "WebSocket", "Short polling"], "Requests");
  it.each([
    ["other texts", chart(["短轮询", "WebSocket", "短轮询"], "请求数"), 2],
    ["nothing else", english, 0],
  ])("of %s is pairs of them", (_, other, pairs) => {
    const translation = translationBetween(english, other);
    expect("texts" in translation ? translation.texts.length : null).toBe(pairs);
    expect(translate(english, translation)).toEqual(other);
  });

  it.each([
    ["a text that stands for two", chart(["短轮询", "WebSocket", "另一个"], "请求数")],
    ["another number", chart(["短轮询", "WebSocket", "短轮询"], "请求数", 4)],
    ["another shape", chart(["短轮询"], "请求数")],
    ["a list for an object", [1]],
    ["a text that becomes what stays itself elsewhere", chart(["trial", "WebSocket", "trial"], "Requests")],
  ])("of %s is right, too", (_, other) =>
    expect(translate(english, translationBetween(english, other))).toEqual(other),
  );

  it("of one text that stands for two is the whole", () => {
    expect(translationBetween(["a", "a"], ["x", "y"])).toEqual({ whole: ["x", "y"] });
    expect(translationBetween(["x", "a"], ["x", "x"])).toEqual({ texts: [["a", "x"]] });
  });

  it("finds no text in what an object inherits", () => {
    expect(translate(["constructor", "__proto__"], { texts: [["a", "b"]] })).toEqual(["constructor", "__proto__"]);
  });
});
