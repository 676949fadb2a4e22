// The chart of bytes per delivery, by kind and direction. View model in, Vega-Lite spec out.
import { type ByteKind, byteKinds } from "../bench/record.ts";
import { median } from "../bench/stats.ts";
import { entriesOf } from "./chart-entries.ts";
import { barEnd, type Chart, categories, frame, fromZero, tooltip } from "./chart-style.ts";
import { figure } from "./numbers.ts";
import type { Panel, Row } from "./panels.ts";
import type { TransportView } from "./transport-views.ts";

// The message is grey, what a transport adds to it is violet: neither is any transport's colour.
const kindLooks: Readonly<Record<ByteKind, { readonly label: string; readonly colour: string }>> = {
  body: { label: "message body", colour: "#6b7482" },
  envelope: { label: "JSON envelope", colour: "#aab2bf" },
  httpHeaders: { label: "HTTP headers", colour: "#6a4fb0" },
  framing: { label: "framing", colour: "#9c85d6" },
  handshake: { label: "handshake", colour: "#c4b4ea" },
  keepAlive: { label: "keep-alive", colour: "#4a3a78" },
};

interface Bar {
  readonly name: string;
  readonly direction: "down" | "up";
  /** The name on the axis. */
  readonly bar: string;
  readonly kinds: ReadonlyMap<ByteKind, number>;
  readonly total: number;
}

const buildBar = (name: string, row: Row, direction: Bar["direction"]): Bar => {
  const kinds = new Map(
    byteKinds.map((kind) => {
      const values = row.measured.flatMap(({ bytes }) => {
        const perDelivery = bytes.perDelivery[direction];
        if (perDelivery === null) return [];
        return [bytes[direction] === 0 ? 0 : (bytes.kinds[direction][kind] / bytes[direction]) * perDelivery];
      });
      return [kind, values.length === 0 ? 0 : median(values)] as const;
    }),
  );
  const total = [...kinds.values()].reduce((sum, value) => sum + value, 0);
  return { name, direction, bar: `${name} ${direction === "up" ? "↑ up" : "↓ down"}`, kinds, total };
};

const stack = ({ bar, kinds, total }: Bar, used: readonly ByteKind[]): readonly object[] => {
  let end = 0;
  const parts = used.map((kind) => {
    const from = end;
    const value = kinds.get(kind) ?? 0;
    end += value;
    return { bar, kind: kindLooks[kind].label, from, to: end, shown: `${figure(value)} B` };
  });
  return [...parts, { bar, total: figure(total), to: total }];
};

export const bytesChart = (panel: Panel, transports: readonly TransportView[]): Chart | null => {
  const bars = entriesOf(panel, transports).flatMap(({ row, name }) => [
    buildBar(name, row, "down"),
    buildBar(name, row, "up"),
  ]);
  const largest = Math.max(0, ...bars.map(({ total }) => total));
  if (largest === 0) return null;
  const used = byteKinds.filter((kind) => bars.some(({ kinds }) => (kinds.get(kind) ?? 0) > 0));
  const labels = used.map((kind) => kindLooks[kind].label);
  return {
    id: `${panel.id}-bytes`,
    title: "Bytes per delivery",
    description: "Stacked bars of bytes per delivery by kind, one bar for each transport and direction.",
    howToRead:
      "Each transport has two bars: what its subscribers received (↓) and what they sent (↑) for one message delivered, at the " +
      "socket, without TCP/IP headers. Grey is the message itself, violet what the transport adds. Kinds are stacked in the " +
      "legend's order; medians over trials.",
    wide: false,
    spec: {
      ...frame(
        false,
        26 * bars.length,
        bars.flatMap((bar) => stack(bar, used)),
      ),
      encoding: {
        y: categories(
          "bar",
          bars.map(({ bar }) => bar),
          0.28,
        ),
      },
      layer: [
        {
          name: "bars",
          transform: [{ filter: "isValid(datum.kind)" }],
          mark: { type: "bar" },
          encoding: {
            x: fromZero("from", largest, "Bytes per delivery"),
            x2: { field: "to" },
            color: {
              field: "kind",
              type: "nominal",
              scale: { domain: labels, range: used.map((kind) => kindLooks[kind].colour) },
              legend: { symbolType: "square", columns: { signal: "narrow ? 1 : 2" } },
            },
            tooltip: tooltip({ bar: "Transport", kind: "Kind", shown: "Per delivery" }),
          },
        },
        { ...barEnd("to", "total"), transform: [{ filter: "isValid(datum.total)" }] },
      ],
    },
    table: {
      headings: ["Transport", "Direction", ...labels.map((label) => `${label} (B)`), "Total (B)"],
      rows: bars.map(({ name, direction, kinds, total }) => [
        name,
        direction,
        ...used.map((kind) => kinds.get(kind) ?? null),
        total,
      ]),
    },
  };
};
