// The loading of a config file, which is TypeScript as it stands, since Node strips the types. Does not know its contents.

import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { exitCodes, reasonOf, UsageError } from "../failure.ts";
import type { ConfigFile, ConfigPlace } from "./config-reading.ts";

/** The file's default export, unchecked; null where there is no file, or none is wanted. Throws UsageError. */
export const loadConfig = async (place: ConfigPlace | null): Promise<ConfigFile | null> => {
  if (place === null) return null;
  const { path, asked } = place;
  const whole = resolve(path);
  if (!existsSync(whole)) {
    if (!asked) return null;
    throw new UsageError(`--config ${path}: there is no such file; name one that exists, or leave --config out`);
  }
  // A pipe is waited for without an end.
  if (!statSync(whole).isFile()) throw new UsageError(`${path}: it is no file; name a config file`);
  const module: object = await importing(path, whole);
  if ("default" in module) return { name: path, value: module.default };
  throw new UsageError(`${path}: it has no default export; write export default defineConfig({ … })`);
};

const importing = async (path: string, whole: string): Promise<object> => {
  // The file is a program: it may end the process, or wait for what never comes, which ends it too.
  const refuse = (): void => {
    process.stderr.write(`${path}: it ends the process while it is loaded; let it only export its options\n`);
    process.exitCode = exitCodes.usage;
  };
  const refuseHanging = (): never => process.exit(exitCodes.usage);
  process.prependListener("exit", refuse);
  process.prependListener("beforeExit", refuseHanging);
  try {
    return await import(pathToFileURL(whole).href);
  } catch (error) {
    const line = error instanceof Error ? lineOf(error, whole) : "";
    throw new UsageError(`${path}${line}: it cannot be loaded: ${reasonOf(error).replaceAll(/\s+/g, " ").trim()}`);
  } finally {
    process.off("exit", refuse);
    process.off("beforeExit", refuseHanging);
  }
};

/** `:3`, where the stack names a line of the file: before its first line for a syntax error, within it for a throw. */
const lineOf = ({ stack = "" }: Error, file: string): string => {
  const at = stack.indexOf(`${file}:`);
  const [line] = at === -1 ? [] : (/^\d+/.exec(stack.slice(at + file.length + 1)) ?? []);
  return line === undefined ? "" : `:${line}`;
};
