// Another revision of this project, checked out for as long as it is measured: a git worktree in the system's temporary
// folder, with the packages that it locks. Touches the disk and runs git and npm; measures nothing.

import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Interrupted, reasonOf, UsageError } from "../failure.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Subject } from "../trial/subject.ts";

export interface Revision {
  /** The name that was asked for. */
  readonly name: string;
  /** The full hash. */
  readonly commit: string;
  readonly subject: Subject;
  /** Removes the worktree; safe to call twice. */
  remove(): void;
}

const execute = promisify(execFile);

/**
 * The command's output. The signal stops the command; the promise settles only when it and whatever it started have ended,
 * since nothing can be tidied up while they still write.
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

/** The line that tells why, of all that a command said before it failed. */
const complaintOf = (error: unknown): string => {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : reasonOf(error);
  const lines = said.trim().split("\n");
  return lines.find((line) => /^(fatal|error|npm error)\b.* /.test(line)) ?? valueAt(lines, lines.length - 1);
};

/**
 * Checks out and installs `name` (a branch, a tag, a commit) of the repository at `root`. Throws UsageError where that cannot
 * be done, and Interrupted where the signal says so; then nothing stays behind.
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
      // The folder is gone, and git forgets the worktree the next time it looks.
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
      throw new UsageError(
        `--against ${name}: git is not installed, and only git can check that revision out; install it`,
      );
    }
    // --quiet silences git about an unknown name. Any words are about a repository that is none, or that it will not read.
    const complaint = complaintOf(error);
    if (complaint !== "")
      throw new UsageError(`--against ${name}: git finds no revisions here (${complaint}); run it in a git repository`);
    throw new UsageError(
      `--against ${name}: there is no such revision here; name a branch, a tag or a commit that was fetched (a shallow clone has few)`,
    );
  }
};

const lockFile = "package-lock.json";

/** Trees with the same lock file share this one's packages; else the locked ones are downloaded. */
const install = async (tree: string, top: string, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) throw new Interrupted("interrupted");
  if (!existsSync(join(tree, lockFile))) throw new Error(`it has no ${lockFile}`);
  const [theirs, ours] = [tree, top].map((folder) => readFileSync(join(folder, lockFile), "utf8"));
  const own = join(top, "node_modules");
  if (theirs === ours && existsSync(own)) {
    // The link lies above the tree, where Node looks too: the tree itself stays as git laid it.
    symlinkSync(own, join(tree, "..", "node_modules"), "dir");
    return;
  }
  // Servers and clients run on the Node that runs this, and need no package's install script.
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], signal, tree);
};
