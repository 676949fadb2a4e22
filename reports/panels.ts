// Groups a run's summaries into panels: one scenario under shared conditions, one row a transport and setting.
// Knows nothing of how a panel is drawn.
import type { Conditions, Directions, Estimate, MeasuredTrial, Run, Summary, TrialRecord } from "../bench/record.ts";
import { median } from "../bench/stats.ts";
import { columns } from "./columns.ts";
import { describeConditions, describeDifference, describeSetting, sameConditions, sharedKey } from "./conditions.ts";
import { checkRow, type ModelCheck } from "./model-checks.ts";
import { count } from "./numbers.ts";
import { capitalise } from "./phrases.ts";
import { labelOf, type TransportView } from "./transport-views.ts";

export interface Row {
  readonly transport: string;
  readonly label: string;
  /** What this row's transport alone responds to: "every 1 s", "hold 30 s"; empty where nothing. */
  readonly setting: string;
  readonly conditions: Conditions;
  /** One a column, in the column's unit. */
  readonly figures: readonly (Estimate | null)[];
  readonly metrics: Summary["metrics"];
  readonly theory: Summary["theory"];
  readonly trials: Summary["trials"];
  readonly measured: readonly MeasuredTrial[];
  /** Bytes of one connection's upgrade; null where there is none. */
  readonly handshake: Directions | null;
  /** Warnings and reasons of this row's trials, each with how many trials it holds for. */
  readonly notes: readonly string[];
}

export interface Panel {
  readonly id: string;
  readonly scenario: string;
  readonly title: string;
  readonly why: string;
  readonly conditions: string;
  /** A sweep has a transport with several settings. */
  readonly kind: "comparison" | "sweep";
  /** Messages come more rarely than the hold, so waiting costs more than delivering. */
  readonly sparse: boolean;
  readonly sideBySide: boolean;
  readonly rows: readonly Row[];
  readonly checks: readonly ModelCheck[];
}

/** Label and setting in one: "Short polling, every 1 s". */
export const nameRow = ({ label, setting }: Pick<Row, "label" | "setting">): string =>
  setting === "" ? label : `${label}, ${setting}`;

const describeNotes = (trials: readonly TrialRecord[]): readonly string[] => {
  const seen = new Map<string, number>();
  for (const trial of trials) {
    const prefix = trial.status === "measured" ? "" : `${trial.status}: `;
    const notes = new Set([...trial.warnings, ...trial.reasons.map((reason) => `${prefix}${reason}`)]);
    for (const note of notes) seen.set(note, (seen.get(note) ?? 0) + 1);
  }
  const noun = trials.length === 1 ? "trial" : "trials";
  return [...seen].map(([note, times]) => `${note} (${count(times)} of ${count(trials.length)} ${noun})`);
};

const scale = (estimate: Estimate | null, divisor: number): Estimate | null =>
  estimate && {
    median: estimate.median / divisor,
    low: estimate.low === null ? null : estimate.low / divisor,
    high: estimate.high === null ? null : estimate.high / divisor,
    trials: estimate.trials,
  };

const medianHandshake = (trials: readonly MeasuredTrial[]): Directions | null => {
  const handshakes = trials.map(({ bytes }) => bytes.handshakePerConnection).filter((bytes) => bytes !== null);
  if (handshakes.length === 0) return null;
  return { up: median(handshakes.map(({ up }) => up)), down: median(handshakes.map(({ down }) => down)) };
};

const buildRow = (summary: Summary, run: Run, transports: readonly TransportView[]): Row => {
  const trials = run.trials.filter(
    (trial) =>
      trial.scenario === summary.scenario &&
      trial.transport === summary.transport &&
      sameConditions(trial.conditions, summary.conditions),
  );
  const measured = trials.filter((trial) => trial.status === "measured");
  return {
    transport: summary.transport,
    label: labelOf(transports, summary.transport),
    setting: describeSetting(summary.conditions),
    conditions: summary.conditions,
    figures: columns.map(({ metric, divisor }) => scale(summary.metrics[metric], divisor)),
    metrics: summary.metrics,
    theory: summary.theory,
    trials: summary.trials,
    measured,
    handshake: medianHandshake(measured),
    notes: describeNotes(trials),
  };
};

const isSparse = (rows: readonly Row[]): boolean =>
  rows.some(({ conditions: { ratePerSec, holdMs } }) => holdMs !== null && (ratePerSec * holdMs) / 1000 < 1);

const sortRows = (rows: readonly Row[], transports: readonly TransportView[]): readonly Row[] => {
  const place = (row: Row): number => transports.findIndex(({ name }) => name === row.transport);
  return rows.toSorted(
    (a, b) =>
      place(a) - place(b) ||
      (a.conditions.pollEveryMs ?? 0) - (b.conditions.pollEveryMs ?? 0) ||
      (a.conditions.holdMs ?? 0) - (b.conditions.holdMs ?? 0),
  );
};

export const buildPanels = (run: Run, transports: readonly TransportView[]): readonly Panel[] => {
  const groups = Map.groupBy(run.summaries, ({ scenario, conditions }) => `${sharedKey(conditions)} ${scenario}`);
  return [...groups.values()].flatMap((summaries, index) => {
    const [first] = summaries;
    if (first === undefined) return [];
    const { scenario, conditions } = first;
    const facts = run.scenarios.find(({ name }) => name === scenario);
    const built = summaries.map((summary) => buildRow(summary, run, transports));
    const rows = sortRows(built, transports);
    const others = run.summaries.filter((summary) => summary.scenario === scenario).map((other) => other.conditions);
    const trials = run.trials.filter(
      (trial) => trial.scenario === scenario && sharedKey(trial.conditions) === sharedKey(conditions),
    );
    return {
      id: `panel-${index + 1}`,
      scenario,
      title: `${capitalise(scenario)}${describeDifference(conditions, others)}`,
      why: facts?.why ?? "",
      conditions: describeConditions(conditions, trials),
      kind: new Set(rows.map((row) => row.transport)).size < rows.length ? "sweep" : "comparison",
      sparse: isSparse(rows),
      sideBySide: facts?.sideBySide ?? false,
      rows,
      checks: rows.flatMap(checkRow),
    } as const;
  });
};
