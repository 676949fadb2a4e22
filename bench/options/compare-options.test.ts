import { expect, it } from "vitest";
import { compareCommand } from "./compare-options.ts";

const others = { out: null, config: { path: "bench.config.ts", asked: false }, verbose: false };

it.each([
  [["a", "b"], { base: "a", head: "b", ...others }],
  [["a", "--out", "c", "b"], { base: "a", head: "b", ...others, out: "c" }],
  [["--out=c", "a", "b"], { base: "a", head: "b", ...others, out: "c" }],
  [["a", "b", "--verbose"], { base: "a", head: "b", ...others, verbose: true }],
  [["a", "b", "--config", "x.ts"], { base: "a", head: "b", ...others, config: { path: "x.ts", asked: true } }],
])("reads %j", (argv, options) => expect(compareCommand.parse(argv)).toEqual(options));

it("helps", () => {
  expect(compareCommand.parse(["--help"])).toBe("help");
  expect(compareCommand.help).toContain(
    "Exit codes\n  0    no regression\n  1    a regression, or no time that could be judged\n  2    usage, or",
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
