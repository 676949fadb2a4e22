// Checking out a revision with real git, from a small repository of the test's own.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Interrupted, UsageError } from "../failure.ts";
import { checkOut } from "./revision.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "push-transport-benchmark-test-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const top = join(folder, "repository");
const root = pathToFileURL(`${top}/`);
const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-C", top, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
const never = new AbortController().signal;

beforeAll(() => {
  mkdirSync(join(top, "node_modules", "lent"), { recursive: true });
  execFileSync("git", ["init", "--quiet", top]);
  writeFileSync(join(top, ".gitignore"), "node_modules/\n");
  writeFileSync(join(top, "package-lock.json"), "{}\n");
  writeFileSync(join(top, "code.ts"), "old\n");
  git("add", ".");
  git("commit", "--quiet", "--message", "one");
  git("tag", "v1");
  writeFileSync(join(top, "code.ts"), "new\n");
  git("commit", "--quiet", "--all", "--message", "two");
});

describe("checkOut", () => {
  it("puts the revision into a worktree with the same packages, and takes it away without a trace", async () => {
    const revision = await checkOut("v1", root, never);
    expect(revision.commit).toBe(git("rev-parse", "v1"));
    const tree = fileURLToPath(revision.subject.root);
    expect(tree.endsWith("/")).toBe(true);
    expect(readFileSync(join(tree, "code.ts"), "utf8")).toBe("old\n");
    expect(readFileSync(join(top, "code.ts"), "utf8")).toBe("new\n");
    expect(existsSync(join(tree, "..", "node_modules", "lent"))).toBe(true);
    revision.remove();
    revision.remove();
    expect(existsSync(tree)).toBe(false);
    expect(existsSync(join(top, "node_modules", "lent"))).toBe(true);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it.each(["nowhere", "--help", "HEAD~9"])("refuses %s, which is no revision, in one line", async (name) => {
    const error = await checkOut(name, root, never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(/^UsageError: --against \S+: there is no such revision here; name a branch/);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says so where there is no repository", async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    const error = await checkOut("v1", pathToFileURL(`${elsewhere}/`), never).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(
      /^UsageError: --against v1: git finds no revisions here \(fatal: not a git repository/,
    );
  });

  it("tidies up after git only when all that it started has ended", async () => {
    const [begun, ended] = [join(folder, "begun"), join(folder, "ended")];
    const hook = join(top, ".git", "hooks", "post-checkout");
    mkdirSync(join(hook, ".."), { recursive: true });
    const lines = ["#!/bin/sh", "trap '' TERM", `touch "${begun}"`, "sleep 0.2", `touch "${ended}"`, ""];
    writeFileSync(hook, lines.join("\n"), { mode: 0o755 });
    const controller = new AbortController();
    const checkingOut = checkOut("v1", root, controller.signal);
    await expect.poll(() => existsSync(begun), { timeout: 10_000, interval: 5 }).toBe(true);
    controller.abort();
    await expect(checkingOut).rejects.toBeInstanceOf(Interrupted);
    rmSync(hook);
    expect(existsSync(ended)).toBe(true);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("leaves nothing behind where it is interrupted", async () => {
    await expect(checkOut("v1", root, AbortSignal.abort())).rejects.toBeInstanceOf(Interrupted);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says what the installation complained of", async () => {
    writeFileSync(join(top, "package-lock.json"), "{ damaged");
    git("commit", "--quiet", "--all", "--message", "damaged");
    const at = git("rev-parse", "HEAD");
    writeFileSync(join(top, "package-lock.json"), "{}\n");
    const error = await checkOut(at, root, never).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(
      /^UsageError: --against \w+: that revision cannot be checked out and installed \(.+\)$/,
    );
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });
});
