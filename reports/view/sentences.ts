// The findings that a verdict is made of, each about one panel or the whole run; null where its numbers are missing.
// Knows nothing of which of them are said.
import type { Run } from "../../bench/record/run.ts";
import type { MetricName } from "../../bench/record/summary.ts";
import { type DeliveryFault, deliveryFaults, isMeasured } from "../../bench/record/trial.ts";
import type { Words } from "../words/words.ts";
import { bytes, duration, figure, withUnit } from "../writing/numbers.ts";
import { comparisonOf, showDetectable, verdictOf } from "./against-baseline.ts";
import { bytesInBrowser } from "./browser-heads.ts";
import { mapEstimate } from "./estimates.ts";
import type { Panel, Row } from "./panels.ts";
import { ascending, caution, groupByVerdict, type NamedEstimate, say, trialsEach, withoutInterval } from "./phrases.ts";
import type { LedgerRow } from "./trial-rows.ts";

/** A row's name in a sentence; its setting only where the panel has several of its transport. */
export const nameInPanel = (panel: Panel, row: Row, { basics, verdict }: Words): string => {
  const several = panel.rows.filter((other) => other.transport === row.transport).length > 1;
  const name = basics.inSentence(row.label);
  return several && row.setting !== "" ? verdict.nameWithSetting(name, row.setting) : name;
};

const estimatesOf = (panel: Panel, metric: MetricName, words: Words): readonly NamedEstimate[] =>
  ascending(
    panel.rows.flatMap((row) => {
      const estimate = row.metrics[metric];
      if (estimate === null) return [];
      const detectable = comparisonOf(row, metric)?.detectable ?? null;
      return {
        name: nameInPanel(panel, row, words),
        estimate,
        verdict: row.saturated ? ("saturated" as const) : verdictOf(panel, row, metric),
        seen: detectable === null ? "" : showDetectable(detectable),
      };
    }),
  );

/** p50 where every row with a mean has one, else the mean, so that like is compared with like. */
export const latencyOf = (
  panel: Panel,
  words: Words,
): { readonly word: "median" | "mean"; readonly entries: readonly NamedEstimate[] } => {
  const [medians, means] = [
    estimatesOf(panel, "responseTimeP50Ms", words),
    estimatesOf(panel, "responseTimeMeanMs", words),
  ];
  return medians.length >= means.length ? { word: "median", entries: medians } : { word: "mean", entries: means };
};

const describeSettings = (panel: Panel, words: Words): string => {
  const [row] = panel.rows;
  if (row === undefined) return panel.title;
  const { basics, conditions, verdict } = words;
  const { subscribers, ratePerSec, bodyBytes } = row.conditions;
  const name = ({ label }: Row): string => basics.inSentence(label);
  const single = panel.rows.filter((r) => r.setting !== "" && nameInPanel(panel, r, words) === name(r));
  const settings = basics.parts([
    basics.subscribers(subscribers),
    basics.rate(ratePerSec),
    conditions.bodies(bytes(bodyBytes)),
    ...single.map((r) => verdict.settingOf(name(r), r.setting)),
  ]);
  return `${panel.title}${basics.bracketed(settings)}`;
};

const unmeasured = (panel: Panel, words: Words): string => {
  const names = panel.rows.filter((row) => row.trials.measured === 0).map((row) => nameInPanel(panel, row, words));
  return names.length === 0 ? "" : words.verdict.leftOut(names);
};

/** A sentence for each claim; empty claims are left out. */
const close = ({ basics }: Words, ...claims: readonly string[]): string =>
  basics.sentences(claims.filter((claim) => claim !== "").map((claim) => basics.capitalise(basics.stop(claim))));

export const latencySentence = (panel: Panel, words: Words): string | null => {
  const { word, entries } = latencyOf(panel, words);
  if (entries.length === 0) return null;
  const basis = withoutInterval(entries) ? "" : trialsEach(entries, words);
  const times = words.basics.join(entries.map((entry) => say(entry, "ms", words)));
  const claim = words.verdict.latency(describeSettings(panel, words), word, times, basis);
  return close(words, claim, caution(entries, words), unmeasured(panel, words));
};

export const costSentence = (panel: Panel, words: Words): string | null => {
  const { basics, verdict } = words;
  const entries = estimatesOf(panel, "bytesPerDelivery", words);
  if (entries.length === 0) return null;
  const requestsOf = (name: string): readonly string[] =>
    panel.rows
      .filter((row) => nameInPanel(panel, row, words) === name)
      .flatMap(({ metrics }) => (metrics.requestsPerDelivery === null ? [] : [metrics.requestsPerDelivery.median]))
      .map(figure);
  const polls = panel.rows.some(({ metrics: { requestsPerDelivery: of } }) => of !== null && of.median > 0);
  const heads = polls ? (panel.rows[0]?.conditions.headers ?? null) : null;
  const moved = verdict.cost(basics.join(entries.map((entry) => say(entry, "B", words))), heads);
  const requests = entries.flatMap(({ name }) => requestsOf(name));
  const asked =
    requests.length === entries.length ? verdict.costRequests(basics.join(requests), requests.length > 1) : "";
  return close(words, moved, asked, inBrowser(panel, entries, words));
};

/** Polls with the heads of a browser, and how many times the baseline's bytes that makes; empty where none had others. */
const inBrowser = (panel: Panel, entries: readonly NamedEstimate[], words: Words): string => {
  const { basics, verdict } = words;
  const polls = entries.flatMap(({ name, estimate }) => {
    const row = panel.rows.find((each) => nameInPanel(panel, each, words) === name);
    const bytes = row === undefined ? null : bytesInBrowser(row);
    return bytes === null ? [] : [{ name, bytes, measured: estimate.median }];
  });
  if (polls.length === 0) return "";
  const said = verdict.costInBrowser(
    basics.join(polls.map(({ name, bytes }) => verdict.by(withUnit(bytes, "B"), name))),
  );
  const { baseline } = groupByVerdict(entries);
  // A poll's own heads would be others too.
  if (baseline === null || polls.some(({ name }) => name === baseline.name)) return said;
  const times = (of: readonly number[]): string =>
    basics.join(of.map((bytes) => `${figure(bytes / baseline.estimate.median)}\u202f×`));
  const ratios = [times(polls.map(({ bytes }) => bytes)), times(polls.map(({ measured }) => measured))] as const;
  return `${said}${verdict.costRatio(...ratios, baseline.name)}`;
};

export const idleSentence = (panel: Panel, words: Words): string | null => {
  const { basics, verdict } = words;
  const entries = estimatesOf(panel, "requestsPerSubscriberSecond", words).map(({ estimate, ...entry }) => ({
    ...entry,
    estimate: mapEstimate(estimate, (perSecond) => perSecond * 60),
  }));
  const [row] = panel.rows;
  if (entries.length === 0 || row === undefined) return null;
  const [hold] = panel.rows.map(({ conditions }) => conditions.holdMs).filter((holdMs) => holdMs !== null);
  const settings = [basics.rate(row.conditions.ratePerSec), hold === undefined ? "" : basics.hold(duration(hold))];
  const claim = verdict.idle(
    `${panel.title}${basics.bracketed(basics.parts(settings))}`,
    basics.join(entries.map((entry) => say(entry, "", words))),
  );
  return close(words, claim, caution(entries, words));
};

export const sweepSentence = (panel: Panel, { basics, verdict }: Words): string | null => {
  const groups = [...Map.groupBy(panel.rows, (row) => row.label).values()];
  const points = (groups.find((group) => group.length > 1) ?? []).flatMap((row) => {
    const { responseTimeMeanMs: time, requestsPerSubscriberSecond: requests } = row.metrics;
    return time === null || requests === null ? [] : { row, time: time.median, requests: requests.median };
  });
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const describe = ({ row, time, requests }: typeof first): string =>
    verdict.sweepPoint(withUnit(time, "ms"), figure(requests), row.setting);
  return verdict.sweep(panel.title, basics.inSentence(first.row.label), describe(first), describe(last));
};

/** Only from cells with intervals, whose trials ran alone: transports that run side by side slow each other. */
export const cpuSentence = (panel: Panel, words: Words): string | null => {
  const entries = estimatesOf(panel, "serverCpuMsPerThousandDeliveries", words);
  if (entries.length === 0 || panel.sideBySide || withoutInterval(entries)) return null;
  const times = words.basics.join(entries.map((entry) => say(entry, "ms", words)));
  return close(words, words.verdict.cpu(panel.title, times), caution(entries, words));
};

/** The fate of the deliveries of all trials, failed ones included. */
export const ledgerSentence = (ledger: readonly LedgerRow[], { basics, verdict }: Words): string => {
  const sum = (field: "expected" | DeliveryFault): number => ledger.reduce((total, row) => total + row[field], 0);
  if (sum("expected") === 0) return verdict.ledger.none;
  const wrong = deliveryFaults.filter((fault) => sum(fault) > 0).map((fault) => verdict.ledger[fault](sum(fault)));
  return wrong.length === 0
    ? verdict.ledger.well(sum("expected"))
    : verdict.ledger.wrong(sum("expected"), basics.join(wrong));
};

export const restSentence = ({ trials, environment: { cpu, cores } }: Run, { verdict }: Words): string =>
  verdict.rest(trials.filter(isMeasured).length, cores, cpu);

export const emptySentence = (run: Run, { verdict }: Words): string => {
  if (run.trials.length === 0) return verdict.noTrial;
  const of = (status: string): number => run.trials.filter((trial) => trial.status === status).length;
  return verdict.noMeasuredTrial(of("invalid"), of("failed"));
};
