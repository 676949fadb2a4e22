// Each prediction of the model beside what was measured, and whether the two agree. Knows nothing of pages.
import { modelHolds } from "../../bench/analysis/model.ts";
import type { Estimate, MeasuredDelays, MetricName, Summary, Theory } from "../../bench/record/summary.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import type { ModelQuantity } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { signedPercent, thin } from "../writing/numbers.ts";

export interface ModelCheck {
  readonly label: string;
  readonly setting: string;
  readonly quantity: ModelQuantity;
  readonly group: "latency" | "requests" | "bytes";
  /** The link's delay, each way. */
  readonly oneWayMs: number;
  readonly unit: "ms" | "%" | "/s" | "" | "B/s";
  readonly measured: Estimate;
  readonly predicted: number;
  /** The difference as a share of the prediction; for a share, the difference itself. */
  readonly residual: number;
  readonly inside: boolean;
  /** The ground of `inside`: the measured interval, or the limit of the residual where there is no interval. */
  readonly judgedBy: "interval" | "limit";
}

interface Checked {
  readonly label: string;
  readonly setting: string;
  readonly metrics: Summary["metrics"];
  readonly delays: MeasuredDelays;
  readonly theory: Theory;
  readonly conditions: Conditions;
}

/** A number that the model predicts under the name it is measured by. */
interface Form extends Pick<ModelCheck, "quantity" | "group" | "unit"> {
  readonly metric: MetricName & keyof Theory;
}

const latencyForms: readonly Form[] = [
  { quantity: "mean", group: "latency", unit: "ms", metric: "responseTimeMeanMs" },
  { quantity: "median", group: "latency", unit: "ms", metric: "responseTimeP50Ms" },
  { quantity: "p99", group: "latency", unit: "ms", metric: "responseTimeP99Ms" },
];

const costForms: readonly Form[] = [
  { quantity: "empty", group: "requests", unit: "%", metric: "emptyShare" },
  { quantity: "requests", group: "requests", unit: "/s", metric: "requestsPerSubscriberSecond" },
  { quantity: "messages", group: "requests", unit: "", metric: "messagesPerResponse" },
  { quantity: "bytes", group: "bytes", unit: "B/s", metric: "bytesPerSubscriberSecond" },
];

/** The expectation for the instants that were published in fact is nearer than the mean over all plans. */
const predict = (theory: Theory, metric: Form["metric"]): number | null =>
  metric === "emptyShare" ? (theory.emptyShareOfPlan ?? theory.emptyShare) : theory[metric];

/** Without an interval, a residual beyond this is outside. */
export const residualLimits = { latency: 0.05, requests: 0.01, bytes: 0.01 } as const;

/** Half of the last digit that a figure is shown with: an interval of no width is finer than the closed form. */
const tolerance = 0.0005;

const checkOne = (row: Checked, { metric, ...form }: Form): readonly ModelCheck[] => {
  const measured = row.metrics[metric];
  const predicted = predict(row.theory, metric);
  const isShare = form.unit === "%";
  // A transport that makes no request by the model is not checked for making none.
  if (measured === null || predicted === null || (predicted === 0 && !isShare)) return [];
  const scale = isShare ? 1 : predicted;
  const residual = (measured.median - predicted) / scale;
  const margin = tolerance * scale;
  const { low, high } = measured;
  const known = low !== null && high !== null;
  return [
    {
      label: row.label,
      setting: row.setting,
      ...form,
      oneWayMs: row.conditions.oneWayMs,
      measured,
      predicted,
      residual,
      inside: known
        ? low - margin <= predicted && predicted <= high + margin
        : Math.abs(residual) <= residualLimits[form.group],
      judgedBy: known ? "interval" : "limit",
    },
  ];
};

/** A transport that neither polls nor is held gives the model its one-way delay: to check that against it would be circular. */
export const givesDelay = ({ pollEveryMs, holdMs }: Conditions): boolean => pollEveryMs === null && holdMs === null;

/** Response times where the forms hold: on a link without delay, short polling's alone. */
export const checkRow = (row: Checked): readonly ModelCheck[] => {
  const timed = modelHolds(row.conditions, row.delays) && !givesDelay(row.conditions);
  return [...(timed ? latencyForms : []), ...costForms].flatMap((form) => checkOne(row, form));
};

/** The residual in percent of the prediction, or in points where the prediction is a share. */
export const showResidual = ({ residual, unit }: ModelCheck, { model }: Words): string =>
  unit === "%" ? model.points(signedPercent(residual)) : signedPercent(residual);

/** The least delay that dominates a response time, so that the residual says something. */
const tellingDelayMs = 10;

/** "0.4 % of requests": the median size of the residual, over the predictions that are no shares. */
const typical = (checks: readonly ModelCheck[], group: ModelCheck["group"], { model }: Words): string => {
  const residuals = checks
    .filter((check) => check.group === group && check.unit !== "%")
    .filter(({ oneWayMs }) => group !== "latency" || oneWayMs >= tellingDelayMs)
    .map(({ residual }) => Math.abs(residual));
  return residuals.length === 0
    ? ""
    : model.typical(
        signedPercent(median(residuals)).replace("+", ""),
        model.groups[group](`${tellingDelayMs}${thin}ms`),
      );
};

const nameCheck = (check: ModelCheck, words: Words): string => {
  const { model, panel } = words;
  const name = panel.row(check.label, check.setting);
  return model.named(name, model.quantities[check.quantity], showResidual(check, words));
};

const summarise = (
  checks: readonly ModelCheck[],
  words: Words,
  sayOutside: (outside: readonly ModelCheck[]) => string,
): string => {
  const { basics, model } = words;
  const medians = basics.parts(
    (["latency", "requests", "bytes"] as const).map((group) => typical(checks, group, words)),
  );
  const outside = checks.filter(({ inside }) => !inside);
  return basics.clauses([
    medians === "" ? "" : model.medianResidual(medians),
    outside.length === 0 ? model.noneOutside(checks.length) : sayOutside(outside),
  ]);
};

/** How far the numbers are from the model, and which of them are outside: a sentence without its full stop. */
export const summariseChecks = (checks: readonly ModelCheck[], words: Words): string =>
  summarise(checks, words, (outside) => {
    const names = words.basics.clauses(outside.map((check) => nameCheck(check, words)));
    return words.model.outside(outside.length, checks.length, names);
  });

/** The same, but only the farthest of those that are outside is named. */
export const summariseShortly = (checks: readonly ModelCheck[], words: Words): string =>
  summarise(checks, words, (outside) => {
    const [farthest] = outside.toSorted((x, y) => Math.abs(y.residual) - Math.abs(x.residual));
    const name = farthest === undefined ? "" : nameCheck(farthest, words);
    return words.model.farthest(outside.length, checks.length, name);
  });
