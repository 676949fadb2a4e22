// The comparison of two runs as plain data in reading order: its outcome, then each comparison under the names that a
// reader knows it by. Knows nothing of HTML, Markdown or files.
import { comparedNothing, toldNoTime } from "../../bench/gate/gate.ts";
import { type Because, type Gate, type GateLine, type GateVerdict, gateVerdicts } from "../../bench/gate/line.ts";
import { gateMetrics, unitOf } from "../../bench/gate/metrics.ts";
import { type Cell, cellKey, recordOf } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import { labelOf, plainTransports, type TransportView } from "../legend/transports.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { absent, figure, thin } from "../writing/numbers.ts";

export interface ComparedLine {
  readonly line: GateLine;
  /** "WebSocket, broadcast, 20 subscribers"; with how many cells more have the same finding. */
  readonly where: string;
  /** "in 10 cells"; empty for a finding of one cell. */
  readonly cells: string;
  readonly metric: string;
  readonly base: string;
  readonly head: string;
  /** "1.10"; a dash where there is none. */
  readonly ratio: string;
  /** "1.05 – 1.16"; empty without an interval. */
  readonly interval: string;
  readonly verdict: string;
  /** "count", which is judged tightly, or "time", which is judged by its noise. */
  readonly tier: string;
  readonly why: string;
}

export interface ComparedCell {
  readonly cell: Cell;
  readonly where: string;
  readonly view: TransportView | null;
  readonly lines: readonly ComparedLine[];
}

export interface Compared {
  readonly base: Run;
  readonly head: Run;
  readonly headline: string;
  /** The commits of the two runs, and whether they are the same. */
  readonly commits: string;
  /** Whether the headline says that nothing, or no time, could be judged. */
  readonly noPass: boolean;
  readonly sentences: readonly string[];
  readonly warnings: readonly string[];
  readonly counts: Readonly<Record<GateVerdict, number>>;
  /** Why some comparisons could not be judged, and which cells no trial of either run tells; empty where all were judged. */
  readonly notJudged: string;
  /** A warning that the machine may drift between two runs; empty where they were made in turns. */
  readonly caution: string;
  /** The sentence where nothing changed: that nothing did, or that this is not known. */
  readonly unchanged: string;
  /** Worst first; without comparisons that are the same, and without those that are only counted in `notJudged`. */
  readonly changed: readonly ComparedLine[];
  readonly regressions: readonly ComparedLine[];
  readonly cells: readonly ComparedCell[];
  readonly onlyBase: readonly string[];
  readonly onlyHead: readonly string[];
}

/** Grounds of which only the number of comparisons is told: a line of each would say the same again and again. */
const counted = [
  "few trials",
  "machine",
  "plan",
  "missing in base",
  "missing in head",
] as const satisfies readonly Because[];

const isCounted = ({ because }: GateLine): boolean => counted.some((ground) => ground === because);

export const compareRuns = (gate: Gate, base: Run, head: Run, words: CompareWords): Compared => {
  const views = plainTransports(head, words);
  const all = [...views, ...plainTransports(base, words)];
  const nameOf = cellNames([...base.summaries, ...head.summaries], all, words);
  const lines = gate.lines.map((line) => describeLine(line, nameOf(line), words));
  const counts = recordOf(gateVerdicts, (verdict) => gate.lines.filter((line) => line.verdict === verdict).length);
  const changed = lines.filter(({ line }) => line.verdict !== "same" && !isCounted(line)).toSorted(worstFirst);
  const [nothing, noTime] = [comparedNothing(gate), toldNoTime(gate)];
  const regressions = changed.filter(({ line }) => line.verdict === "regression");
  return {
    base,
    head,
    headline: nothing ? words.nothingCompared : words.headline(counts, noTime),
    commits: describeCommits(base, head, words),
    noPass: nothing || noTime,
    sentences: [...describeRegressions(regressions, words), words.tallySentence(counts)],
    warnings: gate.differences.map((difference) => words.differences[difference.kind](difference)),
    counts,
    notJudged: describeCounted(gate.lines, gate.unmeasured.map(nameOf), words),
    caution: overlap(base, head) ? "" : words.caution,
    unchanged: nothing ? words.changes.unknown : noTime ? words.changes.noTime : words.changes.none,
    changed,
    regressions,
    cells: groupByCell(lines, nameOf, views),
    onlyBase: gate.onlyBase.map(nameOf),
    onlyHead: gate.onlyHead.map(nameOf),
  };
};

const groupByCell = (
  lines: readonly ComparedLine[],
  nameOf: (cell: Cell) => string,
  views: readonly TransportView[],
): readonly ComparedCell[] =>
  [...Map.groupBy(lines, ({ line }) => cellKey(line)).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { scenario, transport, conditions } = first.line;
    const view = views.find(({ name }) => name === transport) ?? null;
    return [{ cell: { scenario, transport, conditions }, where: nameOf(first.line), view, lines: own }];
  });

const describeCommits = (base: Run, head: Run, { commits }: CompareWords): string => {
  const [before, after] = [base.environment, head.environment];
  const nameOf = (commit: string | null, uncommitted: boolean): string =>
    commits.name(commit?.slice(0, 12) ?? null, uncommitted);
  const isUncommitted = ({ uncommittedChanges }: Run["environment"]): boolean => uncommittedChanges === true;
  if (before.commit !== null && before.commit === after.commit) {
    return commits.same(nameOf(after.commit, isUncommitted(before) || isUncommitted(after)));
  }
  return commits.two(nameOf(before.commit, isUncommitted(before)), nameOf(after.commit, isUncommitted(after)));
};

/** Regressions that get a sentence of their own. */
const mostSentences = 4;

/** One sentence for each metric of a transport, about the cell in which it is worst. */
const describeRegressions = (regressions: readonly ComparedLine[], words: CompareWords): readonly string[] => {
  const groups = [
    ...Map.groupBy(regressions, ({ line }) => JSON.stringify([line.transport, line.metric])).values(),
  ].flatMap(([worst, ...others]) => (worst === undefined ? [] : [{ worst, others: others.length }]));
  const told = groups
    .slice(0, mostSentences)
    .map(({ worst: { where, metric, base, head, why }, others }) =>
      words.sentence(where, metric, [base, head], why, others),
    );
  const rest = groups.slice(mostSentences).reduce((sum, { others }) => sum + 1 + others, 0);
  return rest === 0 ? told : [...told, words.more(rest)];
};

/** Whether both were under way at some time; one that was killed is taken to have ended at once. */
const overlap = (base: Run, head: Run): boolean => {
  const [from, to] = [Date.parse(base.startedAt), Date.parse(base.endedAt ?? base.startedAt)];
  return Date.parse(head.startedAt) < to && from < Date.parse(head.endedAt ?? head.startedAt);
};

const describeCounted = (lines: readonly GateLine[], unmeasured: readonly string[], words: CompareWords): string => {
  const parts = counted.flatMap((ground) => {
    const count = lines.filter(({ because }) => because === ground).length;
    return count === 0 ? [] : [words.untold[ground](count)];
  });
  const all = unmeasured.length === 0 ? parts : [...parts, words.unmeasured(unmeasured)];
  return all.length === 0 ? "" : words.notJudged(all);
};

/** Names a cell by the factors that tell it apart from the others of its scenario, or of its transport in it. */
const cellNames = (
  cells: readonly Cell[],
  views: readonly TransportView[],
  words: CompareWords,
): ((cell: Cell) => string) => {
  const factors = Object.keys(words.factors).filter((name): name is keyof Conditions => name in words.factors);
  const own: readonly (keyof Conditions)[] = ["pollEveryMs", "holdMs", "connection"];
  return (cell) => {
    const inScenario = cells.filter(({ scenario }) => scenario === cell.scenario);
    const setting = factors.flatMap((factor) => {
      const others = own.includes(factor)
        ? inScenario.filter(({ transport }) => transport === cell.transport)
        : inScenario;
      const differs = others.some(({ conditions }) => conditions[factor] !== cell.conditions[factor]);
      const text = differs ? words.factors[factor](cell.conditions) : "";
      return text === "" ? [] : [text];
    });
    return words.where(labelOf(views, cell.transport), words.basics.scenario(cell.scenario), setting);
  };
};

const showMedian = (value: number | null, unit: string): string =>
  value === null ? absent : `${figure(value)}${unit === "" ? "" : `${thin}${unit}`}`;

const showRatio = (value: number): string => value.toFixed(Math.abs(value - 1) < 0.0995 ? 3 : 2);

const showInterval = (ratio: GateLine["ratio"]): string =>
  ratio === null || ratio.low === null || ratio.high === null
    ? ""
    : `${showRatio(ratio.low)} – ${showRatio(ratio.high)}`;

const describeLine = (line: GateLine, where: string, words: CompareWords): ComparedLine => {
  const unit = unitOf(line.metric);
  const cells = line.alsoIn.length === 0 ? "" : words.inCells(1 + line.alsoIn.length);
  return {
    line,
    where: cells === "" ? where : words.among(where, cells),
    cells,
    metric: words.metrics[line.metric],
    base: showMedian(line.base, unit),
    head: showMedian(line.head, unit),
    ratio: line.ratio === null ? absent : showRatio(line.ratio.median),
    interval: showInterval(line.ratio),
    verdict: words.verdicts[line.verdict],
    tier: words.tiers[line.tier],
    why: words.grounds[line.because](line),
  };
};

/** Within one verdict, faults of delivery come first, then greater changes. */
const verdictOrder: readonly GateVerdict[] = [
  "regression",
  "cannot tell",
  "not comparable",
  "improvement",
  "changed",
  "same",
];

const worstFirst = ({ line: x }: ComparedLine, { line: y }: ComparedLine): number =>
  verdictOrder.indexOf(x.verdict) - verdictOrder.indexOf(y.verdict) ||
  Number(y.because === "faults") - Number(x.because === "faults") ||
  sizeOf(y) - sizeOf(x) ||
  gateMetrics.indexOf(x.metric) - gateMetrics.indexOf(y.metric);

/** The size of a change on a logarithmic scale; a change from or to 0 counts as the greatest. */
const sizeOf = ({ ratio, base, head }: GateLine): number => {
  if (ratio !== null && ratio.median > 0) return Math.abs(Math.log(ratio.median));
  return base === head ? 0 : 1e9;
};
