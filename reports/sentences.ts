// The sentences a verdict is made of, each about one panel or the whole run; null where its numbers are missing.
// Knows nothing of which of them are said.
import type { MetricName, Run } from "../bench/record.ts";
import { verdictOf } from "./against-baseline.ts";
import { bytes, count, duration, figure, rate, thin } from "./numbers.ts";
import type { Panel, Row } from "./panels.ts";
import { ascending, caution, type Entry, inSentence, join, say, trialsEach, withoutInterval } from "./phrases.ts";
import type { LedgerRow } from "./trial-rows.ts";

/** A row's name in a sentence; its setting only where the panel has several of its transport. */
export const nameInPanel = (panel: Panel, row: Row): string => {
  const several = panel.rows.filter((other) => other.transport === row.transport).length > 1;
  return several && row.setting !== "" ? `${inSentence(row.label)} ${row.setting}` : inSentence(row.label);
};

const entriesOf = (panel: Panel, metric: MetricName): readonly Entry[] =>
  ascending(
    panel.rows.flatMap((row) => {
      const estimate = row.metrics[metric];
      return estimate === null
        ? []
        : { name: nameInPanel(panel, row), estimate, verdict: verdictOf(panel, row, metric) };
    }),
  );

/** p50 where every row with a mean has one, else the mean, so that like is held against like. */
export const latencyOf = (panel: Panel): { readonly word: "median" | "mean"; readonly entries: readonly Entry[] } => {
  const [medians, means] = [entriesOf(panel, "responseTimeP50Ms"), entriesOf(panel, "responseTimeMeanMs")];
  return medians.length >= means.length ? { word: "median", entries: medians } : { word: "mean", entries: means };
};

const describeSettings = (panel: Panel): string => {
  const [row] = panel.rows;
  if (row === undefined) return panel.title;
  const { subscribers, ratePerSec, bodyBytes } = row.conditions;
  const single = panel.rows.filter((r) => r.setting !== "" && nameInPanel(panel, r) === inSentence(r.label));
  const settings = single.map(
    ({ label, setting }) => `${inSentence(label)} ${setting.replace(/^hold /, "with a hold of ")}`,
  );
  const noun = subscribers === 1 ? "subscriber" : "subscribers";
  return `${panel.title} (${[`${count(subscribers)} ${noun}`, rate(ratePerSec), `${bytes(bodyBytes)} bodies`, ...settings].join(", ")})`;
};

const unmeasured = (panel: Panel): string => {
  const names = panel.rows.filter((row) => row.trials.measured === 0).map((row) => nameInPanel(panel, row));
  return names.length === 0
    ? ""
    : `${join(names)} had no valid trial and ${names.length === 1 ? "is" : "are"} left out`;
};

const close = (...clauses: readonly string[]): string => `${clauses.filter((clause) => clause !== "").join("; ")}.`;

export const latencySentence = (panel: Panel): string | null => {
  const { word, entries } = latencyOf(panel);
  if (entries.length === 0) return null;
  const basis = withoutInterval(entries) ? "" : `, with 95 % intervals over ${trialsEach(entries)}`;
  const parts = join(entries.map((entry) => say(entry, "ms")));
  const claim = `${describeSettings(panel)}: the ${word} response time was ${parts}${basis}`;
  return close(claim, caution(entries), unmeasured(panel));
};

export const costSentence = (panel: Panel): string | null => {
  const entries = entriesOf(panel, "bytesPerDelivery");
  if (entries.length === 0) return null;
  const requestsOf = (name: string): readonly string[] =>
    panel.rows
      .filter((row) => nameInPanel(panel, row) === name)
      .flatMap(({ metrics }) => (metrics.requestsPerDelivery === null ? [] : [metrics.requestsPerDelivery.median]))
      .map(figure);
  const moved = `In the same trials a delivery moved ${join(entries.map((entry) => say(entry, "B")))}, up and down together`;
  const requests = entries.flatMap(({ name }) => requestsOf(name));
  const order = requests.length > 1 ? " in the same order" : "";
  const asked = requests.length === entries.length ? `it took ${join(requests)} requests${order}` : "";
  return close(moved, caution(entries), asked);
};

export const idleSentence = (panel: Panel): string | null => {
  const minute = (value: number | null): number | null => (value === null ? null : value * 60);
  const entries = entriesOf(panel, "requestsPerSubscriberSecond").map(({ estimate, ...entry }) => ({
    ...entry,
    estimate: { ...estimate, median: estimate.median * 60, low: minute(estimate.low), high: minute(estimate.high) },
  }));
  const [row] = panel.rows;
  if (entries.length === 0 || row === undefined) return null;
  const holds = panel.rows.map(({ conditions }) => conditions.holdMs).filter((hold) => hold !== null);
  const hold = holds[0] === undefined ? "" : `, hold ${duration(holds[0])}`;
  const parts = join(entries.map((entry) => say(entry, "")));
  const claim = `${panel.title} (${rate(row.conditions.ratePerSec)}${hold}): requests per minute of a waiting subscriber were ${parts}`;
  return close(claim, caution(entries));
};

export const sweepSentence = (panel: Panel): string | null => {
  const groups = [...Map.groupBy(panel.rows, (row) => row.label).values()];
  const points = (groups.find((group) => group.length > 1) ?? []).flatMap((row) => {
    const { responseTimeMeanMs: time, requestsPerSubscriberSecond: requests } = row.metrics;
    return time === null || requests === null ? [] : { row, time: time.median, requests: requests.median };
  });
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const describe = ({ row, time, requests }: typeof first): string =>
    `${figure(time)}${thin}ms on average and ${figure(requests)} requests/s a subscriber (${row.setting})`;
  return `${panel.title}: ${inSentence(first.row.label)} went from ${describe(first)} to ${describe(last)}.`;
};

export const cpuSentence = (panel: Panel): string | null => {
  const entries = entriesOf(panel, "serverCpuMsPerThousandDeliveries");
  if (entries.length === 0) return null;
  const parts = join(entries.map((entry) => say(entry, "ms")));
  return close(`${panel.title}: the server's processor time for a thousand deliveries was ${parts}`, caution(entries));
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
    : `Of ${count(sum("expected"))} expected deliveries: ${join(wrong)}.`;
};

export const restSentence = (run: Run): string => {
  const measured = run.trials.filter((trial) => trial.status === "measured").length;
  const { cpu, cores } = run.environment;
  const machine = `${count(cores)} ${cores === 1 ? "core" : "cores"} of ${cpu}`;
  return `This rests on ${count(measured)} measured ${measured === 1 ? "trial" : "trials"} on one machine (${machine}).`;
};

export const emptySentence = (run: Run): string => {
  if (run.trials.length === 0) return "No trial was run, so nothing can be said about any transport.";
  const of = (status: string): number => run.trials.filter((trial) => trial.status === status).length;
  return `No trial was measured (${count(of("invalid"))} invalid, ${count(of("failed"))} failed), so nothing can be said about latency or cost.`;
};
