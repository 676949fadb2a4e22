// Finds a Chromium, and names the flags that keep it quiet and unthrottled. Starts nothing.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { UsageError } from "../failure.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path that CHROMIUM_PATH names, else Debian's, else the first one on PATH; null where there is none. */
export const findChromium = (environment: Environment): string | null => {
  const { CHROMIUM_PATH: named, PATH: path = "" } = environment;
  if (named !== undefined) return isExecutable(named) ? named : null;
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return ["/usr/bin/chromium", ...folders.map((folder) => join(folder, "chromium"))].find(isExecutable) ?? null;
};

/** Throws UsageError where there is none. */
export const requireChromium = (environment: Environment): string => {
  const path = findChromium(environment);
  if (path !== null) return path;
  const { CHROMIUM_PATH: named } = environment;
  const why = named === undefined ? "no Chromium was found" : `CHROMIUM_PATH ${named} cannot be executed`;
  throw new UsageError(`--arm browser: ${why}; run scripts/install-chromium.sh, or set CHROMIUM_PATH to one`);
};

/** Flags that switch off the sandbox, which neither root nor a user namespace of our own can have, and all calls home. */
export const quietly = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;

/**
 * Features that are switched off: those that call other hosts; the pop-ups of the address bar, a process each; and the
 * question whether a page may reach the local network (Local Network Access), which nobody would answer: no WebSocket would
 * open.
 */
const without = [
  "MediaRouter",
  "DialMediaRouteProvider",
  "OptimizationHints",
  "Translate",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "LocalNetworkAccessChecks",
  "LocalNetworkAccessChecksWebSockets",
] as const;

/** Every page runs as in a window that somebody looks at. */
export const unthrottled = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-breakpad",
  "--disable-extensions",
  "--disable-default-apps",
  "--no-startup-window",
  `--disable-features=${without.join(",")}`,
] as const;
