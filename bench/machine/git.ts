// Calls of git that ask about one folder alone: neither the repository that a hook runs in, nor a configuration of the user's,
// a prompt, a pager or a hook has a part in the answer. Knows no revision and no run.

import { execFileSync } from "node:child_process";

/** Where the user's configuration, certificates and keys lie: they are of the machine, and of no repository. */
const ofTheMachine = /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)|EXEC_PATH|SSH(_.*)?|SSL_.*|PROXY_SSL_.*)$/;

/**
 * The environment for git, and for what runs git. A hook's variables (`git rev-parse --local-env-vars`) name the repository
 * of the hook, and others add traces, diff programs or prompts: so none of git's own stays but those of the machine. The
 * messages are English, since some of them are read.
 */
export const gitEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(GIT_|SSH_ASKPASS|LANGUAGE$|LC_ALL$)/.test(name) || ofTheMachine.test(name),
    ),
  ),
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_PAGER: "cat",
});

/** The words before a git command about the repository at `folder`: it runs no hook and no program that watches files. */
export const gitWords = (folder: string): readonly string[] => [
  "-C",
  folder,
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "core.fsmonitor=false",
];

/** How long git may take to look at a tree. */
const lookMs = 30_000;

/** The command's output; null where git is not there, fails, or does not end in time. */
const askGit = (folder: string, environment: NodeJS.ProcessEnv, args: readonly string[]): string | null => {
  try {
    const answer = execFileSync("git", [...gitWords(folder), ...args], {
      env: gitEnvironment(environment),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: lookMs,
      killSignal: "SIGKILL",
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    return answer.trim();
  } catch {
    return null;
  }
};

/** A tree's commit, and whether its files differ from it. */
interface TreeState {
  readonly commit: string | null;
  readonly uncommittedChanges: boolean | null;
}

/**
 * null where `folder` is not the top of a repository: the commit of one that the tree merely lies in says nothing about it.
 */
export const stateOfTree = (folder: string, environment: NodeJS.ProcessEnv): TreeState => {
  const ask = (...args: readonly string[]): string | null => askGit(folder, environment, args);
  // The way up to the top is empty at the top.
  if (ask("rev-parse", "--show-cdup") !== "") return { commit: null, uncommittedChanges: null };
  const status = ask("status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=none");
  return {
    commit: ask("rev-parse", "--verify", "HEAD"),
    uncommittedChanges: status === null ? null : status !== "",
  };
};
