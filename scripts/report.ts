// npm run report -- RUN: builds a run's page again from its stored facts.

import { dirname, relative, resolve } from "node:path";
import { UsageError } from "../bench/failure.ts";
import { holdsRuns, readRuns } from "../bench/run/runs.ts";
import { readRun, writeResults } from "../bench/run/store.ts";
import { seededRandom } from "../bench/statistics/random.ts";
import { digestRun } from "../reports/history/history.ts";
import { writeIndex } from "../reports/history/write.ts";
import { writeReport } from "../reports/write.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const [folder, ...rest] = process.argv.slice(2);
  if (folder === undefined || rest.length > 0 || folder.startsWith("-")) {
    throw new UsageError("npm run report -- RUN: name one run's folder, such as reports/out/latest");
  }
  const run = readRun(folder);
  writeResults(folder, run);
  const { page } = await writeReport(folder, run);
  const out = dirname(resolve(folder));
  if (holdsRuns(out)) await writeIndex(out, readRuns(out, digestRun), seededRandom(1));
  process.stdout.write(`Page: ${relative(process.cwd(), page)}\n`);
  return 0;
});
