// Loads a config file: TypeScript as it stands, since Node strips the types. Knows nothing of what is in it.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../failure.ts";
import type { ConfigFile, ConfigPlace } from "./config-reading.ts";

/** What the file exports by default, unchecked; null where there is none, or none is wanted. Throws UsageError. */
export const loadConfig = async (place: ConfigPlace | null): Promise<ConfigFile | null> => {
  if (place === null) return null;
  const { path, asked } = place;
  const whole = resolve(path);
  if (!existsSync(whole)) {
    if (!asked) return null;
    throw new UsageError(`--config ${path}: there is no such file`);
  }
  const module: object = await importing(path, whole);
  if ("default" in module) return { name: path, value: module.default };
  throw new UsageError(`${path}: it has no default export; write export default defineConfig({ … })`);
};

const importing = async (path: string, whole: string): Promise<object> => {
  try {
    return await import(pathToFileURL(whole).href);
  } catch (error) {
    const [line, reason] = error instanceof Error ? [lineOf(error, whole), error.message] : ["", String(error)];
    throw new UsageError(`${path}${line}: it cannot be loaded: ${reason.replaceAll(/\s+/g, " ").trim()}`);
  }
};

/** `:3`, where the stack tells: the place of a syntax error stands before it, that of a throw within. */
const lineOf = ({ stack = "" }: Error, file: string): string => {
  const at = stack.indexOf(`${file}:`);
  const line = at === -1 ? Number.NaN : Number.parseInt(stack.slice(at + file.length + 1), 10);
  return Number.isNaN(line) ? "" : `:${line}`;
};
