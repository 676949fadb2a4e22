import { expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { doctorCommand, fuzzCommand, pictureCommand, reportCommand } from "./tool-options.ts";

it.each<[(argv: readonly string[]) => unknown, readonly string[], unknown]>([
  [fuzzCommand.parse, [], { count: 1_000_000, seed: 1 }],
  [fuzzCommand.parse, ["--count", "9", "--seed=0"], { count: 9, seed: 0 }],
  [reportCommand.parse, ["reports/out/latest"], { folder: "reports/out/latest" }],
  [pictureCommand.parse, ["a"], { folder: "a" }],
  [pictureCommand.parse, ["a", "--help"], "help"],
  [doctorCommand.parse, ["--help"], "help"],
])("%o reads %j", (parse, argv, options) => expect(parse(argv)).toEqual(options));

const oneFolder = "name one run's folder, such as reports/out/latest";

it.each<[(argv: readonly string[]) => unknown, readonly string[], string]>([
  [fuzzCommand.parse, ["--count", "0"], "--count 0: give a whole number from 1 to 9007199254740991"],
  [fuzzCommand.parse, ["9"], "9 is not an option; see --help"],
  [reportCommand.parse, [], `npm run report -- RUN: ${oneFolder}`],
  [reportCommand.parse, ["a", "b"], `npm run report -- RUN: ${oneFolder}`],
  [reportCommand.parse, ["-x"], "-x is not an option; npm run report -- RUN"],
  [pictureCommand.parse, [], `npm run picture -- RUN: ${oneFolder}`],
  [doctorCommand.parse, ["now"], "now is not an option; see --help"],
])("%o refuses %j in one line", (parse, argv, line) => {
  expect(() => parse(argv)).toThrow(new UsageError(line));
});
