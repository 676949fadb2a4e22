// "Compare these two": two choices of a run, the command that compares them, and a link where that was done already. The script
// page/browser/compare-runs.js follows the choices; without it the command of the last two runs stands there. Pure.
import { renderSection } from "../page/section.ts";
import type { Words } from "../words/words.ts";
import { html, type Markup } from "../writing/markup.ts";
import { instant } from "../writing/numbers.ts";
import type { HistoryRow } from "./history.ts";

export interface StoredComparison {
  readonly base: string;
  readonly head: string;
  /** Relative to the page. */
  readonly href: string;
}

/** The facts that are known of the runs' folder. */
export interface StoredComparisons {
  /** The folder's path as a command names it. */
  readonly folder: string;
  readonly comparisons: readonly StoredComparison[];
}

/** A path as one word of a shell. */
export const shellWord = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** One run's folder; a name that looks like an option is none after a path. */
const pathOf = ({ id }: HistoryRow, { folder }: StoredComparisons): string => shellWord(`${folder}/${id}`);

const renderOption = (row: HistoryRow, chosen: boolean, stored: StoredComparisons): Markup => {
  const made = stored.comparisons.find(({ head }) => head === row.id);
  const link = made && html` data-base="${made.base}" data-href="${made.href}"`;
  return html`<option value="${pathOf(row, stored)}" data-run="${row.id}"${link}${chosen && html` selected`}>${instant(row.startedAt)} · ${row.id}</option>\n`;
};

export const renderComparing = (
  rows: readonly HistoryRow[],
  stored: StoredComparisons,
  { index: { comparing } }: Words,
): Markup | false => {
  const [head, base] = rows;
  if (head === undefined || base === undefined) return false;
  const choose = (id: string, label: string, chosen: HistoryRow): Markup =>
    html`<p><label for="${id}">${label}</label> <select id="${id}">
${rows.map((row) => renderOption(row, row === chosen, stored))}</select></p>
`;
  const made = stored.comparisons.find((one) => one.base === base.id && one.head === head.id);
  const body = html`<p class="why">${comparing.why}</p>
<div id="compare-choices" hidden>
${choose("compare-base", comparing.base, base)}${choose("compare-head", comparing.head, head)}</div>
<p class="command"><code id="compare-command">npm run compare -- ${pathOf(base, stored)} ${pathOf(head, stored)}</code></p>
<p><button type="button" id="compare-copy" data-copied="${comparing.copied}" hidden>${comparing.copy}</button> <a id="compare-link" href="${made?.href ?? head.href}"${made === undefined && html` hidden`}>${comparing.made}</a></p>
`;
  return renderSection("comparing", comparing.title, body);
};
