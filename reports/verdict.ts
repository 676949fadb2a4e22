// The answer, made from the numbers and never more than they say: a headline, three sentences, and the few figures that
// stand beside them. Chooses what is said; the sentences themselves are made elsewhere.
import type { Estimate, Run } from "../bench/record.ts";
import { count, figure, thin } from "./numbers.ts";
import type { Panel } from "./panels.ts";
import { capitalise, type Entry, type Groups, groupEntries, join, say, withoutInterval } from "./phrases.ts";
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
  const [first] = entries;
  if (first === undefined) return "No response time was measured";
  if (entries.length === 1) return `${capitalise(word)} response time: ${say(first, "ms")}`;
  const groups = groupEntries(entries);
  const told = [...groups.less, ...groups.more, ...groups.same];
  if (groups.baseline === null || told.length === 0) return unranked(word, entries);
  return ranked(word, groups.baseline, groups);
};

const timeOf = ({ estimate }: Entry): string => `${figure(estimate.median)}${thin}ms`;

const unranked = (word: string, entries: readonly Entry[]): string => {
  const times = entries.length > 4 ? [...entries.slice(0, 1), ...entries.slice(-1)] : entries;
  const why =
    withoutInterval(entries) || entries.some(({ verdict }) => verdict === "untold")
      ? "too few trials to rank them"
      : "not tested against each other";
  return `${capitalise(word)} response time: ${join(times.map((entry) => `${timeOf(entry)} by ${entry.name}`))}; ${why}`;
};

/** What the comparisons with the baseline tell, each of them against the baseline alone. */
const ranked = (word: string, baseline: Entry, { less, more, same, untold }: Groups): string => {
  const name = capitalise(baseline.name);
  const open = [
    same.length > 0 ? `no difference from ${named(same)} was detected` : "",
    untold.length > 0 ? `too few trials to tell it from ${named(untold)}` : "",
  ].filter((clause) => clause !== "");
  if (less.length + more.length === 0) {
    const [, ...rest] = open;
    const none = `No difference in ${word} response time from ${baseline.name}, ${timeOf(baseline)}, was detected for ${listed(same)}`;
    return [none, ...rest].join("; ");
  }
  if (less.length + open.length === 0) {
    const others = join(more.map((entry) => `${timeOf(entry)} by ${entry.name}`));
    const against = more.length > 3 ? listed(more) : others;
    return `${name} delivered soonest: ${timeOf(baseline)} at the ${word}, against ${against}`;
  }
  const order = [
    more.length > 0 ? `sooner than ${listed(more)}` : "",
    less.length > 0 ? `later than ${listed(less)}` : "",
  ].filter((clause) => clause !== "");
  return [`${name} delivered in ${timeOf(baseline)} at the ${word}, ${order.join(" and ")}`, ...open].join("; ");
};

const named = (group: readonly Entry[]): string =>
  group.length <= 3 ? join(group.map(({ name }) => name)) : `${count(group.length)} others`;

/** "long polling at 0.6 ms and short polling at 500 ms"; of many, their number and range. */
const listed = (group: readonly Entry[]): string => {
  const [first, last] = [group.at(0), group.at(-1)];
  if (group.length <= 3 || first === undefined || last === undefined) {
    return join(group.map((entry) => `${entry.name} at ${timeOf(entry)}`));
  }
  return `${count(group.length)} others at ${figure(first.estimate.median)} to ${timeOf(last)}`;
};

const glanceAt = (panel: Panel): readonly Glance[] => {
  const { word } = latencyOf(panel);
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

export const judge = (run: Run, panels: readonly Panel[], ledger: readonly LedgerRow[]): Verdict => {
  const valued = panels.filter((panel) => panel.rows.some((row) => row.trials.measured > 0));
  const busy = valued.filter((panel) => !panel.sparse);
  const main = busy.find((panel) => panel.kind === "comparison") ?? busy[0] ?? valued[0];
  const sparse = valued.find((panel) => panel.sparse);
  const sweep = valued.find((panel) => panel.kind === "sweep");
  const sayable = [
    main ? latencySentence(main) : emptySentence(run),
    main ? costSentence(main) : null,
    sparse ? idleSentence(sparse) : null,
    sweep ? sweepSentence(sweep) : null,
    main ? cpuSentence(main) : null,
    ledgerSentence(ledger),
    restSentence(run),
  ];
  const [first = "", second = "", third = ""] = sayable.filter((sentence) => sentence !== null);
  const glance = main?.kind === "comparison" ? glanceAt(main) : [];
  return { headline: headline(main), sentences: [first, second, third], glance };
};
