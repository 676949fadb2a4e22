// npm run bench: the comparison.

import { relative } from "node:path";
import { formatSelfTest, judgeSelfTest, selfTestPassed } from "../bench/analysis/self-test.ts";
import { gateExitCode } from "../bench/gate/gate.ts";
import { benchHelp, configPlaceOf, parseBenchOptions } from "../bench/options/bench-options.ts";
import { loadConfig } from "../bench/options/config-file.ts";
import type { ConfigFile } from "../bench/options/config-reading.ts";
import { runGated } from "../bench/run/gated-run.ts";
import { noProgress, showProgress } from "../bench/run/progress.ts";
import { exitCodeOf } from "../bench/run/run.ts";
import { readRuns } from "../bench/run/runs.ts";
import { seededRandom } from "../bench/statistics/random.ts";
import { isTwin } from "../bench/transports.ts";
import { digestRun } from "../reports/history/history.ts";
import { writeIndex } from "../reports/history/write.ts";
import { formatTerminal } from "../reports/text.ts";
import { writeReport, writeSummary } from "../reports/write.ts";
import { showComparison } from "./comparison.ts";
import { enter, interruptSignal } from "./entry.ts";

await enter(async () => {
  const argv = process.argv.slice(2);
  const file = await loadConfig(configPlaceOf(argv));
  const options = parseBenchOptions(argv, file);
  if (options === "help") return print(benchHelp());
  const progress = options.progress ? showProgress(process.stderr) : noProgress;
  const command = ["npm run bench", ...(argv.length > 0 ? ["--", ...argv.map(quoted)] : []), ...remark(file)].join(" ");
  const finished = await runGated({ options, command, now: () => new Date(), signal: interruptSignal(), progress });
  progress.done();
  const { page, report } = await writeReport(finished.folder, finished.run);
  await writeIndex(options.out, readRuns(options.out, digestRun), seededRandom(1));
  print(formatTerminal(report));
  print(`Page: ${relative(process.cwd(), page)}`);
  const { gate, base, run: head } = finished;
  if (gate !== null && base !== null) {
    await showComparison({ gate, base, head }, finished.folder, print);
    await writeSummary(finished.folder, report);
    return exitCodeOf(finished) || gateExitCode(gate);
  }
  if (!options.selfTest) return exitCodeOf(finished);
  const { trials, transports, seed } = finished.run;
  const names = transports.map(({ name }) => name).filter((name) => !isTwin(name));
  const selfTest = judgeSelfTest(trials, names, seed, seededRandom(seed, 0xaa));
  print(formatSelfTest(selfTest));
  return exitCodeOf(finished) || (selfTestPassed(selfTest) ? 0 : 1);
});

/** What the command does not say by itself. */
function remark(file: ConfigFile | null): readonly string[] {
  return file === null ? [] : [`# with ${file.name}`];
}

/** As a shell takes it. */
function quoted(argument: string): string {
  return /^[\w./:=,@+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
