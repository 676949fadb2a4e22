import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fixtureRun } from "./fixture.ts";
import { writeReport } from "./write.ts";

test("writes page and summary, the same bytes each time, and leaves nothing unfinished behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "report-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const written = await writeReport(folder, fixtureRun);
  expect(written).toEqual({ page: join(folder, "index.html"), summary: join(folder, "summary.md") });
  const first = await readFile(written.page);
  await writeReport(folder, fixtureRun);
  expect(Buffer.compare(first, await readFile(written.page))).toBe(0);
  expect((await readdir(folder)).toSorted()).toEqual(["index.html", "summary.md"]);
});
