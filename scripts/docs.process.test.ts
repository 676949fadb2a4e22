// The documents are true: commands exist and take the options that are written, files are there, links lead somewhere.
// Runs only commands that cost nothing.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, matchesGlob, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { codecContests } from "../bench/contests/codec.ts";
import { contests } from "../bench/contests/contests.ts";
import { exitCodes } from "../bench/failure.ts";
import { gitEnvironment } from "../bench/machine/git.ts";
import { parseBenchOptions } from "../bench/options/bench-options.ts";
import { compareCommand } from "../bench/options/compare-options.ts";
import { exitMeanings } from "../bench/options/exits.ts";
import { codecCommand, pairCommand } from "../bench/options/pair-options.ts";
import { soakCommand } from "../bench/options/soak-options.ts";
import { doctorCommand, fuzzCommand, pictureCommand, reportCommand } from "../bench/options/tool-options.ts";
import { serveCommand } from "./serve-options.ts";

const root = new URL("..", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8");
const {
  scripts,
  bin,
}: Record<"scripts" | "bin", Readonly<Record<string, string>>> = JSON.parse(textOf("package.json"));

const codeOf = (end: string): number | undefined => Object.entries(exitCodes).find(([name]) => name === end)?.[1];

/** The files of the repository, with those that are new and not ignored. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  env: gitEnvironment(process.env),
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(new URL(path, root)));

const documents = files.filter((path) => path.endsWith(".md"));
const workflow = ".github/workflows/bench.yml";

interface Document {
  /** The fenced blocks, each with the language that it names. */
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
  /** Inline code, with line breaks as spaces. */
  readonly spans: readonly string[];
  readonly headings: readonly string[];
  readonly links: readonly string[];
}

const fence = /^ *```(\w*)\n(.*?)^ *```$/gms;

const readDocument = (text: string): Document => {
  const prose = text.replaceAll(fence, "");
  const unlinked = prose.replaceAll(/`[^`]*`/g, "``");
  return {
    blocks: [...text.matchAll(fence)].map(([, language = "", text = ""]) => ({ language, text })),
    spans: [...prose.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replaceAll(/\s+/g, " ")),
    headings: [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading),
    links: [...unlinked.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link),
  };
};

/** The words of one command, as a shell takes them; "given" stands for what a shell puts in place of $…. */
const wordsOf = (command: string): readonly string[] =>
  command
    .replaceAll(/"\$\([^)]*\)"|"\$\w+"/g, "given")
    .split(" ")
    .filter((word) => word !== "");

const shells: readonly string[] = ["sh", "console", "bash"];

/** The commands of a script, line by line, without comments and prompts. */
const commandsIn = (script: string): readonly (readonly string[])[] =>
  script
    .split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split("&&"))
    .map((command) => wordsOf(command.trim().replace(/^\$ /, "")))
    .filter(([program]) => program !== undefined);

/** The commands of a workflow, which stand among YAML. */
const commandsOfWorkflow = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/npm run ([^\n|]*?)(?: \|\| true)?$/gm)].map(([, rest = ""]) => wordsOf(`npm run ${rest}`));

const commandsOf = (path: string): readonly (readonly string[])[] => {
  if (!path.endsWith(".md")) return commandsOfWorkflow(textOf(path));
  const { blocks, spans } = readDocument(textOf(path));
  return [
    ...blocks.filter(({ language }) => shells.includes(language)).flatMap(({ text }) => commandsIn(text)),
    ...blocks.filter(({ language }) => language === "yaml").flatMap(({ text }) => commandsOfWorkflow(text)),
    ...spans.filter((span) => /^(npm|npx|node|bash|sh|push-bench) /.test(span)).map(wordsOf),
  ];
};

const noLimits = { cores: 2, openFiles: null, localPorts: null };

/** Each script's reading of its command line; it throws where the script would not take these words. */
const takes: Readonly<Record<string, (argv: readonly string[]) => unknown>> = {
  bench: (argv) => parseBenchOptions(argv),
  compare: (argv) => (argv.length === 0 ? null : compareCommand.parse(argv)),
  serve: serveCommand.parse,
  soak: (argv) => soakCommand(noLimits).parse(argv),
  pair: (argv) => pairCommand(Object.keys(contests)).parse(argv),
  codec: (argv) => codecCommand(Object.keys(codecContests)).parse(argv),
  report: reportCommand.parse,
  picture: pictureCommand.parse,
  fuzz: fuzzCommand.parse,
  doctor: doctorCommand.parse,
  check: (argv) => expect(argv).toEqual([]),
};

const isFile = (path: string): boolean => files.includes(path);

/** Throws where the command could not be typed as it stands. */
const check = ([program = "", ...words]: readonly string[]): void => {
  const [first = "", ...rest] = words;
  if (program === "npm" && first === "run") {
    const [name = "", dashes, ...argv] = rest.filter((word) => word !== "-s");
    expect(scripts).toHaveProperty(name);
    if (dashes !== undefined) expect(dashes).toBe("--");
    // A command's name by itself is no call of it.
    if (argv.length > 0) takes[name]?.(argv);
  } else if (program === "npm" && first === "test") {
    for (const filter of rest.filter((word) => !word.startsWith("-"))) {
      expect(files.filter((path) => path.endsWith(".test.ts") && path.includes(filter))).not.toEqual([]);
    }
  } else if (program === "npm") {
    expect(["ci", "version"]).toContain(first);
  } else if (Object.hasOwn(bin, program)) {
    expect(takes).toHaveProperty(first);
    if (rest.length > 0) takes[first]?.(rest);
  } else if (program === "npx" && (Object.hasOwn(bin, first) || first.startsWith("git+"))) {
    // From a git URL npx runs the one command that the package has.
    if (rest.length > 0) check([Object.keys(bin)[0] ?? "", ...rest]);
  } else if (program === "npx") {
    expect(existsSync(new URL(`node_modules/.bin/${first}`, root))).toBe(true);
  } else if (["bash", "sh", "node"].includes(program)) {
    expect(files).toContain(words.find((word) => !word.startsWith("-")));
  } else {
    throw new Error(`nobody knows how to check ${program}`);
  }
};

/** Files that a run, a user or an installation makes. They are not in the repository. */
const made = [
  "reports/out/**",
  "bench.config.ts",
  "{run,live-PORT}.jsonl",
  "results.json",
  "index.html",
  "summary.md",
  "trials.csv",
  "badge.json",
  "raw/**",
  "{base,rerun}/",
  "compare*.{html,md,xml,json}",
];

const looksLikePath = /^\.?[\w*-][\w.*/-]*(\/|\.(ts|js|cjs|py|css|md|json|jsonl|yml|html|xml|csv|sh|cff|golden))$/;

/** A name in capitals stands for any name. A name without a folder stands for a file in any folder. */
const isThere = (path: string): boolean => {
  if (isFile(path) || made.some((pattern) => matchesGlob(path, pattern))) return true;
  const pattern = path.replaceAll(/\b[A-Z]{2,}\b(?!\.md|\.cff)/g, "*");
  if (pattern.endsWith("/")) return files.some((file) => matchesGlob(file, `{,**/}${pattern}**`));
  return files.some((file) => matchesGlob(file, pattern.includes("/") ? pattern : `{,**/}${pattern}`));
};

/** The anchor that GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const optionsOf = (span: string): readonly string[] => span.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [];

interface Ended {
  readonly code: number | null;
  /** What both streams had. */
  readonly text: string;
  readonly complaint: string;
}

/** A script of package.json as npm runs it. */
const run = async (name: string, ...args: readonly string[]): Promise<Ended> => {
  const words = scripts[name]?.replace(/^exec node /, "").split(" ") ?? [];
  const child = spawn(process.execPath, [...words, ...args], { cwd: root });
  let [text, complaint] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    complaint += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, text, complaint };
};

const commands = Object.keys(scripts).filter((name) => !["test", "check"].includes(name));

const help: Readonly<Record<string, Promise<Ended>>> = Object.fromEntries(
  commands.map((name) => [name, run(name, "--frobnicate", "-h")]),
);

describe.each([...documents, workflow])("%s", (path) => {
  it("tells commands that exist, with options that they take", () => {
    for (const command of commandsOf(path)) {
      expect(() => check(command), command.join(" ")).not.toThrow();
    }
  });
});

describe.each(documents)("%s", (path) => {
  const { spans, links, blocks } = readDocument(textOf(path));

  it("names files that are there", () => {
    const named = spans.filter((span) => looksLikePath.test(span));
    expect(named.filter((name) => !isThere(name) && !isFile(join(dirname(path), name)))).toEqual([]);
  });

  it("has links that lead somewhere", () => {
    for (const link of links.filter((link) => !link.startsWith("https:"))) {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), file));
      expect(files, link).toContain(target);
      if (anchor === undefined) continue;
      expect(readDocument(textOf(target)).headings.map(anchorOf), link).toContain(anchor);
    }
  });

  it("speaks of options that some command has", async () => {
    const known = new Set((await Promise.all(Object.values(help))).flatMap(({ text }) => optionsOf(text)));
    // A whole command's options are its own, and another test has checked them where the command is one of ours.
    const alone = spans.filter((span) => !/^\w+ /.test(span)).flatMap(optionsOf);
    expect(alone.filter((option) => !known.has(option))).toEqual([]);
  });

  it("has blocks that a reader's tools can colour", () => {
    const languages = new Set(["", ...shells, "ts", "yaml", "mermaid"]);
    expect(blocks.map(({ language }) => language).filter((language) => !languages.has(language))).toEqual([]);
  });
});

describe("the commands", () => {
  it.each(commands)("%s tells its options and exit codes, and ends with 0", async (name) => {
    const told = await help[name];
    expect(told).toMatchObject({ code: 0, complaint: "" });
    expect(told?.text).toMatch(new RegExp(`^npm run ${name}( -- .*)?\n[A-Z].*\n`));
    for (const code of [0, 2, 3, 130]) expect(told?.text).toMatch(new RegExp(`\n {2}${code} +[a-z]`));
    expect(told?.text).toMatch(/\n {2}--help +this text\n\n(.*\n)*Exit codes\n( {2}.*\n)+$/);
    expect(told?.text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(commands)("%s refuses an option that it does not know in one line, and ends with 2", async (name) => {
    expect(await run(name, "--frobnicate")).toMatchObject({
      code: 2,
      text: expect.stringMatching(/^--frobnicate is not an option; (see --help|npm run .*)\n$/),
    });
  });

  it.each([30, 60])("doctor says that a machine with %d open files holds nobody", (files) => {
    const { doctor = "" } = scripts;
    const limited = `ulimit -n ${files} && exec "$0" ${doctor.replace(/^(exec )?node /, "")}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", limited, process.execPath], {
      cwd: root,
      // Node reads further certificates before it starts, and says so where it cannot.
      env: { ...process.env, NODE_EXTRA_CA_CERTS: "" },
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^most subscribers +0 {2}none: /m);
  });
});

describe("the workflow", () => {
  const readers = [workflow, "docs/ci.md"];

  it.each(readers)("of %s compares with a revision, and keeps the runs where the files are taken from", (path) => {
    const gate = commandsOf(path).find((words) => words.includes("--against") && words.includes("--out"));
    expect(parseBenchOptions(gate?.slice(4) ?? [])).toMatchObject({
      against: "given",
      profile: "gate",
      out: "reports/out",
      rerun: true,
    });
  });

  it("takes the files that a run and a comparison leave", () => {
    const taken = readers.flatMap((path) => [...textOf(path).matchAll(/reports\/out\/[^\s/]+\/([\w.-]+\w)/g)]);
    expect(new Set(taken.map(([, name]) => name))).toEqual(new Set(["compare.xml", "compare.md", "summary.md"]));
  });
});

it("docs/ci.md tells every exit code, as the commands mean them", () => {
  const rows = Object.entries(exitMeanings).map(([end, meaning]) => `| ${codeOf(end)} | ${meaning} |`);
  expect(textOf("docs/ci.md")).toContain(`| code | meaning |\n| --- | --- |\n${rows.join("\n")}\n`);
});

it("the citation has the package's version", () => {
  expect(/^version: (.*)$/m.exec(textOf("CITATION.cff"))?.[1]).toBe(JSON.parse(textOf("package.json")).version);
});
