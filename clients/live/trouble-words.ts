// The words of the page while the server does not answer it. Pure; knows no page.

import { RefusedError } from "./live-server.ts";

/** `host` is the one that the page came from. */
export const troubleWords = (error: unknown, host: string): string => {
  const again = "The page asks again every second";
  if (error instanceof RefusedError) return `The server refuses what this page asks: ${error.message}. ${again}.`;
  // AbortSignal.timeout: perhaps no request was sent.
  if (error instanceof Error && error.name === "TimeoutError") {
    return `The server at ${host} has not answered in time. ${again}. Other tabs may hold all connections that the browser keeps to it.`;
  }
  return `No server answers at ${host}. ${again}. Each pane tries to connect by itself.`;
};
