// The words of the page while the server does not answer it. Pure; knows no page.

import { words } from "./language.ts";
import { RefusedError } from "./live-server.ts";

/** `host` is the one that the page came from. */
export const troubleWords = (error: unknown, host: string): string => {
  if (error instanceof RefusedError) return words.trouble.refused(error.message);
  // AbortSignal.timeout: perhaps no request was sent.
  if (error instanceof Error && error.name === "TimeoutError") {
    return words.trouble.late(host);
  }
  return words.trouble.none(host);
};
