import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";
import { linkSource } from "./linked-source.ts";

/** Links main.ts, of these files, behind the others that are named. */
const link = async (files: Readonly<Record<string, string>>, ...before: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "link-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const entries = [...before, "main.ts"].map((name) => pathToFileURL(join(folder, name)));
  return linkSource(entries, { "known-package": "given", "vega-util": "given" });
};

describe("a linked source", () => {
  it("runs each module once, before those that need it, and keeps their names apart", async () => {
    const source = await link({
      "main.ts": `import { add, type Sum } from "./add.ts";\nimport { one } from "./one.js";\nconst own: Sum = add(one, 2);\nout(own);\n`,
      "add.ts": `import { one as unit, log } from "./one.js";\nimport type { X } from "./types.ts";\nexport interface Sum extends X {}\nconst own = unit * 0;\nexport const add = <T extends number>(a: T, b: T): number => { log("add"); return a + b + own; };\n`,
      "one.js": `out("one");\nexport const one = 1;\nexport function log(text) {\n  out(text);\n}\n`,
    });
    const told: unknown[] = [];
    runInNewContext(source, { out: (value: unknown) => told.push(value) });
    expect(told).toEqual(["one", "add", 3]);
  });

  it("leaves no name behind", async () => {
    const context = {};
    runInNewContext(await link({ "main.ts": "export const left = 1;\nvar also = 2;\n" }), context);
    expect(context).toEqual({});
  });

  it("is the same for the same files", async () => {
    const entries = [new URL("../choosing/choosing.js", import.meta.url)];
    expect(await linkSource(entries)).toBe(await linkSource(entries));
  });

  it("runs several entries in their order, and what they share once", async () => {
    const files = {
      "main.ts": `import { shared } from "./shared.ts";\nout(shared);\n`,
      "first.ts": `import { shared } from "./shared.ts";\nout("first");\n`,
      "shared.ts": `out("shared");\nexport const shared = 1;\n`,
    };
    const told: unknown[] = [];
    runInNewContext(await link(files, "first.ts"), { out: (value: unknown) => told.push(value) });
    expect(told).toEqual(["shared", "first", 1]);
  });

  it("takes a package for a global that the page has, and links any other", async () => {
    const files = {
      "main.ts": `import { one as first } from 'known-package';\nimport { expressionInterpreter as found } from "vega-interpreter";\nout(first, Object.keys(found));\n`,
    };
    const told: unknown[] = [];
    const out = (...values: readonly unknown[]) => told.push(...values);
    runInNewContext(await link(files), { given: { one: 1 }, setTimeout, setInterval, out });
    expect(told).toEqual([1, ["operator", "parameter", "event", "handler", "encode"]]);
  });

  it("reads lists of exports", async () => {
    const files = {
      "main.ts": `import { shown, other } from "./x.js";\nout(shown, other);\n`,
      "x.js": "const own = 1;\nconst other = 2;\nexport { own as shown, other };\n",
    };
    const told: unknown[] = [];
    runInNewContext(await link(files), { out: (...values: readonly unknown[]) => told.push(...values) });
    expect(told).toEqual([1, 2]);
  });

  it("leaves out comments that fill their lines, and indents", async () => {
    const text = `// One.\n/** Two. */\nconst url = "http://x"; // Three.\n/*\n * Four.\n */\n  out(url, /[/*]/, 1 /* Five */);\n\n`;
    expect(await link({ "main.ts": text })).toBe(
      `(() => {\n"use strict";\nconst module0 = (() => {\nconst url = "http://x"; // Three.\nout(url, /[/*]/, 1 /* Five */);\nreturn {  };\n})();\n})();\n`,
    );
  });

  it("leaves a source as it is that may have a text of several lines", async () => {
    const told: unknown[] = [];
    const text = "out(`a\n  // b\n/* c */\n`);\n// d\n";
    runInNewContext(await link({ "main.ts": text }), { out: (value: unknown) => told.push(value) });
    expect(told).toEqual(["a\n  // b\n/* c */\n"]);
  });

  it.each([
    ["nothing", `import "./x.ts";\n`],
    ["a default import", `import x from "./x.ts";\n`],
    ["a whole module", `import * as x from "./x.ts";\n`],
    ["a re-export", `export * from "./x.ts";\n`],
  ])("refuses %s", async (_, text) => {
    await expect(link({ "main.ts": text, "x.ts": "export const x = 1;\n" })).rejects.toThrow(
      "main.ts imports or exports in a way that is not linked",
    );
  });

  it("refuses a circle", async () => {
    const files = {
      "main.ts": `import { x } from "./x.ts";\nexport const y = x;\n`,
      "x.ts": `import { y } from "./main.ts";\nexport const x = y;\n`,
    };
    await expect(link(files)).rejects.toThrow("modules import each other in a circle, through main.ts");
  });
});
