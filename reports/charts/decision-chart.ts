// The chart of the first screen: each transport's median and p99 on one logarithmic axis. View model in, Vega-Lite spec out.
import type { TransportView } from "../legend/transports.ts";
import type { Decision, DecisionRow } from "../view/decision.ts";
import type { Words } from "../words/words.ts";
import { withUnit } from "../writing/numbers.ts";
import { dots, intervalBar, type Layer, rowChannels, whereTold } from "./marks.ts";
import { type Chart, categories, frame, ink, roomyLogMs, tooltip } from "./style.ts";

interface Drawn {
  readonly row: DecisionRow;
  readonly view: TransportView;
  readonly p50: number;
  readonly p99: number | null;
}

const lineHeight = 44;

/** In px. */
const stillWidth = 330;

const layersOf = (
  { color, shape }: ReturnType<typeof rowChannels>,
  x: ReturnType<typeof roomyLogMs>,
  words: Words,
): readonly Layer[] => {
  const hints = tooltip({ name: words.decision.heads.transport, shown: words.decision.heads.latency, tail: "p99" });
  return [
    {
      name: "reach",
      ...whereTold("p99"),
      mark: { type: "rule", strokeWidth: 2 },
      encoding: { x, x2: { field: "p99" }, color },
    },
    {
      name: "tails",
      ...whereTold("p99"),
      mark: { type: "tick", thickness: 2, size: 12 },
      encoding: { x: { ...x, field: "p99" }, color, tooltip: hints },
    },
    {
      name: "intervals",
      ...whereTold("low"),
      mark: { ...intervalBar, strokeWidth: 12 },
      encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, color },
    },
    { name: "medians", mark: dots(110), encoding: { x, color, shape, tooltip: hints } },
    {
      name: "labels",
      mark: { type: "text", dy: -15, color: ink },
      encoding: { x, text: { field: "shown" } },
    },
  ];
};

/** null where no row has a median. */
export const decisionChart = ({ rows }: Decision, transports: readonly TransportView[], words: Words): Chart | null => {
  const drawn = rows.flatMap((row): Drawn[] => {
    const view = transports.find(({ name }) => name === row.transport);
    const p50 = row.cells.latency.estimate?.median ?? null;
    return view === undefined || p50 === null ? [] : [{ row, view, p50, p99: row.tailMs }];
  });
  if (drawn.length === 0) return null;
  const shown = drawn.map(({ row, view }) => ({ view, name: row.label }));
  const { decision } = words;
  const x = roomyLogMs(
    "p50",
    decision.chart.axis,
    drawn.flatMap(({ p50, p99 }) => [p50, p99 ?? p50]),
  );
  return {
    id: "decision",
    title: decision.chart.title,
    description: decision.chart.description,
    howToRead: decision.chart.howToRead,
    series: { field: "name", shown },
    spec: {
      ...frame(
        lineHeight * drawn.length,
        drawn.map(({ row, p50, p99 }) => ({
          name: row.label,
          p50,
          p99,
          low: row.cells.latency.estimate?.low ?? null,
          high: row.cells.latency.estimate?.high ?? null,
          shown: withUnit(p50, "ms"),
          tail: p99 === null ? "–" : withUnit(p99, "ms"),
        })),
      ),
      // A still drawing is not redrawn for its place, which is the narrow one beside the matrix.
      width: stillWidth,
      encoding: {
        y: categories(
          "name",
          shown.map(({ name }) => name),
          0.1,
        ),
      },
      layer: [...layersOf(rowChannels("name", shown), x, words)],
    },
    table: {
      headings: [decision.heads.transport, "p50 (ms)", "p99 (ms)"],
      rows: drawn.map(({ row, p50, p99 }) => [row.label, p50, p99]),
    },
  };
};
