import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";
import { linkSource } from "./linked-source.ts";

/** Links main.ts, of these files. */
const link = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "link-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return linkSource(pathToFileURL(join(folder, "main.ts")));
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
    const url = new URL("../choosing/choosing.js", import.meta.url);
    expect(await linkSource(url)).toBe(await linkSource(url));
  });

  it.each([
    ["a package", `import { x } from "vega";\n`],
    ["a default import", `import x from "./x.ts";\n`],
    ["a whole module", `import * as x from "./x.ts";\n`],
    ["a re-export", `export * from "./x.ts";\n`],
    ["a list of exports", `const x = 1;\nexport { x };\n`],
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
