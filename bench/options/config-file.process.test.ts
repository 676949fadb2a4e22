// The runtime does the loading: one Node process, apart from the tests' own, loads all of the files.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parseBenchOptions } from "./bench-options.ts";

const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = readFileSync(new URL("../../docs/options.md", import.meta.url), "utf8");
const example = /^```ts\n(import \{ defineConfig \}.*?)^```$/ms.exec(options)?.[1] ?? "";

const files = {
  "documented.ts": example.replace("./bench/config.ts", new URL("../config.ts", import.meta.url).href),
  "good.ts": "const seed: number = 3;\nexport default { plan: { seed } };\n",
  "named.ts": "export const config = {};\n",
  "comma.ts": "export default {\n  plan: {,\n};\n",
  "enum.ts": "enum Seed { One }\nexport default { seed: Seed.One };\n",
  "throws.ts": 'const why: string = "no\\nway";\n\nthrow new Error(why);\n',
  "text.ts": 'throw "text";\n',
  "unknown.ts": "export default { plan: { seed: sead } };\n",
};

const program = `
import { loadConfig } from ${JSON.stringify(new URL("config-file.ts", import.meta.url).href)};
const told = {};
for (const path of [...${JSON.stringify(Object.keys(files))}, "missing.ts"]) {
  told[path] = await loadConfig({ path, asked: true }).catch(({ name, message }) => name + ": " + message);
}
told.unasked = await loadConfig({ path: "bench.config.ts", asked: false });
told.unwanted = await loadConfig(null);
console.log(JSON.stringify(told));
`;

it("loads TypeScript, and says in one line why a file cannot be loaded, and where", () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const options = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program];
  const { stdout, stderr } = spawnSync(process.execPath, options, { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  const { "documented.ts": documented, ...told } = JSON.parse(stdout);
  expect(parseBenchOptions([], documented)).toMatchObject({
    against: "origin/main",
    profile: "gate",
    trials: 40,
    tolerances: { responseTimeTailMs: { relative: 0.2, slack: 0 }, bytesPerDelivery: { relative: 0.01, slack: 2 } },
  });
  expect(told).toEqual({
    "good.ts": { name: "good.ts", value: { plan: { seed: 3 } } },
    "named.ts": "UsageError: named.ts: it has no default export; write export default defineConfig({ … })",
    "comma.ts": expect.stringMatching(/^UsageError: comma\.ts:2: it cannot be loaded: [^\n]*,[^\n]*$/),
    "enum.ts": expect.stringMatching(/^UsageError: enum\.ts:1: it cannot be loaded: [^\n]*enum[^\n]*$/),
    "throws.ts": "UsageError: throws.ts:3: it cannot be loaded: no way",
    "text.ts": "UsageError: text.ts: it cannot be loaded: text",
    "unknown.ts": "UsageError: unknown.ts:1: it cannot be loaded: sead is not defined",
    "missing.ts": "UsageError: --config missing.ts: there is no such file; name one that exists, or leave --config out",
    unasked: null,
    unwanted: null,
  });
});
