// Shows a judged comparison: its files in a folder, a table on standard output, annotations where a workflow runs it.

import { join, relative } from "node:path";
import { StorageFailure } from "../bench/failure.ts";
import type { StoredComparison } from "../bench/run/stored-comparison.ts";
import { formatAnnotations } from "../reports/compare/annotations.ts";
import { formatComparison } from "../reports/compare/text.ts";
import { compareRuns } from "../reports/compare/view.ts";
import { comparisonFiles, renderComparison, type ToldComparison, writeComparison } from "../reports/compare/write.ts";
import { chineseCompare } from "../reports/words/chinese/compare.ts";
import { type CompareWords, englishCompare } from "../reports/words/english/compare.ts";
import type { Terminal } from "../reports/writing/terminal.ts";

/** Prints the comparison and writes its files into `folder`. Throws StorageFailure where they cannot be written. */
export const showComparison = async (
  { gate, base, head }: StoredComparison,
  folder: string,
  print: (text: string) => void,
  terminal: Terminal,
): Promise<void> => {
  const tell = (words: CompareWords): ToldComparison => ({ compared: compareRuns(gate, base, head, words), words });
  const own = tell(englishCompare);
  const texts = await renderComparison(own, tell(chineseCompare));
  const table = formatComparison(own.compared, own.words, terminal);
  try {
    writeComparison(folder, texts);
  } catch (error) {
    // A full disk takes no page, and hides no verdict.
    if (error instanceof StorageFailure && error.ofMachine) print(table);
    throw error;
  }
  print(table);
  for (const line of formatAnnotations(own.compared, own.words, process.env)) print(line);
  print(`Comparison: ${relative(process.cwd(), join(folder, comparisonFiles.page))}`);
};
