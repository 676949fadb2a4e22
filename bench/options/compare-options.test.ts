import { expect, it } from "vitest";
import { compareCommand } from "./compare-options.ts";

const unasked = { path: "bench.config.ts", asked: false };

it.each([
  [["a", "b"], { base: "a", head: "b", out: null, config: unasked }],
  [["a", "--out", "c", "b"], { base: "a", head: "b", out: "c", config: unasked }],
  [["--out=c", "a", "b"], { base: "a", head: "b", out: "c", config: unasked }],
  [["a", "b", "--config", "x.ts"], { base: "a", head: "b", out: null, config: { path: "x.ts", asked: true } }],
])("reads %j", (argv, options) => expect(compareCommand.parse(argv)).toEqual(options));

it("helps", () => {
  expect(compareCommand.parse(["--help"])).toBe("help");
  expect(compareCommand.help).toContain(
    "Exit: 0 no regression · 1 a regression, or no time that could be judged · 2 usage",
  );
});

it.each([
  [[], /name two runs' folders/],
  [["a"], /name two runs' folders/],
  [["a", "b", "c"], /name two runs' folders/],
  [["a", "b", "--out"], /--out/],
  [["a", "b", "--tolerance", "1"], /--tolerance/],
])("refuses %j in one line", (argv, message) => {
  expect(() => compareCommand.parse(argv)).toThrow(message);
  expect(() => compareCommand.parse(argv)).toThrow(/^[^\n]*npm run compare -- BASE HEAD[^\n]*$/);
});
