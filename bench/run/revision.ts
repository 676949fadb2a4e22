// Another revision of this project, checked out beside this one for as long as it is measured: a worktree of git's in the
// system's temporary folder, with the packages that it locks. Touches the disk and runs git and npm; measures nothing.

import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Interrupted, UsageError } from "../failure.ts";
import type { Subject } from "../trial/subject.ts";

export interface Revision {
  /** As it was asked for. */
  readonly name: string;
  /** In full. */
  readonly commit: string;
  readonly subject: Subject;
  /** Takes the worktree away; safe to call twice. */
  remove(): void;
}

const execute = promisify(execFile);

/**
 * The command's output. A signal stops it, and is answered when it has ended and whatever it had started has: what still
 * writes cannot be tidied up after.
 */
const run = async (
  command: string,
  args: readonly string[],
  signal: AbortSignal,
  cwd: string | undefined = undefined,
): Promise<string> => {
  if (signal.aborted) throw new Interrupted("interrupted");
  const running = execute(command, args, { cwd });
  const stop = (): void => {
    running.child.kill();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    return (await running).stdout;
  } finally {
    signal.removeEventListener("abort", stop);
  }
};

/** Of what a command said before it failed: the line that tells why. */
const complaintOf = (error: unknown): string => {
  const said = error instanceof Error ? ("stderr" in error ? String(error.stderr) : error.message) : String(error);
  const lines = said.trim().split("\n");
  return lines.find((line) => /^(fatal|error|npm error)\b.* /.test(line)) ?? lines.at(-1) ?? "";
};

/**
 * Checks `name` (a branch, a tag, a commit) of the repository at `root` out and installs it. Throws UsageError where
 * that cannot be done, Interrupted where the signal says so; leaves nothing behind then.
 */
export const checkOut = async (name: string, root: URL, signal: AbortSignal): Promise<Revision> => {
  const top = fileURLToPath(root);
  const commit = await resolveCommit(name, top, signal);
  const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
  const remove = (): void => {
    process.off("exit", remove);
    if (!existsSync(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    try {
      execFileSync("git", ["-C", top, "worktree", "prune"], { stdio: "ignore" });
    } catch {
      // The folder is gone; git forgets it the next time it looks.
    }
  };
  process.on("exit", remove);
  const tree = join(folder, "tree");
  try {
    await run("git", ["-C", top, "worktree", "add", "--detach", "--quiet", tree, commit], signal);
    await install(tree, top, signal);
  } catch (error) {
    remove();
    if (signal.aborted) throw new Interrupted("interrupted");
    throw new UsageError(
      `--against ${name}: that revision cannot be checked out and installed (${complaintOf(error)})`,
    );
  }
  return { name, commit, subject: { root: `${pathToFileURL(tree).href}/` }, remove };
};

const resolveCommit = async (name: string, top: string, signal: AbortSignal): Promise<string> => {
  try {
    // A name that begins with a dash would be taken for an option.
    const wanted = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
    return (await run("git", ["-C", top, ...wanted], signal)).trim();
  } catch (error) {
    if (signal.aborted) throw new Interrupted("interrupted");
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UsageError(`--against ${name}: git is not installed, and it has to check that revision out`);
    }
    // Of a name that it does not know git says nothing here; else this is no repository, or one that it will not read.
    const complaint = complaintOf(error);
    if (complaint !== "") throw new UsageError(`--against ${name}: git finds no revisions here (${complaint})`);
    throw new UsageError(
      `--against ${name}: there is no such revision here; name a branch, a tag or a commit that was fetched (a shallow clone has few)`,
    );
  }
};

const lockFile = "package-lock.json";

/** What both lock alike is not downloaded again: the same packages are lent. */
const install = async (tree: string, top: string, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) throw new Interrupted("interrupted");
  if (!existsSync(join(tree, lockFile))) throw new Error(`it has no ${lockFile}`);
  const [theirs, ours] = [tree, top].map((folder) => readFileSync(join(folder, lockFile), "utf8"));
  const own = join(top, "node_modules");
  if (theirs === ours && existsSync(own)) {
    // Above the tree, where Node looks too: the tree itself stays as git laid it.
    symlinkSync(own, join(tree, "..", "node_modules"), "dir");
    return;
  }
  // Its servers and clients run on the Node that runs this: no package's install script is needed for them.
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], signal, tree);
};
