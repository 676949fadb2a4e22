// Groups a run's summaries into panels: one scenario under shared conditions, one row a transport and setting; where a
// factor was swept, one panel for all of its values. Knows nothing of how a panel is drawn.

import { isPublished } from "../../bench/published/tables.ts";
import { cellKey } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Comparison, Estimate, Summary } from "../../bench/record/summary.ts";
import {
  type Conditions,
  type Directions,
  type InvalidTrial,
  isMeasured,
  type MeasuredTrial,
  type TrialRecord,
} from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import { valueAt } from "../../bench/statistics/value-at.ts";
import {
  describeConditions,
  describeDifference,
  describeFactor,
  describeSetting,
  placeOf,
  sharedKey,
  sweptFactor,
} from "../legend/conditions.ts";
import { labelOf, type TransportView } from "../legend/transports.ts";
import { columns } from "../words/columns.ts";
import { english } from "../words/english/english.ts";
import type { Factor } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { panelAnchors } from "./anchors.ts";
import { countsOf } from "./counts.ts";
import { mapEstimate } from "./estimates.ts";
import { checkRow, type ModelCheck } from "./model-checks.ts";
import { kindOf, sayTogether } from "./remarks.ts";

export interface Row {
  readonly transport: string;
  readonly label: string;
  /** Tells this row from the transport's others: "10 ms away, every 1 s"; empty for the only one. */
  readonly setting: string;
  readonly conditions: Conditions;
  /** One a column, in the column's unit. */
  readonly figures: readonly (Estimate | null)[];
  /** In place of the figures where every trial is invalid by load or machine, as far as they were counted; else null. */
  readonly counts: readonly (Estimate | null)[] | null;
  readonly metrics: Summary["metrics"];
  readonly cpuSlope: Summary["cpuSlope"];
  readonly delays: Summary["delays"];
  readonly theory: Summary["theory"];
  readonly predictions: Summary["predictions"];
  readonly trials: Summary["trials"];
  /** How many messages the measured trials hold: what the percentiles rest on. */
  readonly events: number;
  /** Its own load delayed the server in at least half of its trials: the row ranks last. */
  readonly saturated: boolean;
  /** This cell against the baseline's; none for the baseline itself. */
  readonly comparisons: readonly Comparison[];
  readonly measured: readonly MeasuredTrial[];
  readonly invalid: readonly InvalidTrial[];
  /** Bytes of one connection's upgrade; null where there is none. */
  readonly handshake: Directions | null;
  /** Warnings and reasons of this row's trials, each with how many trials it holds for. */
  readonly notes: readonly string[];
}

export interface Panel {
  /** The name of the scenario, with a number behind it for its second panel and those after: "broadcast", "sparse-2". */
  readonly id: string;
  readonly scenario: string;
  readonly title: string;
  readonly why: string;
  readonly conditions: string;
  /** A sweep has a transport with several settings. */
  readonly kind: "comparison" | "sweep";
  /** The factor that a sweep goes along; null for a comparison. */
  readonly factor: Factor | null;
  /** The scenario was made for a published table, which is shown in its place. */
  readonly published: boolean;
  /** Messages come more rarely than the hold, so waiting costs more than delivering. */
  readonly sparse: boolean;
  readonly sideBySide: boolean;
  /** How many comparisons the run tests, in all panels together: the family that Holm's correction is over. */
  readonly tests: number;
  readonly rows: readonly Row[];
  readonly checks: readonly ModelCheck[];
}

/** Label and setting in one: "Short polling, every 1 s". */
export const nameRow = ({ label, setting }: Pick<Row, "label" | "setting">, { panel }: Words): string =>
  panel.row(label, setting);

const describeNotes = (trials: readonly TrialRecord[], words: Words): readonly string[] => {
  const told = trials.flatMap((trial) => {
    const because = isMeasured(trial) ? "" : words.panel.because[trial.status];
    return [
      ...trial.warnings.map((remark) => ({ trial, because: "", remark })),
      ...trial.reasons.map((remark) => ({ trial, because, remark })),
    ];
  });
  const alike = Map.groupBy(told, ({ because, remark }) => `${because}${kindOf(remark)}`);
  return [...alike.values()].map((notes) => {
    const said = sayTogether(
      notes.map(({ remark }) => remark),
      words,
    );
    const times = new Set(notes.map(({ trial }) => trial)).size;
    return words.panel.note(`${valueAt(notes, 0).because}${said}`, times, trials.length);
  });
};

const scale = (estimate: Estimate | null, divisor: number): Estimate | null =>
  estimate === null ? null : mapEstimate(estimate, (value) => value / divisor);

const medianHandshake = (trials: readonly MeasuredTrial[]): Directions | null => {
  const handshakes = trials.map(({ bytes }) => bytes.handshakePerConnection).filter((bytes) => bytes !== null);
  if (handshakes.length === 0) return null;
  return { up: median(handshakes.map(({ up }) => up)), down: median(handshakes.map(({ down }) => down)) };
};

/** A run's facts by cell, looked up once. */
interface Cells {
  readonly trials: ReadonlyMap<string, readonly TrialRecord[]>;
  readonly comparisons: ReadonlyMap<string, readonly Comparison[]>;
  readonly transports: readonly TransportView[];
  readonly words: Words;
}

const settingOf = (conditions: Conditions, factor: Factor | null, words: Words): string =>
  words.basics.parts([
    factor === null || factor === "pollEveryMs" ? "" : describeFactor(factor, conditions, words),
    describeSetting(conditions, words),
  ]);

const buildRow = (summary: Summary, factor: Factor | null, cells: Cells): Row => {
  const trials = cells.trials.get(cellKey(summary)) ?? [];
  const measured = trials.filter(isMeasured);
  return {
    transport: summary.transport,
    label: labelOf(cells.transports, summary.transport),
    setting: settingOf(summary.conditions, factor, cells.words),
    conditions: summary.conditions,
    figures: columns.map(({ metric, divisor }) => scale(summary.metrics[metric], divisor)),
    counts: countsOf(trials),
    metrics: summary.metrics,
    cpuSlope: summary.cpuSlope,
    delays: summary.delays,
    theory: summary.theory,
    predictions: summary.predictions,
    trials: summary.trials,
    events: summary.events,
    saturated: summary.trials.saturated > 0 && 2 * summary.trials.saturated >= summary.trials.measured,
    comparisons: cells.comparisons.get(cellKey(summary)) ?? [],
    measured,
    invalid: trials.filter((trial) => trial.status === "invalid"),
    handshake: medianHandshake(measured),
    notes: describeNotes(trials, cells.words),
  };
};

const isSparse = (rows: readonly Row[]): boolean =>
  rows.some(({ conditions: { ratePerSec, holdMs } }) => holdMs !== null && (ratePerSec * holdMs) / 1000 < 1);

/** By transport, then by setting; among rows of one setting each, the saturated stand last. */
const sortRows = (
  rows: readonly Row[],
  factor: Factor | null,
  transports: readonly TransportView[],
): readonly Row[] => {
  const place = (row: Row): number => transports.findIndex(({ name }) => name === row.transport);
  return rows.toSorted(
    (a, b) =>
      (factor === null ? Number(a.saturated) - Number(b.saturated) : 0) ||
      place(a) - place(b) ||
      (a.conditions.pollEveryMs ?? 0) - (b.conditions.pollEveryMs ?? 0) ||
      (a.conditions.holdMs ?? 0) - (b.conditions.holdMs ?? 0) ||
      (factor === null ? 0 : placeOf(factor, a.conditions) - placeOf(factor, b.conditions)),
  );
};

const order = ({ published, kind }: Pick<Panel, "published" | "kind">): number =>
  (published ? 2 : 0) + (kind === "sweep" ? 1 : 0);

/** Comparisons, sweeps, then the scenarios made for published tables. Silent trials deliver nothing and get no panel. */
export const buildPanels = (
  run: Run,
  transports: readonly TransportView[],
  words: Words = english,
): readonly Panel[] => {
  const cells: Cells = {
    trials: Map.groupBy(run.trials, cellKey),
    comparisons: Map.groupBy(run.comparisons, cellKey),
    transports,
    words,
  };
  const spoken = run.summaries.filter(({ conditions }) => conditions.schedule !== "silent");
  const panels = [...Map.groupBy(spoken, ({ scenario }) => scenario).values()].flatMap((summaries) =>
    scenarioPanels(summaries, run, cells),
  );
  const ordered = panels.toSorted((a, b) => order(a) - order(b));
  const ids = panelAnchors(ordered);
  return ordered.map((panel, index) => ({ ...panel, id: valueAt(ids, index) }));
};

const scenarioPanels = (summaries: readonly Summary[], run: Run, cells: Cells): readonly Omit<Panel, "id">[] => {
  const { words } = cells;
  const every = summaries.map(({ conditions }) => conditions);
  const factor = sweptFactor(every);
  return [...Map.groupBy(summaries, ({ conditions }) => sharedKey(conditions, factor)).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { scenario, conditions } = first;
    const facts = run.scenarios.find(({ name }) => name === scenario);
    const rows = sortRows(
      group.map((summary) => buildRow(summary, factor, cells)),
      factor,
      cells.transports,
    );
    const trials = group.flatMap((summary) => cells.trials.get(cellKey(summary)) ?? []);
    return {
      scenario,
      title: words.basics.parts([
        words.basics.capitalise(words.basics.scenario(scenario)),
        ...describeDifference(conditions, every, factor, words),
      ]),
      why: facts === undefined ? "" : words.basics.why(scenario, facts.why),
      conditions: describeConditions(
        rows.map((row) => row.conditions),
        factor,
        trials,
        words,
      ),
      kind: factor === null ? "comparison" : "sweep",
      factor,
      published: isPublished(scenario),
      sparse: isSparse(rows),
      sideBySide: facts?.sideBySide ?? false,
      tests: run.comparisons.filter(({ p }) => p !== null).length,
      rows,
      checks: rows.flatMap(checkRow),
    } as const;
  });
};
