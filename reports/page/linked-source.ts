// Links modules and those that they import into one script for a browser: types and comments stripped, each module a function
// of its own, in the order in which they need each other. Reads files; knows nothing of pages.
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { basename } from "node:path";

/** The globals that stand for packages in a page, by the packages' names. */
type Globals = Readonly<Record<string, string>>;

interface Linked {
  readonly parts: string[];
  /** The name that holds a module's exports, by the module's address; null while it is still being linked. */
  readonly names: Map<string, string | null>;
  readonly globals: Globals;
}

const importing = /^import\s*\{([^}]*)\}\s*from\s*["']([^"']*)["'];/gm;
const exporting = /^export (?=(?:async )?(?:const|function|class) (\w+))/gm;
const exportingList = /^export\s*\{([^}]*)\};/gm;

/**
 * The entries run in their order. Understands named imports of relative files and of packages, exported declarations, and lists
 * of exports. Throws an Error on anything else, and on modules that import each other in a circle.
 */
export const linkSource = async (entries: readonly URL[], globals: Globals = {}): Promise<string> => {
  const linked: Linked = { parts: [], names: new Map(), globals };
  for (const entry of entries) await link(entry, linked);
  return `(() => {\n"use strict";\n${linked.parts.join("")}})();\n`;
};

const link = async (url: URL, linked: Linked): Promise<string> => {
  const known = linked.names.get(url.href);
  if (known === null) throw new Error(`modules import each other in a circle, through ${fileOf(url)}`);
  if (known !== undefined) return known;
  linked.names.set(url.href, null);
  const text = await readFile(url, "utf8");
  const source = url.pathname.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
  const needs: string[] = [];
  for (const [, names = "", path = ""] of source.matchAll(importing)) {
    const of = linked.globals[path] ?? (await link(addressOf(path, url), linked));
    needs.push(`const {${names.replace(/\bas\b/g, ":").replace(/\s+/g, " ")}} = ${of};\n`);
  }
  const offers = [
    ...[...source.matchAll(exporting)].map(([, name]) => name),
    ...[...source.matchAll(exportingList)].map(([, names = ""]) => names.trim().replace(/(\w+) as (\w+)/g, "$2: $1")),
  ];
  const body = source.replace(importing, "").replace(exporting, "").replace(exportingList, "");
  if (/^(import|export)\b/m.test(body))
    throw new Error(`${fileOf(url)} imports or exports in a way that is not linked`);
  const name = `module${linked.parts.length}`;
  linked.parts.push(
    `const ${name} = (() => {\n${needs.join("")}${tidy(body)}return { ${offers.join(", ")} };\n})();\n`,
  );
  linked.names.set(url.href, name);
  return name;
};

const fileOf = (url: URL): string => basename(url.pathname);

const addressOf = (path: string, from: URL): URL =>
  path.startsWith(".") ? new URL(path, from) : new URL(import.meta.resolve(path));

/**
 * Removes comments that fill their lines, blank lines and indents. Only a template goes on over the end of a line, and a line of
 * it may look like a comment: a source that may have such a one stays as it is.
 */
const tidy = (source: string): string => {
  const lines = source
    .replace(/^\s*\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*$/gm, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("//"));
  const mayGoOn = lines.some((line) => line.split("`").length % 2 === 0);
  return mayGoOn ? `${source.trim()}\n` : lines.map((line) => `${line}\n`).join("");
};
