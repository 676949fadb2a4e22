// Where a Chromium is, and how it is started quietly. For tests and pictures; the reports themselves need none.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser } from "playwright-core";

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path that CHROMIUM_PATH names, else Debian's, else the first on PATH; null where there is none. */
export const findChromium = (environment: Readonly<Record<string, string | undefined>>): string | null => {
  const { CHROMIUM_PATH: named, PATH: path = "" } = environment;
  if (named !== undefined) return isExecutable(named) ? named : null;
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  return ["/usr/bin/chromium", ...folders.map((folder) => join(folder, "chromium"))].find(isExecutable) ?? null;
};

const quietly = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launchChromium = async (executablePath: string): Promise<Browser> => {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath, args: quietly });
};
