// Each prediction of the model beside what was measured, and whether the two agree. Knows nothing of pages.
import type { Estimate, PredictedMetric, Prediction } from "../../bench/record/summary.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import type { ModelQuantity } from "../words/vocabulary.ts";
import type { Words } from "../words/words.ts";
import { signedPercent, thin } from "../writing/numbers.ts";

export interface ModelCheck extends Omit<Prediction, "metric" | "grain"> {
  readonly label: string;
  readonly setting: string;
  readonly quantity: ModelQuantity;
  readonly group: "latency" | "requests" | "bytes";
  /** The link's delay, each way. */
  readonly oneWayMs: number;
  readonly unit: "ms" | "%" | "/s" | "" | "B/s";
  readonly inside: boolean;
  /** The ground of `inside`: the residual's interval over trials, or the limit of the residual where there is no interval. */
  readonly judgedBy: "interval" | "limit";
}

interface Checked {
  readonly label: string;
  readonly setting: string;
  readonly predictions: readonly Prediction[];
  readonly conditions: Conditions;
}

const forms: Readonly<Record<PredictedMetric, Pick<ModelCheck, "quantity" | "group" | "unit">>> = {
  responseTimeMeanMs: { quantity: "mean", group: "latency", unit: "ms" },
  responseTimeP50Ms: { quantity: "median", group: "latency", unit: "ms" },
  responseTimeP90Ms: { quantity: "p90", group: "latency", unit: "ms" },
  responseTimeP99Ms: { quantity: "p99", group: "latency", unit: "ms" },
  emptyShare: { quantity: "empty", group: "requests", unit: "%" },
  requestsPerSubscriberSecond: { quantity: "requests", group: "requests", unit: "/s" },
  messagesPerResponse: { quantity: "messages", group: "requests", unit: "" },
  bytesPerSubscriberSecond: { quantity: "bytes", group: "bytes", unit: "B/s" },
};

/** Without an interval, a residual beyond this is outside. */
export const residualLimits = { latency: 0.05, requests: 0.01, bytes: 0.01 } as const;

/** Half of the last digit that a figure is shown with: an interval of no width is finer than the model. */
const tolerance = 0.0005;

/** Whether a residual of 0 is within the interval, which is never finer than the prediction's own grain. */
const isInside = ({ low, high, median: middle }: Estimate, grain: number, limit: number): boolean => {
  if (low === null || high === null) return Math.abs(middle) <= Math.max(limit, grain);
  const margin = Math.max(tolerance, grain);
  return low <= margin && high >= -margin;
};

/** A row's predictions: of what the model could be wrong about, and of nothing else. */
export const checkRow = ({ label, setting, predictions, conditions }: Checked): readonly ModelCheck[] =>
  predictions.map(({ metric, grain, ...told }) => ({
    label,
    setting,
    ...forms[metric],
    oneWayMs: conditions.oneWayMs,
    ...told,
    inside: isInside(told.residual, grain, residualLimits[forms[metric].group]),
    judgedBy: told.residual.low === null ? "limit" : "interval",
  }));

/** The residual in percent of the prediction, or in points where the prediction is a share. */
export const showResidual = (residual: number, unit: ModelCheck["unit"], { model }: Words): string =>
  unit === "%" ? model.points(signedPercent(residual)) : signedPercent(residual);

/** The least delay that dominates a response time, so that the residual says something. */
const tellingDelayMs = 10;

/** "0.4 % of requests": the median size of the residual, over the predictions that are no shares. */
const typical = (checks: readonly ModelCheck[], group: ModelCheck["group"], { model }: Words): string => {
  const residuals = checks
    .filter((check) => check.group === group && check.unit !== "%")
    .filter(({ oneWayMs }) => group !== "latency" || oneWayMs >= tellingDelayMs)
    .map(({ residual }) => Math.abs(residual.median));
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
  return model.named(name, model.quantities[check.quantity], showResidual(check.residual.median, check.unit, words));
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
    const [farthest] = outside.toSorted((x, y) => Math.abs(y.residual.median) - Math.abs(x.residual.median));
    const name = farthest === undefined ? "" : nameCheck(farthest, words);
    return words.model.farthest(outside.length, checks.length, name);
  });

/** One line for the whole run; none where nothing was predicted. */
export const describeModel = (
  panels: readonly { readonly title: string; readonly checks: readonly ModelCheck[] }[],
  words: Words,
): readonly string[] => {
  const checks = panels.flatMap(({ title, checks: own }) =>
    own.map((check) => ({ ...check, label: words.basics.headed(title, check.label) })),
  );
  return checks.length === 0 ? [] : [words.model.checked(summariseShortly(checks, words))];
};
