// An installation without the packages for development runs every command: what their code imports, in this process or in
// one that it starts, is a dependency.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = new URL("..", import.meta.url);
const {
  scripts,
  dependencies,
}: Record<"scripts" | "dependencies", Readonly<Record<string, string>>> = JSON.parse(
  readFileSync(new URL("package.json", root), "utf8"),
);

/** The commands' files; tests and checks are for developers. */
const entries = Object.entries(scripts)
  .filter(([name]) => name !== "test" && name !== "check")
  .flatMap(([, command]) => command.match(/\bscripts\/[\w-]+\.ts\b/g) ?? []);

/** An import for types alone is gone at run time. */
const imports = [
  /^(?:import|export)\s(?!type\s)[^;"]*?\bfrom\s+"([^"]+)"/gm,
  /^import\s+"([^"]+)"/gm,
  /\bimport\(\s*"([^"]+)"/g,
  // The file of a process or a thread, and a library that a page carries.
  /\bnew URL\("(\.[^"]+\.ts)"/g,
  /\breadLibrary\("([^"]+)"/g,
];

const importsOf = (file: URL): readonly string[] => {
  const text = readFileSync(file, "utf8");
  return imports.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = ""]) => name));
};

const packageOf = (name: string): string => name.split("/", name.startsWith("@") ? 2 : 1).join("/");

const reached = (): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } => {
  const files = new Set(entries.map((path) => new URL(path, root).href));
  const packages = new Set<string>();
  for (const file of files) {
    for (const name of importsOf(new URL(file))) {
      if (/^\.{0,2}\//.test(name)) files.add(new URL(name.replace(/^\//, root.href), file).href);
      else if (!name.startsWith("node:")) packages.add(packageOf(name));
    }
  }
  return { files, packages };
};

it("is true of package.json, which names no other dependency", () => {
  const { files, packages } = reached();
  const paths = [...files].map((file) => fileURLToPath(file).slice(fileURLToPath(root).length));
  expect(paths.filter((path) => !existsSync(join(fileURLToPath(root), path)))).toEqual([]);
  for (const started of ["trial/server-process", "trial/client-process", "trial/pacer-thread", "rig/ceiling-process"]) {
    expect(paths).toContain(`bench/${started}.ts`);
  }
  expect(paths).toEqual(expect.arrayContaining(["servers/ws-library.ts", "clients/browser/transports.ts"]));
  expect([...packages].toSorted()).toEqual(Object.keys(dependencies).toSorted());
});
