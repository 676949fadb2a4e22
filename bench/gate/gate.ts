// Two runs against each other, cell by cell: what got worse, what better, and what cannot be told. Pure; the seed is that of
// the bootstrap. Knows nothing of how it is shown.

import { UsageError } from "../failure.ts";
import { type Cell, cellKey } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import { seededRandom } from "../statistics/random.ts";
import { differsInMachine, findDifferences } from "./differences.ts";
import { type Draft, draftCell, pairCell } from "./drafts.ts";
import type { Gate, GateLine } from "./line.ts";
import { ledgerMetrics } from "./metrics.ts";
import { judgeTested, ratioOf, type Tested, testAll } from "./times.ts";
import { defaultTolerances, type Tolerances } from "./tolerances.ts";
import { explainLine } from "./words.ts";

/** Throws UsageError where the two cannot be held against each other at all. */
export const judgeGate = (
  base: Run,
  head: Run,
  tolerances: Tolerances = defaultTolerances,
  seed: number = head.seed,
): Gate => {
  if (base.schema !== head.schema) {
    throw new UsageError(`the runs cannot be compared: BASE has the schema ${base.schema}, and HEAD ${head.schema}`);
  }
  const [before, after] = [Map.groupBy(base.trials, cellKey), Map.groupBy(head.trials, cellKey)];
  const pairs = head.summaries.flatMap((cell) => {
    const [x, y] = [before.get(cellKey(cell)), after.get(cellKey(cell))];
    return x === undefined || y === undefined ? [] : [pairCell(cell, x, y, base, head)];
  });
  if (pairs.length === 0) {
    throw new UsageError("the runs cannot be compared: no scenario, transport and conditions are in both");
  }
  const differences = findDifferences(base, head);
  const sameMachine = !differsInMachine(differences);
  const inTurns = head.baseRun === base.id && head.startedAt === base.startedAt;
  const drafts = pairs.flatMap((pair) => draftCell(pair, tolerances, { sameMachine, inTurns }));
  const cellsOf = (run: Run, other: ReadonlyMap<string, unknown>): readonly Cell[] =>
    run.summaries.filter((cell) => !other.has(cellKey(cell)));
  return {
    lines: judgeAll(drafts, seed),
    onlyBase: cellsOf(base, after),
    onlyHead: cellsOf(head, before),
    unmeasured: pairs.flatMap(({ cell, measured }) =>
      measured.base.length + measured.head.length === 0 ? [cell] : [],
    ),
    differences,
    sameMachine,
  };
};

/** The tested ones as one family. One stream of resamples for every ratio: the same values get the same interval. */
const judgeAll = (drafts: readonly Draft[], seed: number): readonly GateLine[] => {
  const waiting = drafts.flatMap((draft) => ("contrast" in draft ? [draft] : []));
  const tested = testAll(waiting.map(({ contrast }) => contrast));
  const testOf = new Map<Draft, Tested | undefined>(waiting.map((draft, i) => [draft, tested[i]]));
  return drafts.map((draft) => {
    if ("judgement" in draft) return finish({ ...draft.line, ...untested, ...draft.judgement });
    const { line, contrast } = draft;
    const test = testOf.get(draft) ?? { ...untested, leastAdjustedP: 1 };
    const ratio = ratioOf(contrast, test, seededRandom(seed, 0x9a7e));
    const trials = test.paired ? (contrast.pairs?.length ?? 0) : Math.min(line.of.base, line.of.head);
    return finish({
      ...line,
      ratio: ratio.ratio === null ? null : { median: ratio.ratio, low: ratio.low, high: ratio.high, trials },
      paired: test.paired,
      p: test.p,
      adjustedP: test.adjustedP,
      ...judgeTested(contrast, test, ratio),
    });
  });
};

const untested = { paired: false, p: null, adjustedP: null } as const;

const finish = (judged: Omit<GateLine, "words" | "rerun">): GateLine => {
  const line = { ...judged, rerun: null };
  return { ...line, words: explainLine(line) };
};

/** No number of any cell could be held against the other side's: that nothing got worse is then not known. */
export const comparedNothing = ({ lines }: Gate): boolean =>
  lines.every(({ metric, verdict }) => ledgerMetrics.some((name) => name === metric) || verdict === "not comparable");

/** 1 where anything got worse, or where nothing could be compared; else 0. */
export const gateExitCode = (gate: Gate): 0 | 1 =>
  comparedNothing(gate) || gate.lines.some(({ verdict }) => verdict === "regression") ? 1 : 0;
