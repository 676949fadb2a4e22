// The answer, made from the numbers and never more than they say: a headline, three findings, and the few figures that
// stand beside them. Chooses what is said; the findings themselves are made elsewhere.
import type { Run } from "../../bench/record/run.ts";
import type { Estimate } from "../../bench/record/summary.ts";
import type { Words } from "../words/words.ts";
import { figure, withUnit } from "../writing/numbers.ts";
import type { Panel } from "./panels.ts";
import { type ByVerdict, groupByVerdict, type NamedEstimate, say, withoutInterval } from "./phrases.ts";
import {
  costSentence,
  cpuSentence,
  emptySentence,
  idleSentence,
  latencyOf,
  latencySentence,
  ledgerSentence,
  restSentence,
  sweepSentence,
} from "./sentences.ts";
import type { LedgerRow } from "./trial-rows.ts";

export interface Verdict {
  readonly headline: string;
  /** Three findings, each of one or a few plain sentences. */
  readonly sentences: readonly [string, string, string];
  /** The figures of the panel that the headline is about; none for a sweep. */
  readonly glance: readonly Glance[];
}

export interface Glance {
  readonly transport: string;
  readonly label: string;
  readonly setting: string;
  readonly word: "median" | "mean";
  readonly responseTimeMs: Estimate | null;
  /** Up and down together. */
  readonly bytesPerDelivery: Estimate | null;
  readonly requestsPerDelivery: Estimate | null;
}

const headline = (panel: Panel | undefined, words: Words): string => {
  const { verdict } = words;
  if (panel === undefined) return verdict.nothing;
  const { word, entries } = latencyOf(panel, words);
  const [first] = entries;
  if (first === undefined) return verdict.noTime;
  if (entries.length === 1) return verdict.onlyTime(word, say(first, "ms", words));
  const groups = groupByVerdict(entries);
  const told = [...groups.less, ...groups.more, ...groups.same, ...groups.unclear];
  if (groups.baseline === null || told.length === 0) return unranked(word, entries, words);
  return ranked(word, groups.baseline, groups, words);
};

const timeOf = ({ estimate }: NamedEstimate): string => withUnit(estimate.median, "ms");

const unranked = (word: Glance["word"], entries: readonly NamedEstimate[], { basics, verdict }: Words): string => {
  const times = entries.length > 4 ? [...entries.slice(0, 1), ...entries.slice(-1)] : entries;
  const why =
    withoutInterval(entries) || entries.some(({ verdict: told }) => told === "untold")
      ? verdict.tooFewToRank
      : verdict.notTested;
  return verdict.unranked(word, basics.join(times.map((entry) => verdict.by(timeOf(entry), entry.name))), why);
};

/** The comparisons' findings, each against the baseline alone. */
const ranked = (
  word: Glance["word"],
  baseline: NamedEstimate,
  { less, more, same, unclear, untold, saturated }: ByVerdict,
  words: Words,
): string => {
  const { basics, verdict } = words;
  const name = basics.capitalise(baseline.name);
  const open = [
    same.length > 0 ? verdict.sameFor(named(same, words)) : "",
    unclear.length > 0 ? verdict.notToldFrom(named(unclear, words)) : "",
    untold.length > 0 ? verdict.tooFewToTellFrom(named(untold, words)) : "",
  ].filter((clause) => clause !== "");
  const last = saturated.length > 0 ? [verdict.saturated(named(saturated, words))] : [];
  if (less.length + open.length === 0 && more.length > 0) {
    const others = basics.join(more.map((entry) => verdict.by(timeOf(entry), entry.name)));
    return basics.clauses([
      verdict.soonest(name, timeOf(baseline), word, more.length > 3 ? listed(more, words) : others),
      ...last,
    ]);
  }
  const list = (group: readonly NamedEstimate[]): string => (group.length === 0 ? "" : listed(group, words));
  return basics.clauses([verdict.delivered(name, timeOf(baseline), word, list(more), list(less)), ...open, ...last]);
};

const named = (group: readonly NamedEstimate[], { basics, verdict }: Words): string =>
  group.length <= 3 ? basics.join(group.map(({ name }) => name)) : verdict.others(group.length);

/** "long polling at 0.6 ms and short polling at 500 ms"; the number and range of many. */
const listed = (group: readonly NamedEstimate[], { basics, verdict }: Words): string => {
  const [first, last] = [group.at(0), group.at(-1)];
  if (group.length <= 3 || first === undefined || last === undefined) {
    return basics.join(group.map((entry) => verdict.at(entry.name, timeOf(entry))));
  }
  return verdict.othersAt(group.length, figure(first.estimate.median), timeOf(last));
};

const glanceAt = (panel: Panel, words: Words): readonly Glance[] => {
  const { word } = latencyOf(panel, words);
  return panel.rows.map((row) => ({
    transport: row.transport,
    label: row.label,
    setting: row.setting,
    word,
    responseTimeMs: row.metrics[word === "median" ? "responseTimeP50Ms" : "responseTimeMeanMs"],
    bytesPerDelivery: row.metrics.bytesPerDelivery,
    requestsPerDelivery: row.metrics.requestsPerDelivery,
  }));
};

export const conclude = (run: Run, panels: readonly Panel[], ledger: readonly LedgerRow[], words: Words): Verdict => {
  const valued = panels.filter((panel) => panel.rows.some((row) => row.trials.measured > 0));
  const busy = valued.filter((panel) => !panel.sparse);
  const main = busy.find((panel) => panel.kind === "comparison") ?? busy[0] ?? valued[0];
  const sparse = valued.find((panel) => panel.sparse);
  const sweep = valued.find((panel) => panel.kind === "sweep");
  const sayable = [
    main ? latencySentence(main, words) : emptySentence(run, words),
    main ? costSentence(main, words) : null,
    sparse ? idleSentence(sparse, words) : null,
    sweep ? sweepSentence(sweep, words) : null,
    main ? cpuSentence(main, words) : null,
    ledgerSentence(ledger, words),
    restSentence(run, words),
  ];
  const [first = "", second = "", third = ""] = sayable.filter((sentence) => sentence !== null);
  const glance = main?.kind === "comparison" ? glanceAt(main, words) : [];
  return { headline: headline(main, words), sentences: [first, second, third], glance };
};
