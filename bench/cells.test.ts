import { expect, it } from "vitest";
import { cellsOf, clipped, toTheLeft, toTheRight, wrapText } from "./cells.ts";

it.each([
  ["one two three", 8, "", "one two\nthree"],
  ["one two three", 7, "", "one two\nthree"],
  ["one two three", 6, "", "one\ntwo\nthree"],
  ["one two three", 8, "  ", "  one\n  two\n  three"],
  ["one two three", 11, "  ", "  one two\n  three"],
  ["overlong", 4, "", "overlong"],
  ["overlong one", 4, "  ", "  overlong\n  one"],
  ["", 8, "", ""],
] as const)("%j in lines of at most %d, indented by %j", (text, width, indent, wrapped) =>
  expect(wrapText(text, width, indent)).toBe(wrapped),
);

it("a Han character takes two cells, and a colour none", () => {
  expect(cellsOf("长轮询")).toBe(6);
  expect(wrapText("长轮询 长轮询 a", 8)).toBe("长轮询\n长轮询 a");
  expect([toTheLeft("长", 4), toTheRight("长", 4), toTheLeft("long", 2)]).toEqual(["长  ", "  长", "long"]);
  expect([
    clipped("long polling", 6),
    clipped("long", 4),
    clipped("长轮询", 4),
    clipped("长轮询", 5),
    clipped("long", 0),
  ]).toEqual(["long …", "long", "长…", "长轮…", "…"]);
  expect(cellsOf("\u001b[31mred\u001b[39m")).toBe(3);
});
