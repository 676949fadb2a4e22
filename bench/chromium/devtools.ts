// Chromium, started and driven over a pipe by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).
// Calls the few methods that the browser arm needs, and enables no domain that reports network traffic: every request and
// frame would be reported while it is measured. Knows nothing of subscribers.

import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { makeTemporaryFolder } from "../machine/temporary.ts";
import { quietly, unthrottled } from "./chromium.ts";

/** Methods by name: the parameters, and the part of the result that is used. */
interface Methods {
  "Browser.close": [params: object, result: object];
  "Browser.getVersion": [params: object, result: object];
  "Target.setDiscoverTargets": [params: { discover: boolean }, result: object];
  "Target.createBrowserContext": [params: object, result: { readonly browserContextId: string }];
  "Target.disposeBrowserContext": [params: { browserContextId: string }, result: object];
  "Target.createTarget": [params: { url: string; browserContextId: string }, result: { readonly targetId: string }];
  "Target.attachToTarget": [params: { targetId: string; flatten: true }, result: { readonly sessionId: string }];
  "Page.navigate": [params: { url: string }, result: { readonly errorText?: string }];
  "Fetch.enable": [params: { patterns: readonly { urlPattern: string }[] }, result: object];
  "Fetch.disable": [params: object, result: object];
  "Fetch.fulfillRequest": [params: Fulfilment, result: object];
  "Runtime.evaluate": [
    params: { expression: string; awaitPromise: boolean; returnByValue: true },
    result: { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: Thrown },
  ];
}

interface Fulfilment {
  readonly requestId: string;
  readonly responseCode: number;
  readonly responseHeaders: readonly { readonly name: string; readonly value: string }[];
  /** The body in base64. */
  readonly body: string;
}

interface Thrown {
  readonly text: string;
  readonly exception?: { readonly description?: string };
}

/** An event of the protocol; `session` is the page's, null for the browser itself. */
export interface Notice {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly session: string | null;
}

export interface DevTools {
  /** The browser's first process; all others descend from it. */
  readonly pid: number;
  /** `session`: the page's, null for the browser itself. Rejects where Chromium refuses, or has ended. */
  call<M extends keyof Methods>(method: M, params: Methods[M][0], session?: string | null): Promise<Methods[M][1]>;
  onNotice(listen: (notice: Notice) => void): void;
  /** Resolves with the reason when Chromium has ended. */
  readonly ended: Promise<string>;
  /** Ends all of its processes, by force where they do not end by themselves in time. */
  close(): Promise<void>;
}

type Reply<R> = { readonly id: number } & ({ readonly result: R } | { readonly error: { readonly message: string } });

/** A result has the shape that the protocol promises. */
const isReplyTo = <R>(id: number, message: object): message is Reply<R> => "id" in message && message.id === id;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const noticeOf = (message: object): Notice | null => {
  if (!("method" in message) || typeof message.method !== "string") return null;
  const session = "sessionId" in message && typeof message.sessionId === "string" ? message.sessionId : null;
  return {
    method: message.method,
    params: "params" in message && isRecord(message.params) ? message.params : {},
    session,
  };
};

/** How long Chromium may take to end by itself. */
const graceMs = 1500;

/**
 * Starts Chromium in a process group of its own, so that whatever it starts can be ended with it. It ends when this process
 * does, since its pipe ends then. `trusted`: an origin that it treats as if it were secure: requests carry the headers that
 * they have over https, and the page's clock is a fine one.
 */
export const startChromium = async (path: string, trusted: string): Promise<DevTools> => {
  const folder = makeTemporaryFolder("chromium");
  const own = [
    "--headless",
    "--remote-debugging-pipe",
    `--user-data-dir=${join(folder, "profile")}`,
    `--unsafely-treat-insecure-origin-as-secure=${trusted}`,
  ];
  const child = spawn(path, [...quietly, ...unthrottled, ...own], {
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`Chromium ended before it started (${error.message})`));
    child.once("exit", (code, signal) =>
      resolve(`Chromium ended ${signal ? `by ${signal}` : `with exit code ${code}`}`),
    );
  });
  const [, , , input, output] = child.stdio;
  if (!(input instanceof Writable) || !(output instanceof Readable) || child.pid === undefined) {
    const reason = await ended;
    await rm(folder, { recursive: true, force: true });
    throw new Error(reason);
  }
  const { pid } = child;
  const wire = wireOf(input, output, ended);
  return {
    pid,
    ...wire,
    ended,
    close: async () => {
      const gone = ended.then(() => "gone");
      wire.call("Browser.close", {}).catch(() => {});
      const late = new Promise<string>((resolve) => setTimeout(resolve, graceMs, "late").unref());
      await Promise.race([gone, late]);
      killGroup(pid);
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
};

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended.
  }
};

/** Calls and answers are JSON, each ended by a zero byte. */
const wireOf = (input: Writable, output: Readable, ended: Promise<string>): Pick<DevTools, "call" | "onNotice"> => {
  const waiting = new Map<number, (message: object) => void>();
  const listeners: ((notice: Notice) => void)[] = [];
  let lastId = 0;
  let rest = Buffer.alloc(0);
  input.on("error", () => {}); // Chromium has ended, which is told by its exit.
  output.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      const message: unknown = JSON.parse(rest.toString("utf8", 0, end));
      rest = rest.subarray(end + 1);
      if (!isRecord(message)) continue;
      const notice = noticeOf(message);
      const { id } = message;
      if (notice !== null) for (const listen of listeners) listen(notice);
      else waiting.get(Number(id))?.(message);
    }
  });
  return {
    onNotice: (listen) => listeners.push(listen),
    call: <M extends keyof Methods>(method: M, params: Methods[M][0], session: string | null = null) => {
      const id = ++lastId;
      const call = Promise.withResolvers<Methods[M][1]>();
      waiting.set(id, (message) => {
        if (!isReplyTo<Methods[M][1]>(id, message)) return;
        if ("error" in message) call.reject(new Error(`${method}: ${message.error.message}`));
        else call.resolve(message.result);
      });
      ended.then((reason) => call.reject(new Error(reason)));
      input.write(`${JSON.stringify({ id, method, params, ...(session === null ? {} : { sessionId: session }) })}\0`);
      return call.promise.finally(() => waiting.delete(id));
    },
  };
};

/** The value of an expression in a page, after any promise; throws what the expression throws. */
export const evaluate = async (devTools: DevTools, session: string, expression: string): Promise<unknown> => {
  const params = { expression, awaitPromise: true, returnByValue: true } as const;
  const { result, exceptionDetails: thrown } = await devTools.call("Runtime.evaluate", params, session);
  if (thrown !== undefined) throw new Error(thrown.exception?.description?.split("\n")[0] ?? thrown.text);
  return result.value;
};
