// Stable names of the places that links lead to, made of a run's own names. Knows nothing of what stands there.
import { valueAt } from "../../bench/statistics/value-at.ts";

/** Other parts of a page have these ids. */
const ofThePage = [
  "choosing",
  "choosing-inputs",
  "decision",
  "frontier",
  "ledger",
  "limits",
  "main",
  "numbers",
  "published",
  "results",
  "rig",
  "run",
  "silence",
  "specs",
  "trials",
] as const;

/** A name may hold any text: an address of a reasonable length is enough of it. */
const mostLetters = 32;

/** The letters a to z and digits of a name, in lower case, with single hyphens between them. */
export const slugOf = (name: string): string => {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, mostLetters)
    .replace(/^-|-$/g, "");
  return slug === "" ? "unnamed" : slug;
};

/** One for each name, in their order and each only once: the second place of a name is "name-2". */
const anchorsOf = (names: readonly string[], taken: readonly string[] = []): readonly string[] => {
  const given = new Set(taken);
  return names.map((name) => {
    const slug = slugOf(name);
    let anchor = slug;
    for (let place = 2; given.has(anchor); place++) anchor = `${slug}-${place}`;
    given.add(anchor);
    return anchor;
  });
};

/** For the panels of a page, in its order. */
export const panelAnchors = (panels: readonly { readonly scenario: string }[]): readonly string[] =>
  anchorsOf(
    panels.map(({ scenario }) => scenario),
    ofThePage,
  );

/** For the rows of a panel; unlike a panel's, they are no ids by themselves. */
export const rowAnchors = (rows: readonly { readonly transport: string }[]): readonly string[] =>
  anchorsOf(rows.map(({ transport }) => transport));

/** The id of a column of a panel's summary table: "broadcast-p99". */
export const columnAnchor = ({ id }: { readonly id: string }, column: string): string => `${id}-${column}`;

/** The id of a row's cell in that column: "broadcast-p99-websocket". The row has to be one of the panel's. */
export const cellAnchor = <Row extends { readonly transport: string }>(
  panel: { readonly id: string; readonly rows: readonly Row[] },
  row: Row,
  column: string,
): string => `${columnAnchor(panel, column)}-${valueAt(rowAnchors(panel.rows), panel.rows.indexOf(row))}`;
