// The answer, made from the numbers and never more than they say: a headline, three sentences, and the few figures that
// stand beside them. Chooses what is said; the sentences themselves are made elsewhere.
import type { Estimate, Run } from "../bench/record.ts";
import { figure, thin } from "./numbers.ts";
import type { Panel } from "./panels.ts";
import { apart, capitalise, type Entry, join, say, withoutInterval } from "./phrases.ts";
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
  const soonest = leaders(entries);
  const names = join(soonest.map(({ name }) => name));
  if (soonest.length === entries.length) return `No difference in ${word} response time was detected between ${names}`;
  const others = times
    .filter((entry) => !soonest.includes(entry))
    .map(({ name, estimate }) => `${figure(estimate.median)}${thin}ms by ${name}`);
  const lead = soonest.length === 1 ? "delivered soonest" : "delivered soonest, no difference between them detected";
  const leadTimes = join(soonest.map(({ estimate }) => figure(estimate.median)));
  return `${capitalise(names)} ${lead}: ${leadTimes}${thin}ms at the ${word}, against ${join(others)}`;
};

/** The first of ascending entries, and those after it up to the first that differs from the one before. */
const leaders = (entries: readonly Entry[]): readonly Entry[] => {
  const end = entries.findIndex((entry, i) => {
    const before = entries[i - 1];
    return before !== undefined && apart(before.estimate, entry.estimate) === true;
  });
  return end === -1 ? entries : entries.slice(0, end);
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
