// The common frame of charts with a line of the plot for each transport: a row without a measured trial keeps its place, as
// an empty square and its status. Knows nothing of what the bars show.
import { explainAbsences, nameAbsence, nameAbsent } from "../view/absences.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { type Layer, label, whereTold } from "./marks.ts";
import type { ShownRow, ShownRows } from "./shown-rows.ts";
import { type Chart, type ChartTable, categories, frame, quietInk, type Series } from "./style.ts";

export interface Bars extends Pick<Chart, "table"> {
  /** Follows the panel's id. */
  readonly id: string;
  readonly texts: Pick<Chart, "title" | "description" | "howToRead">;
  /** The field of a datum that names its line of the plot. */
  readonly field: string;
  /** The names, from above. */
  readonly names: readonly string[];
  readonly shown: Series["shown"];
  readonly lineHeight: number;
  /** The space between two lines, as a share of both. */
  readonly padding: number;
  readonly data: readonly object[];
  readonly layers: readonly Layer[];
  /** An absent row's cells in the table, behind its name. */
  readonly absentCells: ChartTable["rows"][number];
}

export const barChart = (
  panel: Panel,
  { measured, absent }: ShownRows,
  { id, texts, field, names, shown, lineHeight, padding, data, layers, absentCells, table }: Bars,
  words: Words,
): Chart => ({
  id: `${panel.id}-${id}`,
  title: texts.title,
  description: texts.description,
  howToRead: words.basics.sentences([texts.howToRead, ...explainAbsences([...measured, ...absent], words)]),
  series: { field, shown },
  spec: {
    ...frame(lineHeight * names.length, [
      ...data,
      ...absent.map(({ row, name }) => ({ [field]: name, absent: nameAbsence(row, words) })),
    ]),
    encoding: { y: categories(field, names, padding) },
    layer: [...layers, ...absenceLayers(absent)],
  },
  table: { ...table, rows: [...table.rows, ...absent.map((row) => [nameAbsent(row, words), ...absentCells])] },
});

/** Says a whole bar's figure, behind its end. */
export const barEnd = (field: string, text: string, filter: ReturnType<typeof whereTold>): Layer => ({
  name: "totals",
  ...filter,
  mark: label(8),
  encoding: { x: { field, type: "quantitative" }, text: { field: text } },
});

/** An empty, dashed square in place of a bar, and the status beside it. */
const absenceLayers = (absent: readonly ShownRow[]): readonly Layer[] => {
  if (absent.length === 0) return [];
  const encoding = { x: { datum: 0, type: "quantitative" as const } };
  return [
    {
      name: "absences",
      ...whereTold("absent"),
      mark: {
        type: "point",
        shape: "square",
        filled: false,
        size: 110,
        strokeDash: [2, 2],
        stroke: quietInk,
        xOffset: 12,
      },
      encoding,
    },
    {
      name: "absenceNames",
      ...whereTold("absent"),
      mark: label(26),
      encoding: { ...encoding, text: { field: "absent" } },
    },
  ];
};
