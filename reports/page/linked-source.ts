// Links a module and those that it imports into one script for a browser: types stripped, each module a function of its
// own, in the order in which they need each other. Reads files; knows nothing of pages.
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { basename } from "node:path";

interface Linked {
  readonly parts: string[];
  /** The name that holds a module's exports, by the module's address; null while it is still being linked. */
  readonly names: Map<string, string | null>;
}

const importing = /^import\s*\{([^}]*)\}\s*from\s*"(\.[^"]*)";/gm;
const exporting = /^export (?=(?:async )?(?:const|function|class) (\w+))/gm;

/**
 * Understands named imports of relative files, and exported declarations. Throws an Error on anything else, and on
 * modules that import each other in a circle.
 */
export const linkSource = async (entry: URL): Promise<string> => {
  const linked: Linked = { parts: [], names: new Map() };
  await link(entry, linked);
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
    const of = await link(new URL(path, url), linked);
    needs.push(`const {${names.replace(/\bas\b/g, ":").replace(/\s+/g, " ")}} = ${of};\n`);
  }
  const offers = [...source.matchAll(exporting)].map(([, name]) => name);
  const body = source.replace(importing, "").replace(exporting, "");
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

/** Removes the blanks that stripped types leave behind. */
const tidy = (source: string): string =>
  `${source
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
