// Shows a judged comparison: its files in a folder, a table on standard output, annotations where a workflow runs it.

import { relative } from "node:path";
import { reasonOf, UsageError } from "../bench/failure.ts";
import type { StoredComparison } from "../bench/run/stored-comparison.ts";
import { formatAnnotations } from "../reports/compare/annotations.ts";
import { formatComparison } from "../reports/compare/text.ts";
import { compareRuns } from "../reports/compare/view.ts";
import { compareWords } from "../reports/compare/words.ts";
import { renderComparison, writeComparison } from "../reports/compare/write.ts";

/** Writes the comparison's files into `folder` and prints it. Throws UsageError where they cannot be written. */
export const showComparison = async (
  { gate, base, head }: StoredComparison,
  folder: string,
  print: (text: string) => void,
): Promise<void> => {
  const compared = compareRuns(gate, base, head, compareWords);
  const texts = await renderComparison(compared, compareWords);
  const page = await writeComparison(folder, texts).catch((error: unknown) => {
    throw new UsageError(
      `--out ${folder}: the comparison cannot be written there (${reasonOf(error)}); name a folder that can be written`,
    );
  });
  print(formatComparison(compared, compareWords));
  for (const line of formatAnnotations(compared, compareWords, process.env)) print(line);
  print(`Comparison: ${relative(process.cwd(), page)}`);
};
