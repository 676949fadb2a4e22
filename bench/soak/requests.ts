// A soak's plain requests to the live server. A refusal is a failure. Knows no subscribers.

import { setTimeout } from "node:timers/promises";
import { reasonOf, TrialFailure } from "../failure.ts";

/** `fetch` itself says no more than "fetch failed": the cause tells why. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? error.cause : error;

/** An answer that is not complete by then is not waited for any longer. */
export const patienceMs = 15_000;

/** The answer's text, empty where it has none. Throws TrialFailure where the server refuses, or does not answer in time. */
export const ask = async (address: string, init: RequestInit = {}, withinMs = patienceMs): Promise<string> => {
  const { pathname } = new URL(address);
  const [status, text] = await fetch(address, { ...init, signal: AbortSignal.timeout(withinMs) })
    .then(async (answer) => [answer.status, await answer.text()] as const)
    .catch((cause: unknown) => {
      const late = cause instanceof DOMException && cause.name === "TimeoutError";
      const why = late ? `within ${withinMs / 1000} s` : reasonOf(causeOf(cause));
      throw new TrialFailure(`${pathname} was not answered${late ? " " : ": "}${why}`, { cause });
    });
  if (status >= 200 && status < 300) return text;
  throw new TrialFailure(`${pathname} answered ${status}: ${text}`);
};

/** Throws as `ask` does. */
export const post = (address: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<string> =>
  ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** The field of an object at this path; undefined where there is none. */
export const fieldOf = (value: unknown, ...[name, ...path]: readonly string[]): unknown => {
  if (name === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return fieldOf(Object.entries(value).find(([key]) => key === name)?.[1], ...path);
};

/** Sets how many messages a second the server publishes. */
export const pace = async (url: string, ratePerSec: number): Promise<void> => {
  await post(`${url}/publisher`, { ratePerSec });
};

/** The seq of the newest message. */
export const lastSeqOf = async (url: string): Promise<number> => {
  const lastSeq = fieldOf(JSON.parse(await ask(`${url}/clock`)), "lastSeq");
  if (typeof lastSeq === "number") return lastSeq;
  throw new TrialFailure("/clock answered without a lastSeq");
};

/** Resolves after that time, or as soon as the signal is aborted. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await setTimeout(Math.max(0, ms), undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
