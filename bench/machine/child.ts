// Calls to a child process and their answers, over Node's IPC channel. Knows nothing of what is called.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Interrupted, reasonOf, TrialFailure } from "../failure.ts";
import { letOutputGo } from "./output.ts";

/** The calls that a child answers: each takes one argument and resolves to one result, both structured-cloneable. */
type Calls<T> = { readonly [K in keyof T]: (argument: never) => Promise<unknown> };

type Argument<F> = F extends (argument: infer A) => Promise<unknown> ? A : never;
type Result<F> = F extends (argument: never) => Promise<infer R> ? R : never;

export interface Child<T> {
  /** Rejects with TrialFailure where the call fails in the child, or the child ends before it answers. */
  call<K extends keyof T & string>(name: K, argument: Argument<T[K]>): Promise<Result<T[K]>>;
  /** Resolves with the reason when the process ends. */
  readonly ended: Promise<string>;
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

/** `before`: words before the command, such as those that enter another network. */
interface ChildOptions {
  readonly nodeOptions?: readonly string[];
  readonly before?: readonly string[];
}

/** Starts `file` with the Node of this process; `role` names it in failures. */
export const startChild = <T extends Calls<T>>(
  file: URL,
  role: string,
  { nodeOptions = [], before = [] }: ChildOptions = {},
): Child<T> => {
  const [execPath = process.execPath, ...execArgv] = [...before, process.execPath, ...nodeOptions];
  const child = fork(file, {
    serialization: "advanced",
    execPath,
    execArgv,
    // What a server or a client prints is no part of this process's output.
    stdio: ["ignore", 2, "pipe", "ipc"],
  });
  const ended = endOf(child, role);
  let lastId = 0;
  return {
    ended,
    call: <K extends keyof T & string>(name: K, argument: Argument<T[K]>) => {
      lastId++;
      const request: Request = { id: lastId, name, argument };
      const call = Promise.withResolvers<Result<T[K]>>();
      const listen = (message: unknown): void => {
        if (!isReplyTo<Result<T[K]>>(request.id, message)) return;
        if ("error" in message) call.reject(new TrialFailure(`${role}: ${message.error}`));
        else call.resolve(message.result);
      };
      child.on("message", listen);
      ended.then((reason) => call.reject(new TrialFailure(reason)));
      if (child.connected) child.send(request, () => {});
      return call.promise.finally(() => child.off("message", listen));
    },
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

/**
 * Does the work, and gives up as soon as one of the processes ends or the signal says so. Rejects with Interrupted or
 * TrialFailure then; the processes are the caller's to stop.
 */
export const whileAllLive = async <T>(
  children: readonly Pick<Child<unknown>, "ended">[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> => {
  if (signal.aborted) throw new Interrupted("interrupted");
  const giveUp = Promise.withResolvers<never>();
  const interrupt = (): void => giveUp.reject(new Interrupted("interrupted"));
  signal.addEventListener("abort", interrupt, { once: true });
  for (const child of children) child.ended.then((reason) => giveUp.reject(new TrialFailure(reason)));
  try {
    return await Promise.race([work(), giveUp.promise]);
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
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
  const handler = handlers.get(request.name);
  if (handler === undefined) return { id: request.id, error: `nothing is called ${request.name}` };
  try {
    return { id: request.id, result: await Reflect.apply(handler, undefined, [request.argument]) };
  } catch (error) {
    return { id: request.id, error: reasonOf(error) };
  }
};
