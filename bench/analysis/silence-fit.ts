// The cost of each further idle subscriber, from silent trials with several numbers of them: a straight line by least
// squares. Pure.

import { type Cell, cellKey } from "../record/metrics.ts";
import { fittedQuantities, type SilenceFit } from "../record/summary.ts";
import { isMeasured, type MeasuredTrial, type TrialRecord } from "../record/trial.ts";
import { leastSquares } from "../statistics/least-squares.ts";
import { studentQuantile } from "../statistics/student.ts";

type Point = SilenceFit["points"][number];

const quantityOf: Readonly<Record<SilenceFit["quantity"], (trial: MeasuredTrial) => number | null>> = {
  serverBytes: ({ server, conditions }) => times(server.bytesPerIdleSubscriber, conditions.subscribers),
  generatorBytes: ({ generator, conditions }) => times(generator.bytesPerIdleSubscriber, conditions.subscribers),
  serverCpuUtilization: ({ server }) => server.cpuUtilization,
};

const times = (perSubscriber: number | null, subscribers: number): number | null =>
  perSubscriber === null ? null : perSubscriber * subscribers;

/**
 * One fit for each transport, its conditions but for the number of subscribers, and quantity, in the order in which they
 * first occur. Bytes are those of all subscribers together, CPU is in cores. A trial that does not tell the quantity is no
 * point; where all points have the same number of subscribers there is no fit.
 */
export const fitSilence = (trials: readonly TrialRecord[]): readonly SilenceFit[] => {
  const silent = trials.filter(isMeasured).filter(({ conditions }) => conditions.schedule === "silent");
  return [...Map.groupBy(silent, ({ transport, conditions }) => lineOf({ transport, conditions })).values()].flatMap(
    (line) => fittedQuantities.flatMap((quantity) => fitOf(line, quantity) ?? []),
  );
};

/** The key of a line: trials that differ in the number of subscribers alone have the same. */
const lineOf = ({ transport, conditions }: Omit<Cell, "scenario">): string =>
  cellKey({ scenario: "", transport, conditions: { ...conditions, subscribers: 0 } });

const fitOf = (line: readonly MeasuredTrial[], quantity: SilenceFit["quantity"]): SilenceFit | null => {
  const [first] = line;
  if (first === undefined) return null;
  const points = line
    .flatMap((trial) => {
      const value = quantityOf[quantity](trial);
      return value === null ? [] : [{ subscribers: trial.conditions.subscribers, value }];
    })
    .toSorted((x, y) => x.subscribers - y.subscribers || x.value - y.value);
  const fit = lineThrough(points);
  if (fit === null) return null;
  const { subscribers: _, ...conditions } = first.conditions;
  return { transport: first.transport, conditions, quantity, ...fit, points };
};

/**
 * The slope's 95 % interval is Student's; there is none below four points or three numbers of subscribers, where a bend
 * could not show.
 */
const lineThrough = (points: readonly Point[]): Pick<SilenceFit, "slope" | "low" | "high" | "intercept"> | null => {
  const fit = leastSquares(points.map(({ subscribers, value }) => ({ x: subscribers, y: value })));
  if (fit === null) return null;
  const { slope, intercept, standardError } = fit;
  const distinct = new Set(points.map(({ subscribers }) => subscribers)).size;
  if (points.length < 4 || distinct < 3 || standardError === null) return { slope, low: null, high: null, intercept };
  const margin = studentQuantile(points.length - 2) * standardError;
  return { slope, low: slope - margin, high: slope + margin, intercept };
};
