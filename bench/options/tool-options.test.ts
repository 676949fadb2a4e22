import { expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { parseDoctorOptions, parseFuzzOptions, parsePictureOptions, parseReportOptions } from "./tool-options.ts";

it.each<[(argv: readonly string[]) => unknown, readonly string[], unknown]>([
  [parseFuzzOptions, [], { count: 1_000_000, seed: 1 }],
  [parseFuzzOptions, ["--count", "9", "--seed=0"], { count: 9, seed: 0 }],
  [parseReportOptions, ["reports/out/latest"], { folder: "reports/out/latest" }],
  [parsePictureOptions, ["a"], { folder: "a" }],
  [parsePictureOptions, ["a", "--help"], "help"],
  [parseDoctorOptions, ["--help"], "help"],
])("%o reads %j", (parse, argv, options) => expect(parse(argv)).toEqual(options));

const oneFolder = "name one run's folder, such as reports/out/latest";

it.each<[(argv: readonly string[]) => unknown, readonly string[], string]>([
  [parseFuzzOptions, ["--count", "0"], "--count 0: give a whole number from 1 to 9007199254740991"],
  [parseFuzzOptions, ["9"], "9 is not an option; see --help"],
  [parseReportOptions, [], `npm run report -- RUN: ${oneFolder}`],
  [parseReportOptions, ["a", "b"], `npm run report -- RUN: ${oneFolder}`],
  [parseReportOptions, ["-x"], "-x is not an option; npm run report -- RUN"],
  [parsePictureOptions, [], `npm run picture -- RUN: ${oneFolder}`],
  [parseDoctorOptions, ["now"], "now is not an option; see --help"],
])("%o refuses %j in one line", (parse, argv, line) => {
  expect(() => parse(argv)).toThrow(new UsageError(line));
});
