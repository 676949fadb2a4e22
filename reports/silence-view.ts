// What it costs that subscribers wait and nothing is said: of each transport what one more of them adds, and the cells
// behind it. Knows no HTML and no charts.
import type { Conditions, Run, SilenceFit, Summary } from "../bench/record.ts";
import { describeSetting } from "./conditions.ts";
import { count, figure, thin } from "./numbers.ts";
import { inSentence, join } from "./phrases.ts";
import type { TransportView } from "./transport-views.ts";

export interface SilenceCell {
  readonly subscribers: number;
  readonly metrics: Summary["metrics"];
  readonly trials: Summary["trials"];
}

export interface SilenceLine {
  readonly view: TransportView;
  readonly name: string;
  readonly setting: string;
  /** null where the run has one number of subscribers alone, or the quantity was not told. */
  readonly fits: Readonly<Record<SilenceFit["quantity"], SilenceFit | null>>;
  readonly cells: readonly SilenceCell[];
}

export interface SilenceView {
  readonly why: string;
  readonly lines: readonly SilenceLine[];
  readonly sentences: readonly string[];
}

const lineKey = (transport: string, { subscribers: _, ...rest }: Partial<Conditions>): string =>
  JSON.stringify([transport, ...Object.entries(rest).toSorted(([x], [y]) => (x < y ? -1 : 1))]);

/** null where no trial was silent. */
export const viewSilence = (run: Run, transports: readonly TransportView[]): SilenceView | null => {
  const silent = run.summaries.filter(({ conditions }) => conditions.schedule === "silent");
  const [first] = silent;
  if (first === undefined) return null;
  const groups = Map.groupBy(silent, ({ transport, conditions }) => lineKey(transport, conditions));
  const lines = transports.flatMap((view) => {
    const own = [...groups].filter(([, cells]) => cells[0]?.transport === view.name);
    return own.map(([key, cells]) => lineOf(view, own.length > 1, cells, (quantity) => fitOf(run, key, quantity)));
  });
  return {
    why: run.scenarios.find(({ name }) => name === first.scenario)?.why ?? "",
    lines,
    sentences: [memorySentence(lines), cpuSentence(lines)].filter((sentence) => sentence !== null),
  };
};

const fitOf = (run: Run, key: string, quantity: SilenceFit["quantity"]): SilenceFit | null =>
  run.silence.find((fit) => fit.quantity === quantity && lineKey(fit.transport, fit.conditions) === key) ?? null;

const lineOf = (
  view: TransportView,
  several: boolean,
  cells: readonly Summary[],
  fitFor: (quantity: SilenceFit["quantity"]) => SilenceFit | null,
): SilenceLine => {
  const setting = cells[0] === undefined ? "" : describeSetting(cells[0].conditions);
  return {
    view,
    name: several && setting !== "" ? `${view.label}, ${setting}` : view.label,
    setting,
    fits: {
      serverBytes: fitFor("serverBytes"),
      generatorBytes: fitFor("generatorBytes"),
      serverCpuUtilization: fitFor("serverCpuUtilization"),
    },
    cells: cells
      .map(({ conditions: { subscribers }, metrics, trials }) => ({ subscribers, metrics, trials }))
      .toSorted((a, b) => a.subscribers - b.subscribers),
  };
};

/** From the slope's unit to the one shown: bytes as KiB, cores as microseconds in a second. */
export const shownSlope: Readonly<Record<SilenceFit["quantity"], { readonly unit: string; readonly factor: number }>> =
  {
    serverBytes: { unit: "KiB", factor: 1 / 1024 },
    generatorBytes: { unit: "KiB", factor: 1 / 1024 },
    serverCpuUtilization: { unit: "µs a second", factor: 1_000_000 },
  };

/** "11.6 KiB by WebSocket (11.2 to 12.0)"; an interval that prints like its middle is left out. */
const saySlope = (name: string, { slope, low, high, quantity }: SilenceFit): string => {
  const { unit, factor } = shownSlope[quantity];
  const [middle, from, to] = [slope, low, high].map((value) => (value === null ? null : figure(value * factor)));
  const interval = from === null || to === null || (from === middle && to === middle) ? "" : ` (${from} to ${to})`;
  return `${middle}${thin}${unit} by ${inSentence(name)}${interval}`;
};

const fitted = (
  lines: readonly SilenceLine[],
  quantity: SilenceFit["quantity"],
): readonly { readonly name: string; readonly fit: SilenceFit }[] =>
  lines
    .flatMap(({ name, fits }) => (fits[quantity] === null ? [] : { name, fit: fits[quantity] }))
    .toSorted((a, b) => a.fit.slope - b.fit.slope);

const memorySentence = (lines: readonly SilenceLine[]): string | null => {
  const told = fitted(lines, "serverBytes");
  return told.length === 0
    ? null
    : `Each further idle subscriber adds to the server's memory: ${join(told.map(({ name, fit }) => saySlope(name, fit)))}.`;
};

/** An interval that reaches 0 tells no cost. */
const isTold = ({ low }: SilenceFit): boolean => low === null || low > 0;

const cpuSentence = (lines: readonly SilenceLine[]): string | null => {
  const all = fitted(lines, "serverCpuUtilization");
  if (all.length === 0) return null;
  const told = all.filter(({ fit }) => isTold(fit));
  const untold = all.filter(({ fit }) => !isTold(fit)).map(({ name }) => inSentence(name));
  const costs = join(told.map(({ name, fit }) => saySlope(name, fit)));
  const none =
    untold.length === 0
      ? ""
      : `none was detected by ${join(untold)} (${untold.length === 1 ? "its interval holds" : "their intervals hold"} 0)`;
  const said = [costs, none].filter((part) => part !== "").join("; ");
  return `To the server's processor time each adds: ${said}.`;
};

/** "50, 100, 200 and 400 idle subscribers". */
export const describeNumbers = ({ lines }: SilenceView): string => {
  const numbers = [...new Set(lines.flatMap(({ cells }) => cells.map(({ subscribers }) => subscribers)))];
  return `${join(numbers.toSorted((a, b) => a - b).map(count))} idle ${numbers.every((n) => n === 1) ? "subscriber" : "subscribers"}`;
};
