import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fixtureRun } from "./fixtures/run.ts";
import { buildReport } from "./view/report.ts";
import { writeReport, writeSummary } from "./write.ts";

it("writes page and summary, the same bytes each time, and leaves nothing unfinished behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "report-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const written = await writeReport(folder, fixtureRun);
  const report = buildReport(fixtureRun);
  expect(written).toEqual({ report, page: join(folder, "index.html"), summary: join(folder, "summary.md") });
  const first = await readFile(written.page);
  await writeReport(folder, fixtureRun);
  expect(Buffer.compare(first, await readFile(written.page))).toBe(0);
  expect((await readdir(folder)).toSorted()).toEqual([
    "badge.json",
    "index.html",
    "metrics.txt",
    "summary.md",
    "trials.csv",
  ]);
  const own = await readFile(written.summary, "utf8");
  await writeFile(join(folder, "compare.md"), "## No regression\n");
  await writeSummary(folder, report);
  const both = await readFile(written.summary, "utf8");
  expect(both.startsWith("## No regression\n\n<details><summary>")).toBe(true);
  expect(both).toContain(own);
  // A comparison that is too long for a comment is left out as a whole.
  await writeFile(join(folder, "compare.md"), "x".repeat(64_900));
  await writeSummary(folder, report);
  expect(await readFile(written.summary, "utf8")).toBe("x".repeat(64_900));
});
