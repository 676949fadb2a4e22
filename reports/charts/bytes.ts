// The chart of bytes per delivery: by kind, direction, and on the wire. View model in, Vega-Lite spec out.
import { type ByteKind, byteKinds } from "../../bench/record/trial.ts";
import type { TransportView } from "../legend/transports.ts";
import { type ByteLevels, explainWire, levelsOf } from "../view/bytes-levels.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { barChart, barEnd } from "./bars.ts";
import { type Layer, nominal, whereTold } from "./marks.ts";
import { inPanelOrder, type ShownRow, showRows } from "./shown-rows.ts";
import { type Chart, type ChartTable, fromZero, tooltip } from "./style.ts";

// The message is grey, what a transport adds to it is violet, what TCP/IP adds is tan: none is any transport's colour.
const colours: Readonly<Record<ByteKind, string>> = {
  body: "#6b7482",
  envelope: "#aab2bf",
  httpHeaders: "#6a4fb0",
  framing: "#9c85d6",
  handshake: "#c4b4ea",
  keepAlive: "#4a3a78",
};
const tcpColour = "#c7b58a";

interface Bar extends ByteLevels {
  readonly view: TransportView;
  readonly name: string;
  readonly mark: string;
  /** The name on the axis. */
  readonly bar: string;
  readonly total: number;
}

const buildBar = ({ row, view, name, mark }: ShownRow, direction: Bar["direction"], words: Words): Bar => {
  const levels = levelsOf(row, direction);
  const bar = words.charts.bytes.bars[direction](name);
  return { ...levels, view, name, mark, bar, total: levels.wire ?? levels.application };
};

const stack = (
  { bar, mark, kinds, application, wire, total }: Bar,
  used: readonly ByteKind[],
  { charts: { bytes } }: Words,
): readonly object[] => {
  let end = 0;
  const part = (kind: string, value: number): object => {
    const from = end;
    end += value;
    return { bar, kind, from, to: end, shown: `${figure(value)} B` };
  };
  const parts = used.map((kind) => part(bytes.kinds[kind], kinds[kind]));
  const tcp = wire === null ? [] : [part(bytes.tcp, Math.max(0, wire - application))];
  return [...parts, ...tcp, { bar, total: `${figure(total)}${wire === null ? " + ?" : ""}${mark}`, to: total }];
};

/** null where no byte was counted. */
export const bytesChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { bytes } = words.charts;
  const rows = showRows(panel, transports, words);
  const bars = rows.measured.flatMap((row) => [buildBar(row, "down", words), buildBar(row, "up", words)]);
  const largest = Math.max(0, ...bars.map(({ total }) => total));
  if (largest === 0) return null;
  const used = byteKinds.filter((kind) => bars.some(({ kinds }) => kinds[kind] > 0));
  const names = inPanelOrder(panel, [...rows.measured, ...rows.absent]).flatMap(({ name }) => {
    const own = bars.filter((bar) => bar.name === name).map(({ bar }) => bar);
    return own.length === 0 ? [name] : own;
  });
  return barChart(
    panel,
    rows,
    {
      id: "bytes",
      texts: {
        ...bytes,
        howToRead: words.basics.sentences([bytes.howToRead, ...explainWire(rows.measured, words)]),
      },
      field: "bar",
      names,
      shown: [...bars.map(({ view, bar }) => ({ view, name: bar })), ...rows.absent],
      lineHeight: 22,
      padding: 0.28,
      data: bars.flatMap((bar) => stack(bar, used, words)),
      layers: layersOf(bars, used, largest, words),
      table: tableOf(bars, used, words),
      absentCells: [bytes.directions.both, ...used.map(() => null), null, null, null],
    },
    words,
  );
};

const layersOf = (
  bars: readonly Bar[],
  used: readonly ByteKind[],
  largest: number,
  { charts }: Words,
): readonly Layer[] => {
  const { bytes } = charts;
  const hasWire = bars.some(({ wire }) => wire !== null);
  const domain = [...used.map((kind) => bytes.kinds[kind]), ...(hasWire ? [bytes.tcp] : [])];
  const range = [...used.map((kind) => colours[kind]), ...(hasWire ? [tcpColour] : [])];
  return [
    {
      name: "bars",
      ...whereTold("kind"),
      mark: { type: "bar" },
      encoding: {
        x: fromZero("from", largest, bytes.title, 1.6),
        x2: { field: "to" },
        color: {
          ...nominal("kind", { domain, range }),
          legend: { symbolType: "square", columns: { signal: "narrow ? 1 : 2" } },
        },
        tooltip: tooltip({ bar: charts.transport, kind: bytes.kind, shown: charts.perDelivery }),
      },
    },
    barEnd("to", "total", whereTold("total")),
  ];
};

const tableOf = (bars: readonly Bar[], used: readonly ByteKind[], { charts }: Words): ChartTable => {
  const { bytes } = charts;
  const levels = [...used.map((kind) => bytes.kinds[kind]), bytes.application, bytes.tcp, bytes.wire];
  return {
    headings: [charts.transport, bytes.direction, ...levels.map((title) => charts.withUnit(title, "B"))],
    rows: bars.map(({ name, direction, kinds, application, wire }) => [
      name,
      bytes.directions[direction],
      ...used.map((kind) => kinds[kind]),
      application,
      wire === null ? null : wire - application,
      wire,
    ]),
  };
};
