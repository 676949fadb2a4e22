import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { benchHelp, configPlaceOf, parseBenchOptions } from "./bench-options.ts";
import { compareCommand } from "./compare-options.ts";
import { commandLine } from "./flags.ts";
import { codecCommand, pairCommand } from "./pair-options.ts";
import { soakCommand } from "./soak-options.ts";
import { doctorCommand, fuzzCommand, pictureCommand, reportCommand } from "./tool-options.ts";
import { numberIn, textFor, whole, yesOrNo } from "./values.ts";

const command = {
  usage: "npm run made -- [WORD …]",
  purpose: "a command of this test's",
  table: {
    seed: { flag: "--seed", placeholder: "N", read: numberIn(whole(0, 9, "")), fallback: "1", help: "a number" },
    out: { flag: "--out", placeholder: "DIR", read: textFor("a folder"), fallback: "here", help: "a folder" },
    keep: { flag: "--keep", placeholder: null, read: yesOrNo, fallback: "no", help: "a switch" },
  },
  notes: [],
  examples: [],
  exits: { done: "done" },
} as const;
const withWords = commandLine({ ...command, takesOperands: true }, (values, words) => ({ ...values, words }));
const without = commandLine({ ...command, takesOperands: false }, (values) => values);

it.each([
  [["--seed", "3", "a"], { seed: 3, words: ["a"] }],
  [["a", "--seed=3"], { seed: 3, words: ["a"] }],
  [["--out=a=b"], { out: "a=b", words: [] }],
  [["--out=--keep"], { out: "--keep", words: [] }],
  [["--out", "-x"], { out: "-x", words: [] }],
  [["--no-keep"], { keep: false, words: [] }],
  [["--seed", "3", "--", "--seed", "-a", "--"], { seed: 3, words: ["--seed", "-a", "--"] }],
  [["--"], { words: [] }],
  [["--", "--help"], { words: ["--help"] }],
])("reads %j", (argv, options) => expect(withWords.parse(argv)).toEqual(options));

it.each([
  [["--sed", "3"], "--sed is not an option; did you mean --seed? npm run made -- [WORD …]"],
  [["-s", "3"], "-s is not an option; npm run made -- [WORD …]"],
  [["--helpp"], "--helpp is not an option; did you mean --help? npm run made -- [WORD …]"],
  [["--seed"], "--seed needs a value: npm run made -- [WORD …]"],
  [["--seed", "--keep"], "--seed needs a value: npm run made -- [WORD …]"],
  [["--seed", "--"], "--seed needs a value: npm run made -- [WORD …]"],
  [["--seed="], '--seed "": give a whole number from 0 to 9'],
  [["--out", " "], '--out " ": give a folder'],
  [["--seed", "1", "--seed=2"], "--seed is given twice; a list is written with commas"],
  [["--keep", "--no-keep"], "--no-keep is given twice; a list is written with commas"],
  [["--keep=true"], '--keep takes no value; leave out "=true"'],
  [["--no-seed"], "--no-seed is not an option; npm run made -- [WORD …]"],
  [["--no-help"], "--no-help is not an option; npm run made -- [WORD …]"],
  [["--a\nb\u009b"], "--a\\u000ab\\u009b is not an option; npm run made -- [WORD …]"],
])("refuses %j in one line", (argv, line) => expect(() => withWords.parse(argv)).toThrow(new UsageError(line)));

it.each([[["word"]], [["--"]], [[""]], [["--keep", "word"]]])("refuses the words %j where it takes none", (argv) => {
  expect(() => without.parse(argv)).toThrow(/ is not an option; see --help$/);
});

describe("help", () => {
  const limits = { cores: 1, openFiles: null, localPorts: null };
  const all = {
    bench: { help: benchHelp(), parse: (argv: readonly string[]) => configPlaceOf(argv) ?? parseBenchOptions(argv) },
    compare: compareCommand,
    report: reportCommand,
    picture: pictureCommand,
    fuzz: fuzzCommand,
    doctor: doctorCommand,
    pair: pairCommand(["a"]),
    codec: codecCommand(["a"]),
    soak: soakCommand(limits),
  };

  it.each(Object.entries(all))("of %s is given for --help and -h, whatever stands beside it", (_, { parse, help }) => {
    for (const argv of [
      ["--help"],
      ["-h"],
      ["x", "-h"],
      ["--help", "--nope"],
      ["--help", "--help"],
      ["--seed", "-h"],
    ]) {
      expect(parse(argv)).toBe("help");
    }
    expect(help).toContain("\n  --help                     this text\n");
    expect(help).toMatch(/\nExamples\n( {2}(npm|ulimit) .*\n( {6}.*\n)+){3}\nExit codes\n {2}0 {4}/);
    expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});

it("groups options under heads, and hangs their help beside them, or below a flag that is too long", () => {
  const of = (flag: `--${string}`, group: string, help: string) => ({
    ...{ group, flag, placeholder: "N", read: textFor("a text"), fallback: "1" },
    help,
  });
  const table = {
    a: of("--first", "One", "word ".repeat(12).trim()),
    b: of("--second", "Two", "b"),
    c: of(`--${"long".repeat(8)}`, "One", "c"),
  };
  const made = commandLine({ ...command, table, exits: { done: "done" }, takesOperands: false }, (values) => values);
  expect(made.help.split("\n\n").slice(1, 3)).toEqual([
    [
      "One",
      "  --first N                  word word word word word word word word word word",
      "                             word word (1)",
      "  --longlonglonglonglonglonglonglong N",
      "                             c (1)",
    ].join("\n"),
    ["Two", "  --second N                 b (1)", "  --help                     this text"].join("\n"),
  ]);
});

it("of contests takes each once", () => {
  expect(() => pairCommand(["a", "b"]).parse(["a", "b", "a"])).toThrow(/^a is named twice; name each contest once; /);
});
