// The first screen as plain data: what to use, on which condition, and a row of figures a transport. Claims no more than the
// run's comparisons do.
import { sameWithin } from "../../bench/analysis/comparisons.ts";
import type { Run, TransportFacts } from "../../bench/record/run.ts";
import type { Comparison, Estimate, MetricName } from "../../bench/record/summary.ts";
import { isBrowserArm } from "../legend/transports.ts";
import { columns } from "../words/columns.ts";
import type { Words } from "../words/words.ts";
import { bytes, duration, figure, withUnit } from "../writing/numbers.ts";
import { comparisonOf, showDetectable, verdictOf } from "./against-baseline.ts";
import { cellAnchor } from "./anchors.ts";
import { mapEstimate } from "./estimates.ts";
import type { Panel, Row } from "./panels.ts";

export interface Decision {
  /** The panel that the advice rests on. */
  readonly panel: string;
  /** A sentence each, without its stop: what to use; where polling would do; what one process cannot do. */
  readonly advice: readonly string[];
  readonly condition: string;
  readonly rows: readonly DecisionRow[];
}

export const decisionColumns = ["latency", "bytes", "idle", "cpu", "memory"] as const;
type DecisionColumn = (typeof decisionColumns)[number];

export interface DecisionCell {
  readonly estimate: Estimate | null;
  /** A second figure in smaller letters; empty where there is none. */
  readonly below: string;
  /** The id of the cell or the section that proves it. */
  readonly proof: string;
  /** 0 for the best of its column to 3; null without a figure, and where all are alike. */
  readonly tint: number | null;
}

export interface DecisionRow {
  readonly transport: string;
  readonly label: string;
  readonly setting: string;
  /** Whether this is another make of the transport above it. */
  readonly isMake: boolean;
  readonly cells: Readonly<Record<DecisionColumn, DecisionCell>>;
  /** p99 of the response time; null where the sample is too small for one. */
  readonly tailMs: number | null;
  readonly twoWay: boolean;
  readonly passes: TransportFacts["passes"];
}

/** A row of the panel that may be advised, with what its comparison with the baseline told. */
interface Candidate {
  readonly row: Row;
  readonly name: string;
  readonly twoWay: boolean;
  readonly verdict: Comparison["verdict"] | "baseline";
  readonly ratio: Estimate | null;
}

/** null where the run's panel compares nothing, or cannot rank what it compares. */
export const decide = (run: Run, panels: readonly Panel[], words: Words): Decision | null => {
  const panel = panels.find(({ kind, sparse, published }) => kind === "comparison" && !sparse && !published);
  if (panel === undefined) return null;
  const candidates = candidatesIn(panel, run, words);
  const advice = adviseOn(candidates, words);
  if (advice === null) return null;
  const sparse = panels.find((other) => other.sparse && other.kind === "comparison") ?? null;
  return { panel: panel.id, advice, condition: conditionOf(run, panel, words), rows: rowsOf(run, panel, sparse) };
};

const factsFor = (run: Run, transport: string): TransportFacts | null =>
  run.transports.find(({ name }) => name === transport) ?? null;

/** Other makes of a transport and pages in a browser are no transports of their own. */
const candidatesIn = (panel: Panel, run: Run, { basics }: Words): readonly Candidate[] =>
  panel.rows.flatMap((row) => {
    const facts = factsFor(run, row.transport);
    if (facts === null || facts.variantOf !== null || isBrowserArm(row.transport) || row.trials.measured === 0)
      return [];
    const { twoWay } = facts;
    const verdict = verdictOf(panel, row, "responseTimeP50Ms");
    const ratio = comparisonOf(row, "responseTimeP50Ms")?.ratio ?? null;
    return [{ row, name: basics.inSentence(row.label), twoWay, verdict, ratio }];
  });

const medianOf = ({ row }: Candidate): number | null => row.metrics.responseTimeP50Ms?.median ?? null;

/** From the soonest on; a row without a median stands last. */
const bySoonest = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.toSorted((a, b) => (medianOf(a) ?? Number.POSITIVE_INFINITY) - (medianOf(b) ?? Number.POSITIVE_INFINITY));

/** null where nothing was told of two transports. */
const adviseOn = (all: readonly Candidate[], words: Words): readonly string[] | null => {
  const able = bySoonest(all.filter(({ row }) => !row.saturated && row.metrics.responseTimeP50Ms !== null));
  const baseline = able.find(({ verdict }) => verdict === "baseline");
  const told = able.filter(({ verdict }) => verdict !== "baseline" && verdict !== null && verdict !== "untold");
  if (baseline === undefined || told.length === 0) return null;
  const leaders = leadersOf(able);
  const followers = able.filter((candidate) => !leaders.includes(candidate));
  return [
    ...waysOf(leaders, able, words),
    ...pushingOf(followers, words),
    ...pollingOf(followers, words),
    ...saturatedOf(
      all.filter(({ row }) => row.saturated),
      words,
    ),
  ];
};

/** Those that were sooner than the baseline; where there are none, the baseline and all that could not be told from it. */
const leadersOf = (able: readonly Candidate[]): readonly Candidate[] => {
  const sooner = able.filter(({ verdict }) => verdict === "less");
  return sooner.length > 0 ? sooner : able.filter(({ verdict }) => verdict !== "more" && verdict !== "untold");
};

const waysOf = (leaders: readonly Candidate[], able: readonly Candidate[], words: Words): readonly string[] => {
  const { decision } = words;
  const names = (group: readonly Candidate[]): string => decision.either(group.map(({ name }) => name));
  const how = sureness(leaders, words);
  const bothWays = leaders.filter(({ twoWay }) => twoWay);
  if (bothWays.length === leaders.length) return [decision.anyWay(names(leaders), how)];
  const oneWay = decision.oneWay(names(leaders), how);
  if (bothWays.length > 0) return [oneWay, decision.bothWays(names(bothWays), "")];
  const [next] = able.filter(({ twoWay }) => twoWay);
  if (next === undefined) return [oneWay];
  return [oneWay, decision.bothWays(next.name, laterThan(leaders, next, words))];
};

/** How much later than the first leader, by their medians. */
const laterThan = ([first]: readonly Candidate[], { row }: Candidate, { decision }: Words): string => {
  const [soonest, own] = [first?.row.metrics.responseTimeP50Ms, row.metrics.responseTimeP50Ms];
  return soonest && own ? decision.slower(figure(own.median / soonest.median)) : "";
};

/** How sure the leaders' order is. */
const sureness = (leaders: readonly Candidate[], { decision }: Words): string => {
  const [only, ...others] = leaders;
  const median = only?.row.metrics.responseTimeP50Ms;
  if (others.length === 0) return median ? decision.at(withUnit(median.median, "ms")) : "";
  const compared = leaders.filter(({ verdict }) => verdict !== "baseline");
  if (compared.length === leaders.length) return decision.notTested;
  if (compared.every(({ verdict }) => verdict === "same")) {
    return decision.sameWithin(showDetectable(1 + sameWithin.responseTimeP50Ms));
  }
  const ends = compared.flatMap(({ ratio }) =>
    ratio === null || ratio.low === null || ratio.high === null ? [] : [ratio.low, ratio.high],
  );
  return ends.length === 0
    ? decision.notTested
    : decision.notToldWithin(figure(Math.min(...ends)), figure(Math.max(...ends)));
};

/** A transport that follows and does not poll: what it takes more may be little to a reader. */
const pushingOf = (followers: readonly Candidate[], words: Words): readonly string[] =>
  followers.flatMap(({ row, name, twoWay, ratio }) => {
    const moved = comparisonOf(row, "bytesPerDelivery")?.ratio ?? null;
    const polls = row.conditions.pollEveryMs !== null || row.conditions.holdMs !== null;
    return polls || twoWay || ratio === null || moved === null
      ? []
      : [words.decision.pushesToo(words.basics.capitalise(name), figure(ratio.median), figure(moved.median))];
  });

/** The places where a poller that follows would do: one that asks at intervals, and one whose requests are held. */
const pollingOf = (followers: readonly Candidate[], words: Words): readonly string[] => {
  const { decision } = words;
  const [asking] = followers.filter(({ row }) => row.conditions.pollEveryMs !== null);
  const [held] = followers.filter(({ row }) => row.conditions.holdMs !== null);
  const every = asking?.row.conditions.pollEveryMs ?? null;
  const times = held === undefined || held.ratio === null ? null : figure(held.ratio.median);
  const moved = held === undefined ? null : (comparisonOf(held.row, "bytesPerDelivery")?.ratio ?? null);
  return [
    ...(held === undefined || times === null || moved === null
      ? []
      : [decision.heldWhere(words.basics.capitalise(held.name), times, figure(moved.median))]),
    ...(every === null ? [] : [decision.pollingWhere(duration(every))]),
  ];
};

const saturatedOf = (saturated: readonly Candidate[], { basics, decision }: Words): readonly string[] =>
  saturated.length === 0 ? [] : [decision.saturated(basics.join(saturated.map(({ name }) => name)))];

const conditionOf = ({ environment }: Run, { rows }: Panel, { basics, conditions, decision }: Words): string => {
  const [first] = rows;
  if (first === undefined) return "";
  const { subscribers, ratePerSec, bodyBytes } = first.conditions;
  const settings = [basics.subscribers(subscribers), basics.rate(ratePerSec), conditions.bodies(bytes(bodyBytes))];
  return decision.condition(
    basics.parts(settings),
    `${basics.cores(environment.cores)}${environment.cpu === "" ? "" : basics.bracketed(environment.cpu)}`,
  );
};

/** A column's metric, in which unit, and of which panel. */
interface Source {
  readonly metric: MetricName;
  readonly times: number;
  readonly where: "panel" | "sparse";
}

export const decisionSources: Readonly<Record<DecisionColumn, Source>> = {
  latency: { metric: "responseTimeP50Ms", times: 1, where: "panel" },
  bytes: { metric: "bytesPerDelivery", times: 1, where: "panel" },
  idle: { metric: "requestsPerSubscriberSecond", times: 60, where: "sparse" },
  cpu: { metric: "serverCpuMsPerThousandDeliveries", times: 1, where: "panel" },
  memory: { metric: "serverBytesPerIdleSubscriber", times: 1 / 1024, where: "panel" },
};

/** Each transport with its other makes below it. */
const inFamilies = (rows: readonly Row[], run: Run): readonly Row[] => {
  const makeOf = (row: Row): string | null => factsFor(run, row.transport)?.variantOf ?? null;
  const own = rows.filter((row) => !rows.some(({ transport }) => transport === makeOf(row)));
  return own.flatMap((row) => [row, ...rows.filter((other) => makeOf(other) === row.transport)]);
};

/** The cell of the panel's summary table; its section where the table has no such column, and what waiting costs from the other. */
const proofOf = (column: DecisionColumn, row: Row, panel: Panel, sparse: Panel | null): string => {
  const { metric, where } = decisionSources[column];
  if (where === "sparse") return sparse?.id ?? panel.id;
  const shown = columns.find((one) => one.metric === metric);
  return shown === undefined ? panel.id : cellAnchor(panel, row, shown.anchor);
};

const rowsOf = (run: Run, panel: Panel, sparse: Panel | null): readonly DecisionRow[] => {
  const rows = inFamilies(
    panel.rows.filter(({ transport }) => !isBrowserArm(transport)),
    run,
  );
  const estimateOf = (row: Row, column: DecisionColumn): Estimate | null => {
    const { metric, times, where } = decisionSources[column];
    const source = where === "panel" ? row : sparse?.rows.find(({ transport }) => transport === row.transport);
    const estimate = source?.metrics[metric] ?? null;
    return estimate === null ? null : mapEstimate(estimate, (value) => value * times);
  };
  const tints = new Map(
    decisionColumns.map((column) => [column, tintsOf(rows.map((row) => estimateOf(row, column)?.median ?? null))]),
  );
  return rows.map((row, i) => {
    const facts = factsFor(run, row.transport);
    const cellOf = (column: DecisionColumn): DecisionCell => ({
      estimate: estimateOf(row, column),
      below: column === "latency" ? tailOf(row) : "",
      proof: proofOf(column, row, panel, sparse),
      tint: tints.get(column)?.[i] ?? null,
    });
    return {
      transport: row.transport,
      label: row.label,
      setting: row.setting,
      isMake: rows.some(({ transport }) => transport === facts?.variantOf),
      cells: {
        latency: cellOf("latency"),
        bytes: cellOf("bytes"),
        idle: cellOf("idle"),
        cpu: cellOf("cpu"),
        memory: cellOf("memory"),
      },
      tailMs: row.metrics.responseTimeP99Ms?.median ?? null,
      twoWay: facts?.twoWay ?? false,
      passes: facts?.passes ?? "any",
    };
  });
};

const tailOf = ({ metrics: { responseTimeP99Ms } }: Row): string =>
  responseTimeP99Ms === null ? "" : withUnit(responseTimeP99Ms.median, "ms");

/** Up to so many times the column's least, the next tint begins. */
const tintsUpTo = [1.1, 2, 10] as const;

/** By the ratio to the least; where that is 0, all others are far behind. None where all are alike. */
export const tintsOf = (values: readonly (number | null)[]): readonly (number | null)[] => {
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known);
  if (known.every((value) => value <= least * tintsUpTo[0])) return values.map(() => null);
  return values.map((value) => {
    if (value === null) return null;
    const above = tintsUpTo.findIndex((times) => value <= least * times);
    return above === -1 ? tintsUpTo.length : above;
  });
};
