// HEAD's numbers in the shapes that trackers of benchmarks read: github-action-benchmark's customSmallerIsBetter, and
// Bencher's metric format (bencher.dev/docs/reference/bencher-metric-format). Names hold all of a cell's conditions, so
// that they stay the same from run to run. Pure.
import type { GateLine } from "../../bench/gate/line.ts";
import { unitOf } from "../../bench/gate/metrics.ts";
import { type Cell, cellKey } from "../../bench/record/metrics.ts";
import { metricNames } from "../../bench/record/summary.ts";
import { plainText } from "../writing/escapes.ts";
import type { Compared, ComparedLine } from "./view.ts";

interface ActionEntry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
  readonly extra: string;
}

/** "broadcast / websocket / subscribers=100 ratePerSec=10 …": factors that the transport does not respond to are left out. */
const nameCell = ({ scenario, transport, conditions }: Cell): string => {
  const factors = Object.entries(conditions)
    .filter(([, value]) => value !== null)
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .map(([factor, value]) => `${factor}=${value}`);
  return plainText([scenario, transport, factors.join(" ")].join(" / ")).slice(0, mostCharacters);
};

/** Bencher's limit of a benchmark's name. */
const mostCharacters = 1024;

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** HEAD's own interval; null where its summary tells none. */
const intervalOf = ({ head }: Compared, line: GateLine): Interval | null => {
  const metric = metricNames.find((name) => name === line.metric);
  const summary = head.summaries.find((cell) => cellKey(cell) === cellKey(line));
  const { low, high } = (metric && summary?.metrics[metric]) ?? { low: null, high: null };
  return low === null || high === null ? null : { low, high };
};

const halfWidth = ({ low, high }: Interval): string => String(Number(((high - low) / 2).toPrecision(3)));

const told = (compared: Compared): readonly (ComparedLine & { readonly value: number })[] =>
  compared.cells.flatMap(({ lines }) =>
    lines.flatMap((line) => (line.line.head === null ? [] : [{ ...line, value: line.line.head }])),
  );

/** The action tells entries apart by name and draws a chart of each. */
export const formatActionBenchmark = (compared: Compared): string => {
  const entries = told(compared).map(({ line, value, verdict, why }): ActionEntry => {
    const interval = intervalOf(compared, line);
    return {
      name: `${nameCell(line)} / ${line.metric}`,
      unit: unitOf(line.metric) || "count",
      value,
      ...(interval !== null && { range: `± ${halfWidth(interval)}` }),
      extra: plainText(`${verdict}: ${why}`),
    };
  });
  return `${JSON.stringify(entries, null, 1)}\n`;
};

/** A measure's slug: "response-time-p50-ms". */
const slugOf = (metric: string): string => metric.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const formatBencher = (compared: Compared): string => {
  const cells = Map.groupBy(told(compared), ({ line }) => nameCell(line));
  const benchmarks = [...cells].map(([name, lines]) => {
    const measures = lines.map(({ line, value }) => {
      const interval = intervalOf(compared, line);
      const ends = interval !== null && { lower_value: interval.low, upper_value: interval.high };
      return [slugOf(line.metric), { value, ...ends }] as const;
    });
    return [name, Object.fromEntries(measures)] as const;
  });
  return `${JSON.stringify(Object.fromEntries(benchmarks), null, 1)}\n`;
};
