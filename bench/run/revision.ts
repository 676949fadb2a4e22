// Another revision of this project, checked out for as long as it is measured: a git worktree in the system's temporary
// folder, with the packages that it locks. Touches the disk and runs git and npm; measures nothing.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Interrupted, reasonOf, UsageError } from "../failure.ts";
import { gitEnvironment, gitWords } from "../machine/git.ts";
import { hasEnded, ownerWords } from "../machine/owner.ts";
import { ProgramFailure, runProgram } from "../machine/program.ts";
import { makeTemporaryFolder, removeLeftFolder, removeLeftFolders } from "../machine/temporary.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Subject } from "../trial/subject.ts";

/** A revision that the repository has. */
export interface NamedRevision {
  /** The name that was asked for. */
  readonly name: string;
  /** The full hash. */
  readonly commit: string;
}

export interface Revision extends NamedRevision {
  readonly subject: Subject;
  /** Removes the worktree; safe to call twice. */
  remove(): void;
}

/** The repository that revisions are of, and how long each call of git or npm may take. */
export interface Repository {
  readonly root: URL;
  readonly signal: AbortSignal;
  readonly longestMs?: number;
}

/** Long enough for a large checkout, or an installation over a slow line. */
const longestMs = 10 * 60_000;

const runGit = ({ root, signal, longestMs: longest = longestMs }: Repository, ...words: readonly string[]) =>
  runProgram("git", [...gitWords(fileURLToPath(root)), ...words], {
    environment: gitEnvironment(process.env),
    signal,
    longestMs: longest,
  });

/** The line that tells why, of all that a command said before it failed. */
const complaintOf = (error: unknown): string => {
  const lines = reasonOf(error).trim().split("\n");
  return lines.find((line) => /^(fatal|error|npm error)\b.* /.test(line)) ?? valueAt(lines, lines.length - 1);
};

/** Finds `name` (a branch, a tag, a commit). Throws UsageError where there is no such revision, or Interrupted. */
export const findRevision = async (name: string, repository: Repository): Promise<NamedRevision> => {
  const refuse = (why: string): UsageError => new UsageError(`--against ${name}: ${why}`);
  const ask = async (...words: readonly string[]): Promise<string> => {
    try {
      return (await runGit(repository, "rev-parse", ...words)).trim();
    } catch (error) {
      if (!(error instanceof ProgramFailure)) throw error;
      if (error.missing) throw refuse("git is not installed, and only git can check that revision out; install it");
      throw error;
    }
  };
  const top = await ask("--show-cdup").catch((error: unknown) => {
    if (!(error instanceof ProgramFailure)) throw error;
    const complaint = complaintOf(error);
    const remedy = complaint.includes("dubious ownership")
      ? `if you trust it: git config --global --add safe.directory ${fileURLToPath(repository.root).replace(/\/$/, "")}`
      : "run it in a git repository";
    throw refuse(`git finds no revisions here (${complaint}); ${remedy}`);
  });
  if (top !== "") {
    throw refuse(
      "git finds no revisions here: this tree lies within another's repository; clone the project by itself",
    );
  }
  // A name that begins with a dash would be taken for an option.
  const commit = await ask("--verify", "--quiet", "--end-of-options", `${name}^{commit}`).catch((error: unknown) => {
    if (!(error instanceof ProgramFailure)) throw error;
    throw refuse(
      "there is no such revision here; name a branch, a tag or a commit that was fetched (a shallow clone has few)",
    );
  });
  return { name, commit };
};

/**
 * Checks the revision out and installs its packages. Throws UsageError where that cannot be done, and Interrupted where the
 * signal says so; then nothing stays behind.
 */
export const checkOut = async ({ name, commit }: NamedRevision, repository: Repository): Promise<Revision> => {
  const folder = makeTemporaryFolder("revision");
  const tree = join(folder, "tree");
  let removed = false;
  const remove = (): void => {
    process.off("exit", remove);
    if (removed) return;
    removed = true;
    rmSync(folder, { recursive: true, force: true });
    forgetWorktree(tree, repository);
  };
  process.on("exit", remove);
  try {
    // The lock tells whose the worktree is before anything takes long, and keeps others from forgetting it.
    await runGit(repository, "worktree", "add", "--detach", "--no-checkout", "--quiet", tree, commit);
    await runGit(repository, "worktree", "lock", "--reason", ownerWords(), tree);
    await runGit({ ...repository, root: pathToFileURL(`${tree}/`) }, "reset", "--hard", "--quiet");
    await install(tree, repository);
  } catch (error) {
    remove();
    if (error instanceof Interrupted) throw error;
    throw new UsageError(
      `--against ${name}: that revision cannot be checked out and installed (${complaintOf(error)})`,
    );
  }
  return { name, commit, subject: { root: `${pathToFileURL(tree).href}/` }, remove };
};

/** Has git forget this worktree, and no other: those whose disk is not mounted just now stay known. */
const forgetWorktree = (tree: string, { root }: Repository): void => {
  try {
    // Once for changed files, once more for the lock.
    const words = ["worktree", "remove", "--force", "--force", tree];
    execFileSync("git", [...gitWords(fileURLToPath(root)), ...words], {
      env: gitEnvironment(process.env),
      stdio: "ignore",
      timeout: removalMs,
      killSignal: "SIGKILL",
    });
  } catch {
    // Git never knew of it.
  }
};

const removalMs = 10_000;

/** Removes what killed runs left: folders, and worktrees of the repository. A living run's stay, and those of others. */
export const removeLeftovers = async (repository: Repository): Promise<void> => {
  removeLeftFolders();
  const list = await runGit(repository, "worktree", "list", "--porcelain").catch((error: unknown) => {
    if (error instanceof ProgramFailure) return "";
    throw error;
  });
  for (const entry of list.split("\n\n")) {
    const [, tree] = /^worktree (.+)$/m.exec(entry) ?? [];
    const [, reason] = /^locked (.+)$/m.exec(entry) ?? [];
    if (tree === undefined || reason === undefined || !hasEnded(reason)) continue;
    removeLeftFolder(dirname(tree));
    forgetWorktree(tree, repository);
  }
};

const lockFile = "package-lock.json";

/** Trees with the same lock file share this one's packages; else the locked ones are downloaded. */
const install = async (tree: string, { root, signal, longestMs: longest = longestMs }: Repository): Promise<void> => {
  const top = fileURLToPath(root);
  if (!existsSync(join(tree, lockFile))) throw new Error(`it has no ${lockFile}`);
  const [theirs, ours] = [tree, top].map((folder) => readFileSync(join(folder, lockFile), "utf8"));
  const own = join(top, "node_modules");
  if (theirs === ours && existsSync(own)) {
    // The link lies above the tree, where Node looks too: the tree itself stays as git laid it.
    symlinkSync(own, join(tree, "..", "node_modules"), "dir");
    return;
  }
  // Servers and clients run on the Node that runs this, and need no package's install script. An earlier revision may need
  // a package for development.
  const words = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
  const environment = gitEnvironment(process.env);
  await runProgram("npm", words, { cwd: tree, environment, signal, longestMs: longest });
};
