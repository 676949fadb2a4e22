// Checking out a revision with real git, from a small repository of the test's own.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Interrupted, UsageError } from "../failure.ts";
import { gitEnvironment } from "../machine/git.ts";
import { ownerWords } from "../machine/owner.ts";
import { checkOut, findRevision, type Repository, type Revision, removeLeftovers } from "./revision.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "push-transport-benchmark-test-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const top = join(folder, "repository");
const root = pathToFileURL(`${top}/`);
const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-C", top, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    encoding: "utf8",
    env: gitEnvironment(process.env),
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
const never = new AbortController().signal;
const repository: Repository = { root, signal: never };
const found = async (name: string, within: Repository = repository): Promise<Revision> =>
  checkOut(await findRevision(name, within), within);

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
    const revision = await found("v1");
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
    const error = await findRevision(name, repository).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(/^UsageError: --against \S+: there is no such revision here; name a branch/);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says so where there is no repository", async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    const error = await findRevision("v1", { ...repository, root: pathToFileURL(`${elsewhere}/`) }).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(
      /^UsageError: --against v1: git finds no revisions here \(fatal: not a git repository/,
    );
  });

  /** A program that git runs in the middle of a checkout; it notes that it began and that it ended. */
  const filterWith = (before: string, after: string): { readonly begun: string; readonly ended: string } => {
    const [begun, ended] = [join(folder, "begun"), join(folder, "ended")];
    for (const each of [begun, ended]) rmSync(each, { force: true });
    const filter = join(folder, "filter");
    const script = ["#!/bin/sh", before, `touch "${begun}"`, after, `touch "${ended}"`, "cat", ""].join("\n");
    writeFileSync(filter, script, { mode: 0o755 });
    writeFileSync(join(top, ".git", "info", "attributes"), "code.ts filter=slow\n");
    git("config", "filter.slow.smudge", filter);
    return { begun, ended };
  };
  afterEach(() => rmSync(join(top, ".git", "info", "attributes"), { force: true }));

  it("tidies up after git only when all that it started has ended", async () => {
    const { begun, ended } = filterWith("trap '' TERM", "sleep 0.2");
    const controller = new AbortController();
    const checkingOut = found("v1", { root, signal: controller.signal });
    await expect.poll(() => existsSync(begun), { timeout: 10_000, interval: 5 }).toBe(true);
    controller.abort();
    await expect(checkingOut).rejects.toBeInstanceOf(Interrupted);
    expect(existsSync(ended)).toBe(true);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("waits for no program without an end, and runs no hook", async () => {
    const { ended } = filterWith("", "sleep 600");
    const hook = join(top, ".git", "hooks", "post-checkout");
    mkdirSync(join(hook, ".."), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\ntouch "${folder}/hooked"\nsleep 600\n`, { mode: 0o755 });
    const error = await found("v1", { ...repository, longestMs: 700 }).catch((thrown: unknown) => thrown);
    rmSync(join(top, ".git", "info", "attributes"));
    const { remove } = await found("v1");
    remove();
    rmSync(hook);
    expect(String(error)).toMatch(/^UsageError: --against v1: .+ \(git did not end within 0\.7 s\)$/);
    expect([existsSync(ended), existsSync(join(folder, "hooked"))]).toEqual([false, false]);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("keeps worktrees whose folder is not there just now, and finds the repository whatever a hook's variables say", async () => {
    const [away, shelved] = [join(folder, "away"), join(folder, "shelved")];
    git("worktree", "add", "--quiet", "--detach", away);
    renameSync(away, shelved);
    const other = join(folder, "other");
    execFileSync("git", ["init", "--quiet", other], { env: gitEnvironment(process.env) });
    vi.stubEnv("GIT_DIR", join(other, ".git"));
    vi.stubEnv("GIT_INDEX_FILE", join(other, ".git", "index"));
    const revision = await found("v1");
    expect(revision.commit).toBe(git("rev-parse", "v1"));
    expect(readFileSync(new URL("code.ts", revision.subject.root), "utf8")).toBe("old\n");
    revision.remove();
    await removeLeftovers(repository);
    vi.unstubAllEnvs();
    expect(git("worktree", "list", "--porcelain").split("\n")).toContain(`worktree ${away}`);
    renameSync(shelved, away);
    git("worktree", "remove", away);
  });

  it("removes the worktree of a run that was killed, and none of a living one", async () => {
    const script = `import { checkOut, findRevision } from ${JSON.stringify(new URL("./revision.ts", import.meta.url).href)};
      const repository = { root: new URL(${JSON.stringify(root.href)}), signal: new AbortController().signal };
      const { subject } = await checkOut(await findRevision("v1", repository), repository);
      console.log(subject.root);
      setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line]: string[] = (await once(child.stdout.setEncoding("utf8"), "data")).map(String);
    const tree = fileURLToPath(line?.trim() ?? "");
    await removeLeftovers(repository);
    expect(existsSync(join(tree, "code.ts"))).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    const locked = join(folder, "somebodys");
    git("worktree", "add", "--quiet", "--detach", locked);
    git("worktree", "lock", "--reason", ownerWords().replace("process ", "process 1"), locked);
    await removeLeftovers({ ...repository, root });
    expect(existsSync(join(tree, ".."))).toBe(false);
    // Its reason names an ended process, and its folder is not one of ours: git forgets it, and what lies beside it stays.
    expect(existsSync(top)).toBe(true);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("has git forget the worktree of a revision that removed its own files", async () => {
    const revision = await found("v1");
    rmSync(new URL("..", revision.subject.root), { recursive: true });
    revision.remove();
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says where no temporary folder can be made", async () => {
    vi.stubEnv("TMPDIR", join(folder, "missing"));
    const error = await found("v1").catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(String(error)).toMatch(
      /^UsageError: \S+missing: no temporary folder can be made there \(ENOENT.+\); set TMPDIR to a folder that can be written$/,
    );
  });

  it("leaves nothing behind where it is interrupted", async () => {
    await expect(found("v1", { root, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Interrupted);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("says what the installation complained of", async () => {
    writeFileSync(join(top, "package-lock.json"), "{ damaged");
    git("commit", "--quiet", "--all", "--message", "damaged");
    const at = git("rev-parse", "HEAD");
    writeFileSync(join(top, "package-lock.json"), "{}\n");
    const error = await found(at).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(
      /^UsageError: --against \w+: that revision cannot be checked out and installed \(.+\)$/,
    );
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });
});
