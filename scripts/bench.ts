// npm run bench: the comparison.

import { relative } from "node:path";
import { formatSelfTest, judgeSelfTest, selfTestPassed } from "../bench/analysis/self-test.ts";
import { exitCodes, StorageFailure } from "../bench/failure.ts";
import { gateExitCode } from "../bench/gate/gate.ts";
import { hostClock } from "../bench/machine/clock.ts";
import { type BenchOptions, benchHelp, configPlaceOf, parseBenchOptions } from "../bench/options/bench-options.ts";
import { loadConfig } from "../bench/options/config-file.ts";
import type { ConfigFile } from "../bench/options/config-reading.ts";
import { outlineOf } from "../bench/plan/outline.ts";
import { layOut } from "../bench/plan/plan.ts";
import { type GatedRun, runGated } from "../bench/run/gated-run.ts";
import { noProgress, showProgress } from "../bench/run/progress.ts";
import { exitCodeOf } from "../bench/run/run.ts";
import { readRuns } from "../bench/run/runs.ts";
import { withKept } from "../bench/run/store.ts";
import { seededRandom } from "../bench/statistics/random.ts";
import { isTwin } from "../bench/transports.ts";
import { digestRun } from "../reports/history/history.ts";
import { writeIndex } from "../reports/history/write.ts";
import { withoutSamples } from "../reports/page/page.ts";
import { formatTerminal } from "../reports/terminal.ts";
import { sayRemark } from "../reports/view/remarks.ts";
import type { Report } from "../reports/view/report.ts";
import { english } from "../reports/words/english/english.ts";
import { writeReport, writeSummary } from "../reports/write.ts";
import { showComparison } from "./comparison.ts";
import { enter, interruptSignal, print } from "./entry.ts";
import { fitted, terminalOf } from "./window.ts";

/** The argument as a shell takes it. */
const quoted = (argument: string): string =>
  /^[\w./:=,@+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;

/** The command as it was typed; a remark names the config file, which may be there without being named. */
const commandOf = (argv: readonly string[], file: ConfigFile | null): string =>
  [
    "npm run bench",
    ...(argv.length > 0 ? ["--", ...argv.map(quoted)] : []),
    ...(file === null ? [] : [`# with ${file.name}`]),
  ].join(" ");

/** Shows the verdict on a run that is compared with another, or with itself; returns its exit code. */
const showVerdict = async (
  finished: GatedRun,
  report: Report,
  options: BenchOptions,
  say: (text: string) => void,
): Promise<number> => {
  const { gate, base, run: head, folder } = finished;
  if (gate !== null && base !== null) {
    await showComparison({ gate, base, head }, folder, say, terminalOf(options.verbose));
    await writeSummary(folder, report);
    return gateExitCode(gate);
  }
  if (!options.selfTest) return 0;
  const { trials, transports, seed } = head;
  const names = transports.map(({ name }) => name).filter((name) => !isTwin(name));
  const selfTest = judgeSelfTest(trials, names, seededRandom(seed, 0xaa));
  say(fitted(formatSelfTest(selfTest)));
  return selfTestPassed(selfTest) ? 0 : 1;
};

/** Standard error, so that standard output holds the result alone. */
const progressOf = ({ progress, quiet }: BenchOptions): ReturnType<typeof showProgress> =>
  progress && !quiet ? showProgress(process.stderr, (remark) => sayRemark(remark, english), hostClock) : noProgress;

const parse = async (argv: readonly string[]): Promise<{ options: BenchOptions; command: string } | "help"> => {
  const file = await loadConfig(configPlaceOf(argv));
  const options = parseBenchOptions(argv, file);
  return options === "help" ? options : { options, command: commandOf(argv, file) };
};

await enter({ help: benchHelp(), parse }, async ({ options, command }) => {
  if (options.dryRun) {
    print(fitted(outlineOf(layOut(options), options.against === null ? 1 : 2)));
    return exitCodes.done;
  }
  const say = options.json || options.quiet ? () => {} : print;
  const progress = progressOf(options);
  const finished = await runGated({ options, command, now: () => new Date(), signal: interruptSignal(), progress });
  progress.done();
  try {
    const { page, report } = await writeReport(finished.folder, finished.run);
    say(formatTerminal(report, terminalOf(options.verbose)));
    const place = relative(process.cwd(), page);
    say(`Page: ${place}`);
    const exitCode = await showVerdict(finished, report, options, say);
    if (options.json) print(JSON.stringify({ page: place, run: withoutSamples(finished.run), gate: finished.gate }));
    else if (options.quiet) print(place);
    await writeIndex(options.out, readRuns(options.out, digestRun), seededRandom(1));
    return exitCodeOf(finished) || exitCode;
  } catch (error) {
    throw error instanceof StorageFailure ? withKept(error, finished.folder) : error;
  }
});
