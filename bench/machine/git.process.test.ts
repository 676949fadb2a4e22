// The state of a tree with real git: repositories of the test's own, and the variables that git gives to a hook.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gitEnvironment, stateOfTree } from "./git.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "push-transport-benchmark-test-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [outer, ours, copy] = [join(folder, "outer"), join(folder, "ours"), join(folder, "outer", "copy")];
const marker = join(folder, "was-run");
const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
const git = (at: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-C", at, ...identity, ...args], { encoding: "utf8", env: gitEnvironment(process.env) }).trim();

beforeAll(() => {
  for (const each of [outer, ours]) {
    execFileSync("git", ["init", "--quiet", each], { env: gitEnvironment(process.env) });
    writeFileSync(join(each, "code.ts"), each);
    git(each, "add", ".");
    git(each, "commit", "--quiet", "--message", each);
  }
  mkdirSync(copy);
});

/** The environment of a hook in the outer repository, and of users who have set more. */
const foreign = {
  ...process.env,
  GIT_DIR: join(outer, ".git"),
  GIT_WORK_TREE: outer,
  GIT_COMMON_DIR: join(outer, ".git"),
  GIT_INDEX_FILE: join(outer, ".git", "index"),
  GIT_OBJECT_DIRECTORY: join(outer, ".git", "objects"),
  GIT_CEILING_DIRECTORIES: folder,
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "core.worktree",
  GIT_CONFIG_VALUE_0: outer,
  GIT_EXTERNAL_DIFF: "false",
  GIT_TRACE: join(folder, "trace"),
  GIT_PREFIX: "copy/",
  LC_ALL: "de_DE.UTF-8",
};

it("is that of the tree itself, whatever repository the environment names", () => {
  const clean = { commit: git(ours, "rev-parse", "HEAD"), uncommittedChanges: false };
  expect(stateOfTree(ours, process.env)).toEqual(clean);
  expect(stateOfTree(ours, foreign)).toEqual(clean);
  git(ours, "config", "core.fsmonitor", `touch ${marker}; false`);
  git(ours, "config", "status.showUntrackedFiles", "no");
  writeFileSync(join(ours, "new.ts"), "");
  expect(stateOfTree(ours, foreign)).toEqual({ ...clean, uncommittedChanges: true });
  expect(() => realpathSync(marker)).toThrow("ENOENT");
});

it("is not known of a tree that is no repository, nor of a copy that lies within another's", () => {
  const unknown = { commit: null, uncommittedChanges: null };
  for (const environment of [process.env, foreign]) {
    expect(stateOfTree(copy, environment)).toEqual(unknown);
    expect(stateOfTree(folder, environment)).toEqual(unknown);
    expect(stateOfTree(join(folder, "missing"), environment)).toEqual(unknown);
  }
});

it("keeps the variables of the machine, and those that have nothing to do with git", () => {
  const kept = { PATH: "/bin", HOME: "/h", GIT_CONFIG_GLOBAL: "/g", GIT_SSL_CAINFO: "/c", GIT_SSH_COMMAND: "ssh -4" };
  const answered = { LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", GIT_PAGER: "cat" };
  expect(gitEnvironment({ ...kept, ...Object.fromEntries(names.map((name) => [name, "x"])) })).toEqual({
    ...kept,
    ...answered,
  });
});

/** All that git itself takes for a repository's own, among others. */
const names = [
  ...execFileSync("git", ["rev-parse", "--local-env-vars"], { encoding: "utf8" }).trim().split("\n"),
  ...["GIT_CEILING_DIRECTORIES", "GIT_CONFIG_KEY_0", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_EDITOR", "LANGUAGE", "LC_ALL"],
];
