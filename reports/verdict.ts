// The answer, made from the numbers and never more than they say: a headline, three sentences, and the few figures that
// stand beside them. Chooses what is said; the sentences themselves are made elsewhere.
import type { Estimate, Run } from "../bench/record.ts";
import { figure, thin } from "./numbers.ts";
import type { Panel } from "./panels.ts";
import { apart, capitalise, join, say, ties, withoutInterval } from "./phrases.ts";
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
  totalBytes,
} from "./sentences.ts";
import type { LedgerRow } from "./trial-rows.ts";

export interface Verdict {
  readonly headline: string;
  /** Three plain sentences. */
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

const headline = (panel: Panel | undefined): string => {
  if (panel === undefined) return "Nothing was measured";
  const { word, entries } = latencyOf(panel);
  const [first, second] = entries;
  if (first === undefined) return "No response time was measured";
  const times = entries.length > 4 ? [first, entries.at(-1) ?? first] : entries;
  if (second === undefined) return `${capitalise(word)} response time: ${say(first, "ms")}`;
  if (withoutInterval(entries)) {
    const few = "too few trials to rank them";
    return `${capitalise(word)} response time: ${join(times.map(({ name, estimate }) => `${figure(estimate.median)}${thin}ms by ${name}`))}; ${few}`;
  }
  const tied = ties(entries);
  if (apart(first.estimate, second.estimate) === false) {
    const last = entries.at(-1) ?? second;
    const lastApart = tied.every((pair) => !pair.includes(last));
    const tie = `No difference in ${word} response time was detected between ${first.name} and ${second.name}`;
    return lastApart ? `${tie}; ${last.name} took longest` : tie;
  }
  const others = times.slice(1).map(({ name, estimate }) => `${figure(estimate.median)}${thin}ms by ${name}`);
  return `${capitalise(first.name)} delivered soonest: ${figure(first.estimate.median)}${thin}ms at the ${word}, against ${join(others)}`;
};

const glanceAt = (panel: Panel, seed: number): readonly Glance[] => {
  const { word } = latencyOf(panel);
  return panel.rows.map((row) => ({
    transport: row.transport,
    label: row.label,
    setting: row.setting,
    word,
    responseTimeMs: row.metrics[word === "median" ? "responseTimeP50Ms" : "responseTimeMeanMs"],
    bytesPerDelivery: totalBytes(row, seed),
    requestsPerDelivery: row.metrics.requestsPerDelivery,
  }));
};

export const judge = (run: Run, panels: readonly Panel[], ledger: readonly LedgerRow[]): Verdict => {
  const valued = panels.filter((panel) => panel.rows.some((row) => row.trials.measured > 0));
  const busy = valued.filter((panel) => !panel.sparse);
  const main = busy.find((panel) => panel.kind === "comparison") ?? busy[0] ?? valued[0];
  const sparse = valued.find((panel) => panel.sparse);
  const sweep = valued.find((panel) => panel.kind === "sweep");
  const sayable = [
    main ? latencySentence(main) : emptySentence(run),
    main ? costSentence(main, run.seed) : null,
    sparse ? idleSentence(sparse) : null,
    sweep ? sweepSentence(sweep) : null,
    main ? cpuSentence(main) : null,
    ledgerSentence(ledger),
    restSentence(run),
  ];
  const [first = "", second = "", third = ""] = sayable.filter((sentence) => sentence !== null);
  const glance = main?.kind === "comparison" ? glanceAt(main, run.seed) : [];
  return { headline: headline(main), sentences: [first, second, third], glance };
};
