// What the page says while the server does not answer what it asks. Pure; knows no page.

import { RefusedError } from "./live-server.ts";

/** `host`: where the page came from. */
export const troubleWords = (error: unknown, host: string): string => {
  const again = "The page asks again every second";
  if (error instanceof RefusedError) return `The server refuses what this page asks: ${error.message}. ${again}.`;
  // Of AbortSignal.timeout: perhaps nothing was sent.
  if (error instanceof Error && error.name === "TimeoutError") {
    return `The server at ${host} has not answered in time. ${again}; other tabs may hold all connections that the browser keeps to it.`;
  }
  return `No server answers at ${host}. ${again}; each pane tries by itself.`;
};
