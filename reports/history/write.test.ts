import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../bench/statistics/random.ts";
import { manyRuns } from "../fixtures/history.ts";
import { comparisonMark } from "../writing/comparison-mark.ts";
import { findComparisons } from "./stored-comparisons.ts";
import { writeIndex } from "./write.ts";

const folder = async (): Promise<string> => {
  const out = await mkdtemp(join(tmpdir(), "index-"));
  onTestFinished(() => rm(out, { recursive: true }));
  return out;
};

const write = (out: string, count: number): Promise<string | null> =>
  writeIndex(out, { runs: manyRuns(count), unread: [] }, seededRandom(1));

it("writes the page, replaces its own, and leaves nothing unfinished behind", async () => {
  const out = await folder();
  const path = join(out, "index.html");
  expect(await write(out, 1)).toBe(path);
  expect(await readFile(path, "utf8")).toContain(">1 run: ");
  expect(await write(out, 2)).toBe(path);
  expect(await readFile(path, "utf8")).toContain(">2 runs: ");
  expect(await readdir(out)).toEqual(["index.html"]);
});

it("leaves another's page alone", async () => {
  const out = await folder();
  await writeFile(join(out, "index.html"), "<p>mine");
  expect(await write(out, 1)).toBeNull();
  expect(await readFile(join(out, "index.html"), "utf8")).toBe("<p>mine");
});

it("leaves a folder of that name alone", async () => {
  const out = await folder();
  await mkdir(join(out, "index.html"));
  expect(await write(out, 1)).toBeNull();
  expect(await readdir(out)).toEqual(["index.html"]);
});

it("links to a comparison that lies beside a run's page, of runs that it lists", async () => {
  const out = await folder();
  await mkdir(join(out, "run-1"));
  const mark = (base: string): string => `<meta name="generator" content="${comparisonMark(base, "run-1")}">`;
  await writeFile(join(out, "run-1", "compare.html"), mark("run-0"));
  expect(await findComparisons(out, ["run-2", "run-1", "run-0"])).toEqual([
    { base: "run-0", head: "run-1", href: "./run-1/compare.html" },
  ]);
  await writeFile(join(out, "run-1", "compare.html"), mark("elsewhere"));
  expect(await findComparisons(out, ["run-2", "run-1", "run-0"])).toEqual([]);
});
