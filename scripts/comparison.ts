// Shows a judged comparison: its files in a folder, a table on standard output, annotations where a workflow runs it.

import { join, relative } from "node:path";
import { StorageFailure } from "../bench/failure.ts";
import type { StoredComparison } from "../bench/run/stored-comparison.ts";
import { formatAnnotations } from "../reports/compare/annotations.ts";
import { formatComparison } from "../reports/compare/text.ts";
import { compareRuns } from "../reports/compare/view.ts";
import { compareWords } from "../reports/compare/words.ts";
import { comparisonFiles, renderComparison, writeComparison } from "../reports/compare/write.ts";

/** Prints the comparison and writes its files into `folder`. Throws StorageFailure where they cannot be written. */
export const showComparison = async (
  { gate, base, head }: StoredComparison,
  folder: string,
  print: (text: string) => void,
): Promise<void> => {
  const compared = compareRuns(gate, base, head, compareWords);
  const texts = await renderComparison(compared, compareWords);
  const table = formatComparison(compared, compareWords);
  try {
    writeComparison(folder, texts);
  } catch (error) {
    // A full disk takes no page, and hides no verdict.
    if (error instanceof StorageFailure && error.ofMachine) print(table);
    throw error;
  }
  print(table);
  for (const line of formatAnnotations(compared, compareWords, process.env)) print(line);
  print(`Comparison: ${relative(process.cwd(), join(folder, comparisonFiles.page))}`);
};
