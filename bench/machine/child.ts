// Calls to a child process and their answers, over Node's IPC channel. Knows nothing of what is called.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { reasonOf, TrialFailure } from "../failure.ts";
import { letOutputGo } from "./output.ts";
import type { Part } from "./parts.ts";
import { runOut } from "./patience.ts";

/** The calls that a child answers: each takes one argument and resolves to one result, both structured-cloneable. */
type Calls<T> = { readonly [K in keyof T]: (argument: never) => Promise<unknown> };

type Argument<F> = F extends (argument: infer A) => Promise<unknown> ? A : never;
type Result<F> = F extends (argument: never) => Promise<infer R> ? R : never;

export interface Child<T> extends Part {
  /**
   * Rejects with TrialFailure where the call fails in the child, the child ends before it answers, or `patienceMs` run out:
   * a call that may take longer than a minute gives its own.
   */
  call<K extends keyof T & string>(name: K, argument: Argument<T[K]>, patienceMs?: number): Promise<Result<T[K]>>;
  /** Ends the process, by force where it does not go by itself in time. */
  stop(graceMs: number): Promise<void>;
}

type Reply<R> = { readonly id: number; readonly result: R } | { readonly id: number; readonly error: string };
interface Request {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

/** Both sides are one version of this project: a result has the shape that `Calls` promises. */
const isReplyTo = <R>(id: number, message: unknown): message is Reply<R> =>
  typeof message === "object" &&
  message !== null &&
  "id" in message &&
  message.id === id &&
  ("result" in message || "error" in message);

const isRequest = (message: unknown): message is Request =>
  typeof message === "object" && message !== null && "id" in message && "name" in message && "argument" in message;

/** A call that every child answers as soon as its event loop turns. No call of a child's own has such a name. */
const answersCall = "alive?";

export const usualPatienceMs = 60_000;

interface ChildOptions {
  readonly nodeOptions?: readonly string[];
  /** Words before the command, such as those that enter another network. */
  readonly before?: readonly string[];
  /** A folder in which Node keeps compiled code from one process to the next; null for none. */
  readonly codeCache?: string | null;
}

/** Starts `file` with the Node of this process; `role` names it in failures. */
export const startChild = <T extends Calls<T>>(
  file: URL,
  role: string,
  { nodeOptions = [], before = [], codeCache = null }: ChildOptions = {},
): Child<T> => {
  const [execPath = process.execPath, ...execArgv] = [...before, process.execPath, ...nodeOptions];
  const child = fork(file, {
    serialization: "advanced",
    execPath,
    execArgv,
    env: { ...process.env, ...(codeCache === null ? {} : { NODE_COMPILE_CACHE: codeCache }) },
    // The output of a server or a client is no part of this process's.
    stdio: ["ignore", 2, "pipe", "ipc"],
  });
  const ended = endOf(child, role);
  let lastId = 0;
  const ask = <R>(name: string, argument: unknown, patienceMs: number): Promise<R> => {
    lastId++;
    const request: Request = { id: lastId, name, argument };
    const call = Promise.withResolvers<R>();
    const listen = (message: unknown): void => {
      if (!isReplyTo<R>(request.id, message)) return;
      if ("error" in message) call.reject(new TrialFailure(`${role}: ${message.error}`));
      else call.resolve(message.result);
    };
    const late = (): void =>
      call.reject(new TrialFailure(`${role} did not answer ${name} within ${patienceMs / 1000} s`));
    const stopWaiting = runOut(patienceMs, late);
    child.on("message", listen);
    ended.then((reason) => call.reject(new TrialFailure(reason)));
    if (child.connected) child.send(request, () => {});
    return call.promise.finally(() => {
      stopWaiting();
      child.off("message", listen);
    });
  };
  return {
    role,
    ended,
    answers: () => ask(answersCall, null, usualPatienceMs),
    call: <K extends keyof T & string>(name: K, argument: Argument<T[K]>, patienceMs = usualPatienceMs) =>
      ask<Result<T[K]>>(name, argument, patienceMs),
    stop: async (graceMs) => {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
};

/** Resolves once the process has ended, to how it ended and what it said last. */
const endOf = (child: ChildProcess, role: string): Promise<string> => {
  let errorText = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errorText = (errorText + chunk.toString()).slice(-4000);
  });
  return new Promise((resolve) => {
    const end = (how: string): void => {
      resolve(`${role} ended ${how}${errorText.trim() === "" ? "" : `: ${lastWords(errorText)}`}`);
    };
    child.once("error", (error) => end(`before it started (${error.message})`));
    // "close" does not come after a disconnect: so the exit counts, once the error text is read to its end.
    const said = new Promise<void>((read) => child.stderr?.once("close", read));
    child.once("exit", (code, signal) =>
      said.then(() => end(signal === null ? `with exit code ${code}` : `by ${signal}`)),
    );
  });
};

/** The line of a stack trace that says what went wrong. */
const lastWords = (errorText: string): string =>
  errorText.split("\n").find((line) => /^\w*(Error|FATAL)\b/.test(line)) ?? lastLineOf(errorText);

export const lastLineOf = (text: string): string => {
  const said = text.trim();
  return said.slice(said.lastIndexOf("\n") + 1);
};

/** How long a process may take to let go once its parent has left. */
const lastMs = 5_000;

/** Runs in the child: answers calls until the parent disconnects; `atEnd` then lets go of everything. */
export const answerCalls = async <T extends Calls<T>>(
  calls: T,
  atEnd: () => Promise<void> = async () => {},
): Promise<void> => {
  const handlers = new Map<string, (argument: never) => Promise<unknown>>(Object.entries(calls));
  letOutputGo([process.stdout, process.stderr]);
  // Stop signals reach the whole process group, or all that a supervisor started; the parent decides what happens.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
  process.on("message", (request) => {
    if (!isRequest(request)) return;
    answer(handlers, request).then((reply) => process.send?.(reply, undefined, undefined, () => {}));
  });
  await once(process, "disconnect");
  setTimeout(() => process.exit(1), lastMs).unref();
  await atEnd();
};

const answer = async (
  handlers: ReadonlyMap<string, (argument: never) => Promise<unknown>>,
  request: Request,
): Promise<Reply<unknown>> => {
  if (request.name === answersCall) return { id: request.id, result: null };
  const handler = handlers.get(request.name);
  if (handler === undefined) return { id: request.id, error: `nothing is called ${request.name}` };
  try {
    return { id: request.id, result: await Reflect.apply(handler, undefined, [request.argument]) };
  } catch (error) {
    return { id: request.id, error: reasonOf(error) };
  }
};
