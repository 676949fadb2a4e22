// Two runs against each other, cell by cell: what got worse, what got better, and what cannot be told. Pure: the seed is the
// bootstrap's. Knows nothing of how it is shown.

import { UsageError } from "../failure.ts";
import { cellKey } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import { seededRandom } from "../statistics/random.ts";
import { valueAt } from "../statistics/value-at.ts";
import { differsInMachine, findDifferences } from "./differences.ts";
import { type Draft, draftCell, pairCell } from "./drafts.ts";
import type { Gate, GateLine } from "./line.ts";
import { ledgerMetrics } from "./metrics.ts";
import { judgeTested, ratioOf, testAll } from "./times.ts";
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
    throw new UsageError(
      `the runs cannot be compared: BASE has schema ${base.schema}, and HEAD ${head.schema}; measure the older one again`,
    );
  }
  const [before, after] = [Map.groupBy(base.trials, cellKey), Map.groupBy(head.trials, cellKey)];
  const pairs = head.summaries.flatMap((cell) => {
    const trials = { base: before.get(cellKey(cell)), head: after.get(cellKey(cell)) };
    if (trials.base === undefined || trials.head === undefined) return [];
    return [pairCell(cell, { base: trials.base, head: trials.head }, base, head)];
  });
  if (pairs.length === 0) {
    throw new UsageError(
      "the runs cannot be compared: they share no scenario, transport and conditions; run both with the same options",
    );
  }
  const differences = findDifferences(base, head);
  const sameMachine = !differsInMachine(differences);
  const inTurns = head.baseRun === base.id && head.startedAt === base.startedAt;
  const drafts = pairs.flatMap((pair) => draftCell(pair, tolerances, { sameMachine, inTurns }));
  return {
    lines: judgeAll(drafts, seed),
    onlyBase: base.summaries.filter((cell) => !after.has(cellKey(cell))),
    onlyHead: head.summaries.filter((cell) => !before.has(cellKey(cell))),
    unmeasured: pairs
      .filter(({ measured }) => measured.base.length + measured.head.length === 0)
      .map(({ cell }) => cell),
    differences,
    sameMachine,
  };
};

/**
 * All tests are one family. Every ratio uses the same stream of resamples, so that the same values get the same interval,
 * whatever stands beside them.
 */
const judgeAll = (drafts: readonly Draft[], seed: number): readonly GateLine[] => {
  const tests = testAll(drafts.map((draft) => ("samples" in draft ? draft.samples : null)));
  return drafts.map((draft, index) => {
    const test = valueAt(tests, index);
    const { paired, p, adjustedP } = test;
    if ("judgement" in draft) return finish({ ...draft.numbers, paired, p, adjustedP, ...draft.judgement });
    const { numbers, samples } = draft;
    const { ratio, low, high } = ratioOf(samples, test, seededRandom(seed, 0x9a7e));
    const trials = paired && samples.pairs !== null ? samples.pairs.length : Math.min(numbers.of.base, numbers.of.head);
    return finish({
      ...numbers,
      ratio: ratio === null ? null : { median: ratio, low, high, trials },
      paired,
      p,
      adjustedP,
      ...judgeTested(samples, test, { ratio, low, high }),
    });
  });
};

const finish = (judged: Omit<GateLine, "words" | "rerun">): GateLine => {
  const line = { ...judged, rerun: null };
  return { ...line, words: explainLine(line) };
};

/** Whether no number of any cell could be held against the other side's. Then it is not known that nothing got worse. */
export const comparedNothing = ({ lines }: Gate): boolean =>
  lines.every(({ metric, verdict }) => ledgerMetrics.some((name) => name === metric) || verdict === "not comparable");

/** 1 where anything got worse or nothing could be compared, else 0. */
export const gateExitCode = (gate: Gate): 0 | 1 =>
  comparedNothing(gate) || gate.lines.some(({ verdict }) => verdict === "regression") ? 1 : 0;
