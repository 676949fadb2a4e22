// npm run compare as it is run: its output, its files, its exit codes.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { countMetrics, timeMetrics } from "../bench/gate/metrics.ts";
import { recordOf } from "../bench/record/metrics.ts";
import type { Run } from "../bench/record/run.ts";
import { fixtureHead } from "../reports/fixtures/compare.ts";
import { fixtureRun } from "../reports/fixtures/run.ts";

const out = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** A run's folder with its facts, as a run leaves it. */
const store = (name: string, { trials, floors, endedAt, summaries, comparisons, silence, ...header }: Run): string => {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  const facts = [
    { fact: "run", run: header },
    ...trials.map((trial) => ({ fact: "trial", trial })),
    { fact: "end", end: { endedAt, interrupted: false, stopped: null } },
  ];
  writeFileSync(join(folder, "run.jsonl"), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(""));
  return folder;
};

const compare = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const options = ["--disable-warning=ExperimentalWarning", "-r", "./scripts/runtime.cjs", "scripts/compare.ts"];
  const { GITHUB_ACTIONS: _, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, ...args], {
    encoding: "utf8",
    env: { ...inherited, ...environment },
  });
  return { status, stdout, stderr };
};

const base = store("base", fixtureRun);
const head = store("head", fixtureHead);
const old = store("old", { ...fixtureRun, schema: JSON.parse('"other/1"') });
const small = store("small", {
  ...fixtureRun,
  trials: fixtureRun.trials.filter(({ scenario }) => scenario === "sparse"),
});
const empty = store("empty", { ...fixtureRun, trials: [] });

describe("npm run compare", () => {
  it("exits 1 where something got worse, prints it, and leaves the page and its like in HEAD's folder", () => {
    const { status, stdout, stderr } = compare([base, head]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^4 regressions: 386 of 444 comparisons judged, 58 could not be told\n/);
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^Comparison: .*head\/compare\.html$/);
    expect(stdout).not.toContain("::error");
    expect(readdirSync(head).toSorted()).toEqual([
      "compare-bencher.json",
      "compare-github-action-benchmark.json",
      "compare.html",
      "compare.md",
      "compare.xml",
      "run.jsonl",
    ]);
    expect(readdirSync(base)).toEqual(["run.jsonl"]);
    expect(readFileSync(join(head, "compare.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("exits 0 where nothing did, and writes where it is told to", () => {
    const folder = join(out, "there", "it", "goes");
    const { status, stdout } = compare([base, base, "--out", folder]);
    expect(status).toBe(0);
    expect(stdout).toContain("No regression: 387 of 444 comparisons judged, 57 could not be told");
    expect(stdout).toContain("Warning: BASE and HEAD are the same run");
    expect(readdirSync(folder)).toContain("compare.md");
  });

  it("exits 1 where no time could be judged: silence is no pass", () => {
    const { status, stdout, stderr } = compare([small, small], { GITHUB_ACTIONS: "true" });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const headline = /^\d+ of \d+ judged, none worse; no response time could be judged: that is no\spass$/m;
    expect(stdout).toMatch(headline);
    expect(stdout).toContain("It is not known whether a response time changed, and that is no pass.");
    expect(stdout).toMatch(/^::error title=No pass::\d+ of \d+ judged, none worse/m);
  });

  it("takes any file of a run for the run, and a link to it", () => {
    symlinkSync("base", join(out, "link"));
    symlinkSync(join("base", "run.jsonl"), join(out, "facts"));
    const { status, stdout, stderr } = compare([join(out, "link", "run.jsonl"), join(out, "facts")]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Warning: BASE and HEAD are the same run");
    expect(readdirSync(base)).toContain("compare.html");
  });

  it("takes tolerances from a config file, and annotates in a GitHub workflow", () => {
    const config = join(out, "loose.config.ts");
    const tolerances = recordOf([...countMetrics, ...timeMetrics], () => 10);
    writeFileSync(config, `export default ${JSON.stringify({ tolerances })};\n`);
    const { stdout, stderr } = compare([base, head, "--config", config], { GITHUB_ACTIONS: "true" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^1 regression: 387 of 444 comparisons judged, 57 could not be told\n/);
    expect(stdout.match(/^::error title=.*$/gm)).toEqual([expect.stringContaining("Lost deliveries")]);
  });

  it.each([
    {
      what: "no runs",
      args: [],
      line: /^npm run compare -- BASE HEAD \[--out DIR\] \[--config FILE\] \[--verbose\]: name two runs' folders.*\n$/,
    },
    { what: "a folder without a run", args: [base, "servers"], line: /^HEAD: servers is not a run's folder: .*\n$/ },
    {
      what: "a file of no run",
      args: ["package.json", base],
      line: /^BASE: package.json is not a run's folder: .*\n$/,
    },
    { what: "another schema", args: [base, old], line: /^HEAD: old: its schema is other\/1, .*\n$/ },
    {
      what: "a folder that cannot be made",
      args: [small, small, "--out", "package.json"],
      line: /^--out package.json: the comparison cannot be written there .*\n$/,
    },
    {
      what: "nothing in common",
      args: [base, empty],
      line: /^the runs cannot be compared: they share no scenario.*\n$/,
    },
  ])("refuses $what with exit code 2 and one line", ({ args, line }) => {
    const { status, stdout, stderr } = compare(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(line);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  it("prints its options with --help", () => {
    expect(compare(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("--out DIR") });
  });
});
