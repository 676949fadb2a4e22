// Groups a run's summaries into panels: one scenario under shared conditions, one row a transport and setting.
// Knows nothing of how a panel is drawn.
import type { Conditions, Estimate, MeasuredTrial, MetricName, Run, Summary, TrialRecord } from "../bench/record.ts";
import { columns } from "./columns.ts";
import { bytes, count, duration, rate } from "./numbers.ts";
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
  /** Warnings and reasons of this row's trials, each with how many trials it holds for. */
  readonly notes: readonly string[];
}

export interface ModelCheck {
  readonly label: string;
  readonly setting: string;
  readonly quantity: "mean response time" | "empty answers" | "requests per subscriber";
  readonly unit: "ms" | "%" | "/s";
  readonly measured: Estimate;
  readonly predicted: number;
  /** Of the prediction; for a share the difference itself, in shares of one. Null where the prediction is 0. */
  readonly residual: number | null;
  /** Whether the interval holds the prediction; null without an interval. */
  readonly inside: boolean | null;
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

export const describeSetting = ({ pollEveryMs, holdMs, connection }: Conditions): string =>
  [
    pollEveryMs === null ? "" : `every ${duration(pollEveryMs)}`,
    holdMs === null ? "" : `hold ${duration(holdMs)}`,
    connection === "close" ? "new connection each" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");

/** Label and setting in one: "Short polling, every 1 s". */
export const nameRow = ({ label, setting }: Pick<Row, "label" | "setting">): string =>
  setting === "" ? label : `${label}, ${setting}`;

const sharedConditions = (c: Conditions): string =>
  JSON.stringify([c.subscribers, c.ratePerSec, c.schedule, c.bodyBytes, c.headers]);

const sameConditions = (a: Conditions, b: Conditions): boolean =>
  sharedConditions(a) === sharedConditions(b) &&
  a.pollEveryMs === b.pollEveryMs &&
  a.holdMs === b.holdMs &&
  a.connection === b.connection;

const span = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? duration(low) : `${duration(low)} to ${duration(high)}`;
};

const describeConditions = (c: Conditions, trials: readonly TrialRecord[]): string => {
  const parts = [
    `${count(c.subscribers)} ${c.subscribers === 1 ? "subscriber" : "subscribers"}`,
    `${rate(c.ratePerSec)}, ${c.schedule === "poisson" ? "Poisson" : "periodic"}`,
    `${bytes(c.bodyBytes)} bodies`,
    `${c.headers} headers`,
  ];
  if (trials.length > 0) {
    const warmup = span(trials.map((trial) => trial.warmupMs));
    parts.push(`${span(trials.map((trial) => trial.measureMs))} measured after ${warmup} of warm-up`);
  }
  return parts.join(" · ");
};

const describeNotes = (trials: readonly TrialRecord[]): readonly string[] => {
  const seen = new Map<string, number>();
  for (const trial of trials) {
    const found = [
      ...trial.warnings,
      ...trial.reasons.map((reason) => `${trial.status === "measured" ? "" : `${trial.status}: `}${reason}`),
    ];
    for (const note of new Set(found)) seen.set(note, (seen.get(note) ?? 0) + 1);
  }
  return [...seen].map(([note, times]) => `${note} (${count(times)} of ${count(trials.length)} trials)`);
};

const scale = (estimate: Estimate | null, divisor: number): Estimate | null =>
  estimate && {
    median: estimate.median / divisor,
    low: estimate.low === null ? null : estimate.low / divisor,
    high: estimate.high === null ? null : estimate.high / divisor,
    trials: estimate.trials,
  };

const buildRow = (summary: Summary, run: Run, transports: readonly TransportView[]): Row => {
  const trials = run.trials.filter(
    (trial) =>
      trial.scenario === summary.scenario &&
      trial.transport === summary.transport &&
      sameConditions(trial.conditions, summary.conditions),
  );
  return {
    transport: summary.transport,
    label: labelOf(transports, summary.transport),
    setting: describeSetting(summary.conditions),
    conditions: summary.conditions,
    figures: columns.map(({ metric, divisor }) => scale(summary.metrics[metric], divisor)),
    metrics: summary.metrics,
    theory: summary.theory,
    trials: summary.trials,
    measured: trials.filter((trial) => trial.status === "measured"),
    notes: describeNotes(trials),
  };
};

const checkOne = (
  row: Row,
  quantity: ModelCheck["quantity"],
  unit: ModelCheck["unit"],
  metric: MetricName,
  predicted: number | null | undefined,
): readonly ModelCheck[] => {
  const measured = row.metrics[metric];
  if (measured === null || predicted === null || predicted === undefined) return [];
  const difference = measured.median - predicted;
  const residual = unit === "%" ? difference : predicted === 0 ? null : difference / predicted;
  const known = measured.low !== null && measured.high !== null;
  const inside = known ? measured.low <= predicted && predicted <= measured.high : null;
  return [{ label: row.label, setting: row.setting, quantity, unit, measured, predicted, residual, inside }];
};

const checkRow = (row: Row): readonly ModelCheck[] => [
  ...checkOne(row, "mean response time", "ms", "responseTimeMeanMs", row.theory?.responseTimeMeanMs),
  ...checkOne(row, "empty answers", "%", "emptyShare", row.theory?.emptyShare),
  ...checkOne(
    row,
    "requests per subscriber",
    "/s",
    "requestsPerSubscriberSecond",
    row.theory?.requestsPerSubscriberSecond,
  ),
];

const isSparse = (rows: readonly Row[]): boolean =>
  rows.some(({ conditions: { ratePerSec, holdMs } }) => holdMs !== null && (ratePerSec * holdMs) / 1000 < 1);

const order = (rows: readonly Row[], transports: readonly TransportView[]): readonly Row[] =>
  rows.toSorted(
    (a, b) =>
      transports.findIndex(({ name }) => name === a.transport) -
        transports.findIndex(({ name }) => name === b.transport) ||
      (a.conditions.pollEveryMs ?? 0) - (b.conditions.pollEveryMs ?? 0) ||
      (a.conditions.holdMs ?? 0) - (b.conditions.holdMs ?? 0),
  );

export const buildPanels = (run: Run, transports: readonly TransportView[]): readonly Panel[] => {
  const groups = Map.groupBy(run.summaries, (summary) =>
    JSON.stringify([summary.scenario, sharedConditions(summary.conditions)]),
  );
  return [...groups.values()].flatMap((summaries, index) => {
    const [first] = summaries;
    if (first === undefined) return [];
    const facts = run.scenarios.find(({ name }) => name === first.scenario);
    const rows = order(
      summaries.map((summary) => buildRow(summary, run, transports)),
      transports,
    );
    const trials = run.trials.filter(
      (trial) =>
        trial.scenario === first.scenario && sharedConditions(trial.conditions) === sharedConditions(first.conditions),
    );
    return {
      id: `panel-${index + 1}`,
      scenario: first.scenario,
      title: first.scenario.charAt(0).toUpperCase() + first.scenario.slice(1),
      why: facts?.why ?? "",
      conditions: describeConditions(first.conditions, trials),
      kind: new Set(rows.map((row) => row.transport)).size < rows.length ? "sweep" : "comparison",
      sparse: isSparse(rows),
      sideBySide: facts?.sideBySide ?? false,
      rows,
      checks: rows.flatMap(checkRow),
    } as const;
  });
};
