// A request of a page and its answer, as far as subscribers need it. Knows no transport.

import { seconds } from "./server-words.ts";

export interface Answer {
  /** null where no answer came, for the reason in `failure`. */
  readonly status: number | null;
  readonly text: string;
  readonly retryAfter: string | null;
  readonly failure: string;
}

/**
 * Never rejects: where no answer comes within the patience, that is a failure in words. A stream of server-sent events is let go
 * unread.
 */
export const ask = async (
  address: string,
  init: RequestInit,
  abort: AbortSignal,
  patienceMs: number,
): Promise<Answer> => {
  const own = new AbortController();
  const signal = AbortSignal.any([abort, own.signal]);
  let failure = "lost the connection";
  const patience = setTimeout(() => {
    failure = `no answer within ${seconds(patienceMs)}`;
    own.abort();
  }, patienceMs);
  try {
    const response = await fetch(address, { ...init, cache: "no-store", signal });
    const { status, headers } = response;
    const retryAfter = headers.get("Retry-After");
    if (headers.get("Content-Type")?.startsWith("text/event-stream") !== true) {
      return { status, text: await response.text(), retryAfter, failure: "" };
    }
    own.abort();
    return { status, text: "", retryAfter, failure: "" };
  } catch {
    return { status: null, text: "", retryAfter: null, failure };
  } finally {
    clearTimeout(patience);
  }
};
