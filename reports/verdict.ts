// The answer in words, made from the numbers and never more than they say: overlapping intervals are "no difference
// detected", an interval that is missing is named as missing. Knows nothing of where the words are shown.
import type { Estimate, Run, TrialRecord } from "../bench/record.ts";
import { bootstrapMedian, median, seededRandom } from "../bench/stats.ts";
import { bytes, count, duration, figure, rate } from "./numbers.ts";
import { nameRow, type Panel, type Row } from "./panels.ts";
import type { LedgerRow } from "./trial-rows.ts";

export interface Verdict {
  readonly headline: string;
  /** Three plain sentences. */
  readonly sentences: readonly [string, string, string];
}

interface Entry {
  readonly name: string;
  readonly estimate: Estimate;
}

const join = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

const apart = (a: Estimate, b: Estimate): boolean | null =>
  a.low === null || a.high === null || b.low === null || b.high === null ? null : a.high < b.low || b.high < a.low;

const interval = ({ low, high }: Estimate, digits = figure): string =>
  low === null || high === null ? "" : ` (${digits(low)} to ${digits(high)})`;

const ascending = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((a, b) => a.estimate.median - b.estimate.median);

/** "fastest first" pairs of neighbours between which the trials tell no difference. */
const ties = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap((entry, i) => {
    const next = entries[i + 1];
    return next && apart(entry.estimate, next.estimate) === false ? [`between ${entry.name} and ${next.name}`] : [];
  });

const withoutInterval = (entries: readonly Entry[]): boolean => entries.some(({ estimate }) => estimate.low === null);

/** What the intervals allow to be said of an order, as a clause that follows a semicolon; empty for one entry. */
const caution = (entries: readonly Entry[]): string => {
  if (withoutInterval(entries)) return "; fewer than three trials, so no intervals and no ranking";
  const tied = ties(entries);
  if (entries.length < 2) return "";
  return tied.length === 0 ? "; no two of the intervals overlap" : `; no difference was detected ${tied.join(", or ")}`;
};

const describeSettings = (panel: Panel): string => {
  const [row] = panel.rows;
  if (row === undefined) return panel.title;
  const { subscribers, ratePerSec, bodyBytes } = row.conditions;
  const noun = subscribers === 1 ? "subscriber" : "subscribers";
  return `${panel.title} (${count(subscribers)} ${noun}, ${rate(ratePerSec)}, ${bytes(bodyBytes)} bodies)`;
};

/** p50 where every row has one, else the mean, so that like is held against like. */
const latencies = (rows: readonly Row[]): { word: string; entries: readonly Entry[] } => {
  const pick = (metric: "responseTimeP50Ms" | "responseTimeMeanMs"): readonly Entry[] =>
    rows.flatMap((row) => {
      const estimate = row.metrics[metric];
      return estimate === null ? [] : [{ name: nameRow(row), estimate }];
    });
  const [medians, means] = [pick("responseTimeP50Ms"), pick("responseTimeMeanMs")];
  return medians.length >= means.length
    ? { word: "median", entries: ascending(medians) }
    : { word: "mean", entries: ascending(means) };
};

const unmeasured = (panel: Panel): string => {
  const names = panel.rows.filter((row) => row.trials.measured === 0).map(nameRow);
  return names.length === 0
    ? ""
    : `; ${join(names)} had no valid trial and ${names.length === 1 ? "is" : "are"} left out`;
};

const latencySentence = (panel: Panel): string | null => {
  const { word, entries } = latencies(panel.rows);
  if (entries.length === 0) return null;
  const parts = entries.map(({ name, estimate }) => `${figure(estimate.median)} ms by ${name}${interval(estimate)}`);
  const intervals = withoutInterval(entries) ? "" : ", with 95 % intervals over trials";
  return `${describeSettings(panel)}: the ${word} response time was ${join(parts)}${intervals}${caution(entries)}${unmeasured(panel)}.`;
};

const totalPerDelivery = (trial: TrialRecord): number | null => {
  const { up, down } = trial.bytes?.perDelivery ?? { up: null, down: null };
  return up === null || down === null ? null : up + down;
};

const estimateTotal = (row: Row, seed: number): Entry | null => {
  const totals = row.measured.map(totalPerDelivery).filter((total) => total !== null);
  if (totals.length === 0) return null;
  const { low, high } = bootstrapMedian(totals, seededRandom(seed)) ?? { low: null, high: null };
  return { name: nameRow(row), estimate: { median: median(totals), low, high, trials: totals.length } };
};

const costSentence = (panel: Panel, seed: number): string | null => {
  const totals = panel.rows.flatMap((row) => estimateTotal(row, seed) ?? []);
  if (totals.length === 0) return null;
  const entries = ascending(totals);
  const moved = entries.map(({ name, estimate }) => `${figure(estimate.median)} B by ${name}${interval(estimate)}`);
  const asked = entries.flatMap(({ name }) => {
    const requests = panel.rows.find((row) => nameRow(row) === name)?.metrics.requestsPerDelivery;
    return requests ? [figure(requests.median)] : [];
  });
  const requests = asked.length === entries.length ? `, in ${join(asked)} requests` : "";
  return `In the same trials a delivery moved ${join(moved)}, up and down together${requests}${entries.length > 1 ? ` ${entries.length === 2 ? "respectively" : "in that order"}` : ""}${caution(entries)}.`;
};

const perMinute = (row: Row): Entry | null => {
  const estimate = row.metrics.requestsPerSubscriberSecond;
  if (estimate === null) return null;
  const [low, high] = [estimate.low, estimate.high].map((bound) => (bound === null ? null : bound * 60));
  return {
    name: nameRow(row),
    estimate: { ...estimate, median: estimate.median * 60, low: low ?? null, high: high ?? null },
  };
};

const idleSentence = (panel: Panel): string | null => {
  const entries = ascending(panel.rows.flatMap((row) => perMinute(row) ?? []));
  const [row] = panel.rows;
  if (entries.length === 0 || row === undefined) return null;
  const parts = entries.map(({ name, estimate }) => `${figure(estimate.median)} by ${name}${interval(estimate)}`);
  return `${panel.title} (${rate(row.conditions.ratePerSec)}): a waiting subscriber made ${join(parts)} requests a minute${caution(entries)}.`;
};

const sweepSentence = (panel: Panel): string | null => {
  const [name, rows] = [...Map.groupBy(panel.rows, (row) => row.label)].find(([, group]) => group.length > 1) ?? [];
  const known = (rows ?? []).filter((row) => row.metrics.responseTimeMeanMs && row.metrics.requestsPerSubscriberSecond);
  const [first, last] = [known.at(0), known.at(-1)];
  if (name === undefined || first === undefined || last === undefined || first === last) return null;
  const say = (row: Row): string =>
    `${figure(row.metrics.responseTimeMeanMs?.median ?? 0)} ms on average at ${figure(row.metrics.requestsPerSubscriberSecond?.median ?? 0)} requests/s a subscriber (${row.setting})`;
  return `${panel.title}: ${name} went from ${say(first)} to ${say(last)}.`;
};

const cpuSentence = (panel: Panel): string | null => {
  const entries = ascending(
    panel.rows.flatMap((row) => {
      const estimate = row.metrics.serverCpuMsPerThousandDeliveries;
      return estimate === null ? [] : [{ name: nameRow(row), estimate }];
    }),
  );
  if (entries.length === 0) return null;
  const parts = entries.map(({ name, estimate }) => `${figure(estimate.median)} ms by ${name}${interval(estimate)}`);
  return `${panel.title}: a thousand deliveries took the server ${join(parts)} of processor time${caution(entries)}.`;
};

/** What became of the deliveries of all trials, failed ones included. */
export const ledgerSentence = (ledger: readonly LedgerRow[]): string => {
  const sum = (field: "expected" | "lost" | "duplicated" | "outOfOrder"): number =>
    ledger.reduce((total, row) => total + row[field], 0);
  if (sum("expected") === 0) return "No delivery was expected, so none can be judged.";
  const faults = [
    [sum("lost"), "lost"],
    [sum("duplicated"), "duplicated"],
    [sum("outOfOrder"), "out of order"],
  ] as const;
  const wrong = faults.filter(([times]) => times > 0).map(([times, word]) => `${count(times)} ${word}`);
  return wrong.length === 0
    ? `All ${count(sum("expected"))} expected deliveries arrived once and in order.`
    : `Of ${count(sum("expected"))} expected deliveries ${join(wrong)}.`;
};

const restSentence = (run: Run): string => {
  const measured = run.trials.filter((trial) => trial.status === "measured").length;
  const { cpu, cores } = run.environment;
  const noun = measured === 1 ? "trial" : "trials";
  return `This rests on ${count(measured)} measured ${noun} of ${duration(Math.max(0, ...run.trials.map((trial) => trial.measureMs)))} at most, all on one machine (${count(cores)} × ${cpu}).`;
};

const headline = (panel: Panel | undefined): string => {
  const { word, entries } = latencies(panel?.rows ?? []);
  const [first, second] = entries;
  if (first === undefined) return "Nothing was measured";
  if (second === undefined) return `${first.name}: ${figure(first.estimate.median)} ms`;
  if (withoutInterval(entries)) return "Too few trials to rank the transports";
  const last = entries.at(-1) ?? second;
  const name = (entry: Entry): string => entry.name.replace(/,.*/, "");
  const ahead = apart(first.estimate, second.estimate);
  if (ahead === false) {
    const all = entries.length === 2 || ties(entries).length === entries.length - 1;
    const tie = `No difference in ${word} response time was detected between ${name(first)} and ${name(second)}`;
    return all ? tie : `${tie}; ${name(last)} took longest`;
  }
  return `${name(first)} delivered soonest at the ${word}: ${figure(first.estimate.median)} ms, against ${join(
    entries.slice(1).map((entry) => `${figure(entry.estimate.median)} by ${name(entry)}`),
  )}`;
};

const notMeasured = (run: Run): string => {
  if (run.trials.length === 0) return "No trial was run, so nothing can be said about any transport.";
  const of = (status: string): number => run.trials.filter((trial) => trial.status === status).length;
  return `No trial was measured (${count(of("invalid"))} invalid, ${count(of("failed"))} failed), so nothing can be said about latency or cost.`;
};

export const judge = (run: Run, panels: readonly Panel[], ledger: readonly LedgerRow[]): Verdict => {
  const valued = panels.filter((panel) => panel.rows.some((row) => row.trials.measured > 0));
  const busy = valued.filter((panel) => !panel.sparse);
  const main = busy.find((panel) => panel.kind === "comparison") ?? busy[0] ?? valued[0];
  const sparse = valued.find((panel) => panel.sparse);
  const sweep = valued.find((panel) => panel.kind === "sweep");
  const said = [
    main ? latencySentence(main) : notMeasured(run),
    main ? costSentence(main, run.seed) : null,
    sparse ? idleSentence(sparse) : null,
    sweep ? sweepSentence(sweep) : null,
    main ? cpuSentence(main) : null,
    ledgerSentence(ledger),
    restSentence(run),
  ].filter((sentence) => sentence !== null);
  const [first = "", second = "", third = ""] = said;
  return { headline: headline(main), sentences: [first, second, third] };
};
