// Published tables as the page shows them: those that the run has something to say to. Knows no HTML.
import { type PublishedTable, publishedTables } from "../bench/published.ts";
import type { Run } from "../bench/record.ts";

export interface PublishedView {
  /** With at least one measured row. */
  readonly tables: readonly PublishedTable[];
  /** By id: those for which the run has no cell. */
  readonly missing: readonly string[];
}

/** null where the run has no scenario of a published table. */
export const viewPublished = (run: Run): PublishedView | null => {
  const answered = ({ rows }: PublishedTable): boolean => rows.some(({ measured }) => measured !== null);
  const all = publishedTables(run);
  return all.length === 0
    ? null
    : { tables: all.filter(answered), missing: all.filter((table) => !answered(table)).map(({ id }) => id) };
};

/** "Lubbers and Greco: HTML5 WebSocket (2010)". */
export const namePublication = ({ authors, title, year }: PublishedTable["publication"]): string =>
  `${authors === null ? "" : `${authors}: `}${title}${year === null ? "" : ` (${year})`}`;
