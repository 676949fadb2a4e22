// Finds the comparisons that lie in runs' folders: each page names at its beginning the two runs that it is about. Reads the disk.
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { comparisonMark, comparisonPage } from "../writing/comparison-mark.ts";
import { html } from "../writing/markup.ts";
import type { StoredComparison } from "./comparing.ts";

/** The mark stands before a page's content policy. */
const beginning = 4096;

/** `ids` are the names of the folders in `out`, which are the runs' names unless a folder was renamed. */
export const findComparisons = async (out: string, ids: readonly string[]): Promise<readonly StoredComparison[]> => {
  const found = await Promise.all(
    ids.map(async (head) => {
      const text = await readBeginning(join(out, head, comparisonPage));
      const base = text === null ? undefined : ids.find((id) => text.includes(markup(id, head)));
      if (base === undefined) return [];
      return [{ base, head, href: `./${encodeURIComponent(head.toWellFormed())}/${comparisonPage}` }];
    }),
  );
  return found.flat();
};

const markup = (base: string, head: string): string => html`content="${comparisonMark(base, head)}"`.toString();

/** null where there is no such file, or it cannot be read: nothing is linked then. */
const readBeginning = async (path: string): Promise<string | null> => {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // A pipe would be waited for without an end.
    if (!(await stat(path)).isFile()) return null;
    file = await open(path);
  } catch {
    return null;
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginning), 0, beginning, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return null;
  } finally {
    await file.close();
  }
};
