// Every command that the README and the workflow tell is one that exists, with options that it takes.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseBenchOptions } from "./bench-options.ts";
import { parseCompareOptions } from "./compare-options.ts";

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const scripts: object = JSON.parse(textOf("package.json")).scripts;

interface Command {
  readonly script: string;
  readonly argv: readonly string[];
}

/** What a shell puts in place of $… is some revision or folder here. */
const commandsIn = (text: string): readonly Command[] =>
  [...text.matchAll(/npm run ([\w-]+)(?: -- ([^`\n#|]*))?/g)].map(([, script = "", rest = ""]) => ({
    script,
    argv: rest
      .replaceAll(/"\$\(.*\)"|"\$\w+"/g, "given")
      .split(" ")
      .filter((word) => word !== ""),
  }));

const files = ["README.md", ".github/workflows/bench.yml"];

describe.each(files)("the commands in %s", (file) => {
  const commands = commandsIn(textOf(file));

  it("are scripts of this package", () => {
    for (const { script } of commands) expect(scripts).toHaveProperty(script);
  });

  it("have options that exist", () => {
    for (const { argv } of commands.filter(({ script }) => script === "bench")) parseBenchOptions(argv);
    for (const { argv } of commands.filter(({ script, argv }) => script === "compare" && argv.length > 0)) {
      parseCompareOptions(argv);
    }
  });

  it("compare with a revision, and keep the runs where the files are taken from", () => {
    const gate = commands.find(({ argv }) => argv.includes("--against") && argv.includes("--out"));
    expect(gate && parseBenchOptions(gate.argv)).toMatchObject({
      against: "given",
      profile: "gate",
      out: "reports/out",
      rerun: true,
    });
  });
});

it("a workflow takes the files that a run and a comparison leave", () => {
  const taken = files.flatMap((file) => [...textOf(file).matchAll(/reports\/out\/[^\s/]+\/([\w.-]+\w)/g)]);
  expect(new Set(taken.map(([, name]) => name))).toEqual(
    new Set(["index.html", "compare.xml", "compare.md", "summary.md"]),
  );
});
