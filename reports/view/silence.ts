// The cost of subscribers that wait while nothing is said: what one more of them adds, by transport, and the cells behind
// it. Knows no HTML and no charts.
import type { Run } from "../../bench/record/run.ts";
import type { SilenceFit, Summary } from "../../bench/record/summary.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import { describeSetting } from "../legend/conditions.ts";
import type { TransportView } from "../legend/transports.ts";
import type { Words } from "../words/words.ts";
import { count } from "../writing/numbers.ts";

export interface SilenceCell {
  readonly subscribers: number;
  readonly metrics: Summary["metrics"];
  readonly trials: Summary["trials"];
}

export interface SilenceLine {
  readonly view: TransportView;
  readonly name: string;
  readonly setting: string;
  /** null where the run has only one number of subscribers, or did not measure the quantity. */
  readonly fits: Readonly<Record<SilenceFit["quantity"], SilenceFit | null>>;
  readonly cells: readonly SilenceCell[];
}

export interface SilenceView {
  readonly why: string;
  readonly lines: readonly SilenceLine[];
}

const lineKey = (transport: string, { subscribers: _, ...rest }: Partial<Conditions>): string =>
  JSON.stringify([transport, ...Object.entries(rest).toSorted(([x], [y]) => (x < y ? -1 : 1))]);

/** null where no trial was silent. */
export const viewSilence = (run: Run, transports: readonly TransportView[], words: Words): SilenceView | null => {
  const silent = run.summaries.filter(({ conditions }) => conditions.schedule === "silent");
  const [first] = silent;
  if (first === undefined) return null;
  const groups = Map.groupBy(silent, ({ transport, conditions }) => lineKey(transport, conditions));
  const lines = transports.flatMap((view) => {
    const own = [...groups].filter(([, cells]) => cells[0]?.transport === view.name);
    return own.map(([key, cells]) =>
      lineOf(view, own.length > 1, cells, (quantity) => fitOf(run, key, quantity), words),
    );
  });
  return {
    why: words.basics.why(first.scenario, run.scenarios.find(({ name }) => name === first.scenario)?.why ?? ""),
    lines,
  };
};

const fitOf = (run: Run, key: string, quantity: SilenceFit["quantity"]): SilenceFit | null =>
  run.silence.find((fit) => fit.quantity === quantity && lineKey(fit.transport, fit.conditions) === key) ?? null;

const lineOf = (
  view: TransportView,
  several: boolean,
  cells: readonly Summary[],
  fitFor: (quantity: SilenceFit["quantity"]) => SilenceFit | null,
  words: Words,
): SilenceLine => {
  const setting = cells[0] === undefined ? "" : describeSetting(cells[0].conditions, words);
  return {
    view,
    name: words.panel.row(view.label, several ? setting : ""),
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

/** A slope times its factor is in the unit shown: KiB, or microseconds in a second. */
export const slopeFactors: Readonly<Record<SilenceFit["quantity"], number>> = {
  serverBytes: 1 / 1024,
  generatorBytes: 1 / 1024,
  serverCpuUtilization: 1_000_000,
};

/** "50, 100, 200 and 400 idle subscribers". */
export const describeNumbers = ({ lines }: SilenceView, { basics, sweeps }: Words): string => {
  const numbers = [...new Set(lines.flatMap(({ cells }) => cells.map(({ subscribers }) => subscribers)))];
  return sweeps.silence.numbers(
    basics.join(numbers.toSorted((a, b) => a - b).map(count)),
    numbers.every((number) => number === 1),
  );
};
