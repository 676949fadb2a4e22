// npm run report -- RUN: builds a run's page again from its stored facts.

import { dirname, relative, resolve } from "node:path";
import { reportCommand } from "../bench/options/tool-options.ts";
import { holdsRuns, readRuns } from "../bench/run/runs.ts";
import { readRun, writeResults } from "../bench/run/store.ts";
import { folderOfRun } from "../bench/run/stored-file.ts";
import { seededRandom } from "../bench/statistics/random.ts";
import { digestRun } from "../reports/history/history.ts";
import { writeIndex } from "../reports/history/write.ts";
import { writeReport } from "../reports/write.ts";
import { enter, print, writingTo } from "./entry.ts";

await enter(reportCommand, async ({ folder: named }) => {
  const folder = folderOfRun(named);
  const run = readRun(folder);
  const page = await writingTo(`${folder}: the page`, async () => {
    writeResults(folder, run);
    return (await writeReport(folder, run)).page;
  });
  const out = dirname(resolve(folder));
  await writingTo(`${out}: the list of all runs`, async () => {
    if (holdsRuns(out)) await writeIndex(out, readRuns(out, digestRun), seededRandom(1));
  });
  print(`Page: ${relative(process.cwd(), page)}`);
  return 0;
});
