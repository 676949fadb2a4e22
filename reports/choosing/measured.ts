// A run's cells as the chooser takes them: the summary with its trials, its figures for all subscribers together, its load, and
// the region that the cells span. Pure. Knows nothing of the model.
import { cellKey } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Estimate, Summary } from "../../bench/record/summary.ts";
import { type Conditions, isMeasured, type MeasuredTrial } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import { isBrowserArm } from "../legend/transports.ts";
import { type MeasuredFactor, measuredFactors } from "../words/vocabulary.ts";
import type { Region, TransportInputs } from "./bare.ts";
import { type Compared, doublingsBetween, type Measured, type MeasuredCell, type Place } from "./cells.ts";

/** A summary with the trials behind it. */
export interface Cell extends Summary {
  readonly measured: readonly MeasuredTrial[];
  /** Messages at the rate that was published in fact. */
  readonly ratePerSec: number;
  readonly sideBySide: boolean;
  readonly compared: Compared | null;
}

/** Another make of a transport is compared in the panels; it is no further choice. */
const isVariant = (name: string): boolean =>
  ["ws-library", "websocket-deflate"].includes(name) || name.endsWith(":again") || isBrowserArm(name);

export const cellsOf = (run: Run): readonly Cell[] => {
  const trials = Map.groupBy(run.trials, cellKey);
  const compared = comparedIn(run);
  const beside = new Set(run.scenarios.filter(({ sideBySide }) => sideBySide).map(({ name }) => name));
  return run.summaries
    .filter(({ transport }) => !isVariant(transport))
    .flatMap((summary) => {
      const measured = (trials.get(cellKey(summary)) ?? []).filter(isMeasured);
      if (measured.length === 0) return [];
      const ratePerSec = median(measured.map(({ generator }) => generator.achievedRate));
      const sideBySide = beside.has(summary.scenario);
      return [{ ...summary, measured, ratePerSec, sideBySide, compared: compared.get(cellKey(summary)) ?? null }];
    });
};

/** The comparisons of CPU that could tell something, by their cells. */
const comparedIn = ({ comparisons }: Run): ReadonlyMap<string, Compared> =>
  new Map(
    comparisons.flatMap((comparison) => {
      const { metric, verdict, baseline } = comparison;
      if (metric !== "serverCpuMsPerThousandDeliveries" || verdict === null || verdict === "untold") return [];
      const isApart = verdict === "less" || verdict === "more";
      return [[cellKey(comparison), { baseline, isApart }] as const];
    }),
  );

export const wayOf = ({ pollEveryMs, holdMs }: Conditions): TransportInputs["way"] =>
  pollEveryMs !== null ? "short" : holdMs !== null ? "long" : "push";

/**
 * One transport's cells, one a setting: where two scenarios have the same one, that with more trials. Other headers, another
 * kind of connection and other client processes change the cost, so only the main scenario's are taken.
 */
export const alikeOf = (cells: readonly Cell[], main: Cell): readonly Cell[] => {
  const connection = cells.find((cell) => cell.scenario === main.scenario && cell.conditions.connection !== null)
    ?.conditions.connection;
  const alike = cells.filter(
    ({ conditions }) =>
      conditions.headers === main.conditions.headers &&
      conditions.clientProcesses === main.conditions.clientProcesses &&
      (conditions.connection === null || conditions.connection === connection),
  );
  const isSame = (x: Cell, y: Cell): boolean =>
    x.transport === y.transport &&
    x.conditions.schedule === y.conditions.schedule &&
    (x.ratePerSec > 0 ? doublingsBetween(x.conditions, y.conditions) < 1e-9 : x === y);
  return alike.filter((cell, i) =>
    alike.every(
      (other, k) =>
        !isSame(cell, other) ||
        cell.measured.length > other.measured.length ||
        (cell.measured.length === other.measured.length && i <= k),
    ),
  );
};

export const isDelivering = ({ ratePerSec, conditions }: Cell): boolean => ratePerSec > 0 && conditions.ratePerSec > 0;

/** The figures of a cell that the page shows. */
export const figuresOf = ({ conditions, metrics, measured, compared }: Cell): MeasuredCell => {
  const of = (estimate: Estimate | null, times = 1): Measured | null =>
    estimate === null
      ? null
      : {
          value: estimate.median * times,
          low: estimate.low === null ? null : estimate.low * times,
          high: estimate.high === null ? null : estimate.high * times,
        };
  const { subscribers } = conditions;
  return {
    place: placeOf(conditions),
    trials: measured.length,
    figures: {
      meanMs: of(metrics.responseTimeMeanMs),
      p99Ms: of(metrics.responseTimeP99Ms),
      p90Ms: of(metrics.responseTimeP90Ms),
      requestsPerSec: of(metrics.requestsPerSubscriberSecond, subscribers),
      bytesPerSec: of(metrics.bytesPerSubscriberSecond, subscribers),
      cores: of(metrics.serverCpuUtilization),
    },
    compared,
  };
};

const placeOf = ({
  ratePerSec,
  subscribers,
  schedule,
  bodyBytes,
  oneWayMs,
  pollEveryMs,
  holdMs,
}: Conditions): Place => ({ ratePerSec, subscribers, schedule, bodyBytes, oneWayMs, pollEveryMs, holdMs });

const factorOf: Readonly<Record<MeasuredFactor, (cell: MeasuredCell) => number | null>> = {
  ratePerSec: ({ place }) => place.ratePerSec,
  subscribers: ({ place }) => place.subscribers,
  bodyBytes: ({ place }) => place.bodyBytes,
  oneWayMs: ({ place }) => place.oneWayMs,
  pollEveryMs: ({ place }) => place.pollEveryMs,
  requestsPerSec: ({ figures }) => figures.requestsPerSec?.value ?? null,
  // The planned rate: a window that happened to be busy does not widen the region.
  deliveriesPerSec: ({ place }) => place.ratePerSec * place.subscribers,
};

/** `most`: requests a second that a flood showed too. */
export const regionOf = (cells: readonly MeasuredCell[], most: number | null): Region =>
  Object.fromEntries(
    measuredFactors.flatMap((factor) => {
      const values = cells.flatMap((cell) => factorOf[factor](cell) ?? []);
      if (values.length === 0) return [];
      const flooded = factor === "requestsPerSec" && most !== null ? [most] : [];
      return [[factor, [Math.min(...values), Math.max(...values, ...flooded)]]];
    }),
  );
