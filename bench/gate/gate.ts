// Two runs against each other, cell by cell: what got worse, what got better, and what cannot be told. Pure. Knows
// nothing of how it is shown.

import { UsageError } from "../failure.ts";
import { cellKey } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import { slownessOf } from "../record/slow-phases.ts";
import { ratioOf } from "../statistics/effects.ts";
import { valueAt } from "../statistics/value-at.ts";
import { differsInMachine, findDifferences } from "./differences.ts";
import { type Draft, draftCell, pairCell } from "./drafts.ts";
import type { Gate, GateLine } from "./line.ts";
import { isInvariant, ledgerMetrics } from "./metrics.ts";
import { judgeTested, testAll } from "./times.ts";
import { defaultTolerances, type Tolerances } from "./tolerances.ts";
import { explainLine } from "./words.ts";

/** Throws UsageError where the two cannot be held against each other at all. */
export const judgeGate = (base: Run, head: Run, tolerances: Tolerances = defaultTolerances): Gate => {
  if (base.schema !== head.schema) {
    throw new UsageError(
      `the runs cannot be compared: BASE has schema ${base.schema}, and HEAD ${head.schema}; measure the older one again`,
    );
  }
  const slow = new Set([base, head].flatMap(({ trials }) => [...slownessOf(trials).keys()]));
  const [before, after] = [Map.groupBy(base.trials, cellKey), Map.groupBy(head.trials, cellKey)];
  const pairs = head.summaries.flatMap((cell) => {
    const trials = { base: before.get(cellKey(cell)), head: after.get(cellKey(cell)) };
    if (trials.base === undefined || trials.head === undefined) return [];
    return [pairCell(cell, { base: trials.base, head: trials.head }, base, head, slow)];
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
    lines: joinAlike(judgeAll(drafts)),
    onlyBase: base.summaries.filter((cell) => !after.has(cellKey(cell))),
    onlyHead: head.summaries.filter((cell) => !before.has(cellKey(cell))),
    unmeasured: pairs
      .filter(({ measured }) => measured.base.length + measured.head.length === 0)
      .map(({ cell }) => cell),
    differences,
    sameMachine,
  };
};

/** All tests are one family. */
const judgeAll = (drafts: readonly Draft[]): readonly GateLine[] => {
  const tests = testAll(drafts.map((draft) => ("samples" in draft ? draft.samples : null)));
  return drafts.map((draft, index) => {
    const test = valueAt(tests, index);
    const { paired, p, adjustedP, detectable, effect } = test;
    const told = { paired, p, adjustedP, detectable };
    if ("judgement" in draft) return finish({ ...draft.numbers, ...told, ...draft.judgement });
    const { numbers, samples } = draft;
    const judged = { ...numbers, ...told, ...judgeTested(samples, test) };
    if (effect === null) return finish(judged);
    const { ratio: median, low, high } = ratioOf(effect);
    const trials = paired && samples.pairs !== null ? samples.pairs.length : Math.min(numbers.of.base, numbers.of.head);
    return finish({ ...judged, ratio: { median, low, high, trials } });
  });
};

const finish = (judged: Omit<GateLine, "words" | "rerun" | "alsoIn">): GateLine => {
  const line = { ...judged, rerun: null, alsoIn: [] };
  return { ...line, words: explainLine(line) };
};

/** The same text for lines that have one cause: the same whole number of bytes more or less in the same place of a transport. */
const causeOf = ({ metric, transport, verdict, because, base, head }: GateLine): string =>
  JSON.stringify([
    metric,
    transport,
    verdict,
    because,
    base === null || head === null ? null : Math.round(head - base),
  ]);

/** One line for what the code of a transport fixes and every scenario shows alike; it stands in the place of the first. */
const joinAlike = (lines: readonly GateLine[]): readonly GateLine[] => {
  const alike = Map.groupBy(
    lines.filter(({ metric }) => isInvariant(metric)),
    causeOf,
  );
  return lines.flatMap((line) => {
    const [first, ...others] = isInvariant(line.metric) ? (alike.get(causeOf(line)) ?? []) : [line];
    return first === line
      ? [
          {
            ...line,
            alsoIn: others.map(({ scenario, transport, conditions }) => ({ scenario, transport, conditions })),
          },
        ]
      : [];
  });
};

/** Whether no number of any cell could be held against the other side's. Then it is not known that nothing got worse. */
export const comparedNothing = ({ lines }: Gate): boolean =>
  lines.every(({ metric, verdict }) => ledgerMetrics.some((name) => name === metric) || verdict === "not comparable");

/** Whether the data could not have shown the change that the gate guards against. */
const isBlind = ({ verdict, detectable, tolerance }: GateLine): boolean =>
  verdict === "not comparable" || (verdict === "cannot tell" && (detectable === null || detectable > 1 + tolerance));

/** Whether there are such lines, and nothing could have been told of any. */
const allBlind = (lines: readonly GateLine[]): boolean => lines.length > 0 && lines.every(isBlind);

const isResponseTime = ({ metric }: GateLine): boolean =>
  metric === "responseTimeP50Ms" || metric === "responseTimeTailMs";

/**
 * Whether nothing could have been told of any response time; where there is none, of any other time. Memory has hardly any noise,
 * and a verdict on it, or on CPU beside response times, stands for no response time.
 */
export const toldNoTime = ({ lines }: Gate): boolean => {
  const times = lines.filter(({ tier, metric }) => tier === "time" && metric !== "serverBytesPerIdleSubscriber");
  const responses = times.filter(isResponseTime);
  return allBlind(responses.length > 0 ? responses : times);
};

/** 1 where anything got worse, nothing could be compared, or no response time could be judged; else 0. */
export const gateExitCode = (gate: Gate): 0 | 1 =>
  comparedNothing(gate) || toldNoTime(gate) || gate.lines.some(({ verdict }) => verdict === "regression") ? 1 : 0;
