// npm run compare -- BASE HEAD: two stored runs against each other.

import { relative } from "node:path";
import { compareHelp, parseCompareOptions } from "../bench/compare-options.ts";
import { UsageError } from "../bench/failure.ts";
import { gateExitCode, judgeGate } from "../bench/gate.ts";
import { readRun } from "../bench/store.ts";
import { formatAnnotations } from "../reports/compare-annotations.ts";
import { formatComparison } from "../reports/compare-text.ts";
import { compareRuns } from "../reports/compare-view.ts";
import { compareWords } from "../reports/compare-words.ts";
import { renderComparison, writeComparison } from "../reports/compare-write.ts";
import { enter } from "./entry.ts";

await enter(async () => {
  const options = parseCompareOptions(process.argv.slice(2));
  if (options === "help") return print(compareHelp());
  const [base, head] = [readRun(options.base), readRun(options.head)];
  const gate = judgeGate(base, head);
  const compared = compareRuns(gate, base, head, compareWords);
  const texts = await renderComparison(compared, compareWords);
  const page = await writeComparison(options.out, texts).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--out ${options.out}: the comparison cannot be written there (${reason})`);
  });
  print(formatComparison(compared, compareWords));
  for (const line of formatAnnotations(compared, compareWords, process.env)) print(line);
  print(`Page: ${relative(process.cwd(), page)}`);
  return gateExitCode(gate);
});

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
