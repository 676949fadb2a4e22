// Files that a run may have left, or that stand in their places: pipes and links too.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { loadConfig } from "../options/config-file.ts";
import { readRuns } from "./runs.ts";
import { readRun } from "./store.ts";
import { folderOfRun, readStoredFile, UnreadableFile } from "./stored-file.ts";

const out = realpathSync(mkdtempSync(join(tmpdir(), "stored-")));
afterAll(() => rmSync(out, { recursive: true, force: true }));
const at = (...parts: readonly string[]): string => join(out, ...parts);

for (const name of ["run", "piped"]) mkdirSync(at(name));
writeFileSync(at("run", "run.jsonl"), "text");
writeFileSync(at("run", "index.html"), "");
for (const name of ["run.jsonl", "results.json", "config.ts"]) execFileSync("mkfifo", [at("piped", name)]);
symlinkSync("run", at("latest"));
symlinkSync(join("run", "index.html"), at("page"));
symlinkSync("round", at("round"));

it("a pipe is waited for by nobody", async () => {
  expect(() => readRun(at("piped"))).toThrow(
    /piped is not a run's folder: its run\.jsonl cannot be read \(it is no file\)/,
  );
  expect(readRuns(out, () => null).unread).toContainEqual({
    id: "piped",
    reason: { code: "unreadable", detail: "it is no file" },
  });
  await expect(loadConfig({ path: at("piped", "config.ts"), asked: true })).rejects.toThrow(UsageError);
});

it.each([
  [at("run"), /^it is no file$/, false],
  [at("missing"), /^ENOENT/, true],
  [at("run", "index.html", "x"), /^ENOTDIR/, false],
  [at("round"), /^ELOOP/, false],
  ["/dev/zero", /^it is no file$/, false],
])("%s cannot be read, and it is said why", (path, message, missing) => {
  const read = (): unknown => readStoredFile(path);
  expect(read).toThrow(UnreadableFile);
  expect(read).toThrow(message);
  expect(read).toThrow(expect.objectContaining({ missing }));
});

it("a file is read whole, or not at all where it is larger than may be", () => {
  expect(readStoredFile(at("run", "run.jsonl"), 4).toString()).toBe("text");
  expect(() => readStoredFile(at("run", "run.jsonl"), 3)).toThrow(UnreadableFile);
});

it.each([
  ["run", "run"],
  ["latest", "latest"],
  ["run/run.jsonl", "run"],
  ["latest/index.html", "run"],
  ["page", "run"],
  ["missing", "missing"],
  ["round", "round"],
])("%s names the run in %s", (path, folder) => expect(folderOfRun(at(path))).toBe(at(folder)));

it("a file beside no run's facts names none", () => {
  writeFileSync(at("lone"), "");
  expect(folderOfRun(at("lone"))).toBe(at("lone"));
});
