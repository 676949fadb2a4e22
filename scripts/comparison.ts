// Shows a judged comparison: its files in a folder, a table on standard output, annotations where a workflow runs it.

import { relative } from "node:path";
import { UsageError } from "../bench/failure.ts";
import type { Gate } from "../bench/gate/line.ts";
import type { Run } from "../bench/record/run.ts";
import { formatAnnotations } from "../reports/compare/annotations.ts";
import { formatComparison } from "../reports/compare/text.ts";
import { compareRuns } from "../reports/compare/view.ts";
import { compareWords } from "../reports/compare/words.ts";
import { renderComparison, writeComparison } from "../reports/compare/write.ts";

export interface Comparison {
  readonly gate: Gate;
  readonly base: Run;
  readonly head: Run;
}

/** `folder`: where the files go; throws UsageError where they cannot. */
export const showComparison = async (
  { gate, base, head }: Comparison,
  folder: string,
  print: (text: string) => void,
): Promise<void> => {
  const compared = compareRuns(gate, base, head, compareWords);
  const texts = await renderComparison(compared, compareWords);
  const page = await writeComparison(folder, texts).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--out ${folder}: the comparison cannot be written there (${reason})`);
  });
  print(formatComparison(compared, compareWords));
  for (const line of formatAnnotations(compared, compareWords, process.env)) print(line);
  print(`Comparison: ${relative(process.cwd(), page)}`);
};
