// The chart of bytes per delivery: by kind, direction, and on the wire. View model in, Vega-Lite spec out.
import { type ByteKind, byteKinds } from "../bench/record.ts";
import { explainAbsences, nameAbsence } from "./absences.ts";
import { type ByteLevels, explainWire, levelsOf } from "./bytes-levels.ts";
import { absentEntries, absentRows, type Entry, entriesOf, inPanelOrder } from "./chart-entries.ts";
import { absenceMarks, barEnd, type Chart, categories, frame, fromZero, tooltip } from "./chart-style.ts";
import { figure } from "./numbers.ts";
import type { Panel } from "./panels.ts";
import type { TransportView } from "./transport-views.ts";

interface KindLook {
  readonly label: string;
  readonly colour: string;
}

// The message is grey, what a transport adds to it is violet, what TCP/IP adds is tan: none is any transport's colour.
const kindLooks: Readonly<Record<ByteKind, KindLook>> = {
  body: { label: "message body", colour: "#6b7482" },
  envelope: { label: "JSON envelope", colour: "#aab2bf" },
  httpHeaders: { label: "HTTP headers", colour: "#6a4fb0" },
  framing: { label: "framing", colour: "#9c85d6" },
  handshake: { label: "handshake", colour: "#c4b4ea" },
  keepAlive: { label: "keep-alive", colour: "#4a3a78" },
};
const tcpLook: KindLook = { label: "TCP/IP and ACKs", colour: "#c7b58a" };

interface Bar extends ByteLevels {
  readonly name: string;
  readonly mark: string;
  /** The name on the axis. */
  readonly bar: string;
  readonly total: number;
}

const buildBar = ({ row, name, mark }: Entry, direction: Bar["direction"]): Bar => {
  const levels = levelsOf(row, direction);
  const bar = `${name} ${direction === "up" ? "↑ up" : "↓ down"}`;
  return { ...levels, name, mark, bar, total: levels.wire ?? levels.application };
};

const stack = ({ bar, mark, kinds, application, wire, total }: Bar, used: readonly ByteKind[]): readonly object[] => {
  let end = 0;
  const part = ({ label }: KindLook, value: number): object => {
    const from = end;
    end += value;
    return { bar, kind: label, from, to: end, shown: `${figure(value)} B` };
  };
  const parts = used.map((kind) => part(kindLooks[kind], kinds.get(kind) ?? 0));
  const tcp = wire === null ? [] : [part(tcpLook, Math.max(0, wire - application))];
  return [...parts, ...tcp, { bar, total: `${figure(total)}${wire === null ? " + ?" : ""}${mark}`, to: total }];
};

export const bytesChart = (panel: Panel, transports: readonly TransportView[]): Chart | null => {
  const entries = entriesOf(panel, transports);
  const absent = absentEntries(panel, transports);
  const bars = entries.flatMap((entry) => [buildBar(entry, "down"), buildBar(entry, "up")]);
  const largest = Math.max(0, ...bars.map(({ total }) => total));
  if (largest === 0) return null;
  const used = byteKinds.filter((kind) => bars.some(({ kinds }) => (kinds.get(kind) ?? 0) > 0));
  const hasWire = bars.some(({ wire }) => wire !== null);
  const looks = [...used.map((kind) => kindLooks[kind]), ...(hasWire ? [tcpLook] : [])];
  const labels = looks.map(({ label }) => label);
  const names = inPanelOrder(panel, [...entries, ...absent]).flatMap(({ name }) => {
    const own = bars.filter((bar) => bar.name === name).map(({ bar }) => bar);
    return own.length === 0 ? [name] : own;
  });
  return {
    id: `${panel.id}-bytes`,
    title: "Bytes per delivery",
    description: "Stacked bars of bytes per delivery by kind, one bar for each transport and direction.",
    howToRead: [
      "Each transport has two bars: what its subscribers received (↓) and what they sent (↑) for one message delivered. Grey is " +
        "the message itself, violet what the transport adds at the socket, tan what TCP/IP adds on the wire: headers and " +
        "acknowledgements (“+ ?” where that was not counted). Kinds are stacked in the legend's order; medians over trials.",
      ...explainWire(entries),
    ]
      .join(" ")
      .concat(explainAbsences([...entries, ...absent])),
    wide: false,
    spec: {
      ...frame(false, 26 * names.length, [...bars.flatMap((bar) => stack(bar, used)), ...absentRows("bar", absent)]),
      encoding: { y: categories("bar", names, 0.28) },
      layer: [
        {
          name: "bars",
          transform: [{ filter: "isValid(datum.kind)" }],
          mark: { type: "bar" },
          encoding: {
            x: fromZero("from", largest, "Bytes per delivery", 1.6),
            x2: { field: "to" },
            color: {
              field: "kind",
              type: "nominal",
              scale: { domain: labels, range: looks.map(({ colour }) => colour) },
              legend: { symbolType: "square", columns: { signal: "narrow ? 1 : 2" } },
            },
            tooltip: tooltip({ bar: "Transport", kind: "Kind", shown: "Per delivery" }),
          },
        },
        { ...barEnd("to", "total"), transform: [{ filter: "isValid(datum.total)" }] },
        ...(absent.length > 0 ? absenceMarks() : []),
      ],
    },
    table: {
      headings: [
        "Transport",
        "Direction",
        ...used.map((kind) => `${kindLooks[kind].label} (B)`),
        "Application (B)",
        "TCP/IP and ACKs (B)",
        "On the wire (B)",
      ],
      rows: [
        ...bars.map(({ name, direction, kinds, application, wire }) => [
          name,
          direction,
          ...used.map((kind) => kinds.get(kind) ?? null),
          application,
          wire === null ? null : wire - application,
          wire,
        ]),
        ...absent.map(({ row, name }) => [
          `${name} (${nameAbsence(row)})`,
          "both",
          ...used.map(() => null),
          null,
          null,
          null,
        ]),
      ],
    },
  };
};
