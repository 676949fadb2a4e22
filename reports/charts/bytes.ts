// The chart of bytes per delivery: by kind, direction, and on the wire. View model in, Vega-Lite spec out.
import { type ByteKind, byteKinds } from "../../bench/record/trial.ts";
import type { TransportView } from "../legend/transports.ts";
import { explainAbsences, nameAbsent } from "../view/absences.ts";
import { type ByteLevels, explainWire, levelsOf } from "../view/bytes-levels.ts";
import type { Panel } from "../view/panels.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { absentEntries, absentRows, type Entry, entriesOf, inPanelOrder } from "./entries.ts";
import { absenceMarks, barEnd, type Chart, categories, frame, fromZero, tooltip } from "./style.ts";

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

const buildBar = ({ row, view, name, mark }: Entry, direction: Bar["direction"], words: Words): Bar => {
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
  const parts = used.map((kind) => part(bytes.kinds[kind], kinds.get(kind) ?? 0));
  const tcp = wire === null ? [] : [part(bytes.tcp, Math.max(0, wire - application))];
  return [...parts, ...tcp, { bar, total: `${figure(total)}${wire === null ? " + ?" : ""}${mark}`, to: total }];
};

export const bytesChart = (panel: Panel, transports: readonly TransportView[], words: Words): Chart | null => {
  const { basics, charts } = words;
  const { bytes } = charts;
  const entries = entriesOf(panel, transports, words);
  const absent = absentEntries(panel, transports, words);
  const bars = entries.flatMap((entry) => [buildBar(entry, "down", words), buildBar(entry, "up", words)]);
  const largest = Math.max(0, ...bars.map(({ total }) => total));
  if (largest === 0) return null;
  const used = byteKinds.filter((kind) => bars.some(({ kinds }) => (kinds.get(kind) ?? 0) > 0));
  const hasWire = bars.some(({ wire }) => wire !== null);
  const labels = [...used.map((kind) => bytes.kinds[kind]), ...(hasWire ? [bytes.tcp] : [])];
  const range = [...used.map((kind) => colours[kind]), ...(hasWire ? [tcpColour] : [])];
  const names = inPanelOrder(panel, [...entries, ...absent]).flatMap(({ name }) => {
    const own = bars.filter((bar) => bar.name === name).map(({ bar }) => bar);
    return own.length === 0 ? [name] : own;
  });
  return {
    id: `${panel.id}-bytes`,
    title: bytes.title,
    description: bytes.description,
    howToRead: basics.sentences([
      bytes.howToRead,
      ...explainWire(entries, words),
      ...explainAbsences([...entries, ...absent], words),
    ]),
    wide: false,
    series: { field: "bar", shown: [...bars.map(({ view, bar }) => ({ view, name: bar })), ...absent] },
    spec: {
      ...frame(false, 26 * names.length, [
        ...bars.flatMap((bar) => stack(bar, used, words)),
        ...absentRows("bar", absent, words),
      ]),
      encoding: { y: categories("bar", names, 0.28) },
      layer: [
        {
          name: "bars",
          transform: [{ filter: "isValid(datum.kind)" }],
          mark: { type: "bar" },
          encoding: {
            x: fromZero("from", largest, bytes.title, 1.6),
            x2: { field: "to" },
            color: {
              field: "kind",
              type: "nominal",
              scale: { domain: labels, range },
              legend: { symbolType: "square", columns: { signal: "narrow ? 1 : 2" } },
            },
            tooltip: tooltip({ bar: charts.transport, kind: bytes.kind, shown: charts.perDelivery }),
          },
        },
        { ...barEnd("to", "total"), transform: [{ filter: "isValid(datum.total)" }] },
        ...(absent.length > 0 ? absenceMarks() : []),
      ],
    },
    table: {
      headings: [
        charts.transport,
        bytes.direction,
        ...[...used.map((kind) => bytes.kinds[kind]), bytes.application, bytes.tcp, bytes.wire].map((title) =>
          charts.withUnit(title, "B"),
        ),
      ],
      rows: [
        ...bars.map(({ name, direction, kinds, application, wire }) => [
          name,
          bytes.directions[direction],
          ...used.map((kind) => kinds.get(kind) ?? null),
          application,
          wire === null ? null : wire - application,
          wire,
        ]),
        ...absent.map(({ row, name }) => [
          nameAbsent({ row, name }, words),
          bytes.directions.both,
          ...used.map(() => null),
          null,
          null,
          null,
        ]),
      ],
    },
  };
};
