// The change that the gate guards against, metric by metric: plain data, so that a project can state its own. Knows no runs.

import { recordOf } from "../record/metrics.ts";
import {
  type CountMetric,
  countMetrics,
  type GateMetric,
  isInvariant,
  ledgerMetrics,
  type timeMetrics,
} from "./metrics.ts";

/** A count within it has not changed. For a time it is the change that is guarded against, up or down. */
export interface Tolerance {
  /** A share of the base: 0.1 stands for 10 % more, and for as much less that 10 % more makes it whole again. */
  readonly relative: number;
  /** An amount on top of that share, in the metric's unit. */
  readonly slack: number;
}

export type Tolerances = Readonly<Record<GateMetric, Tolerance>>;

/**
 * The chance of one false difference or more among all tests of a page, in either direction. Half of it is the chance of a false
 * regression, however the tests depend on each other (Holm), and a rerun has to find it again.
 */
export const gateLevel = 0.1;

/**
 * A time's change is claimed from half of its tolerance on, on a logarithmic scale: where it lies nearer to what is guarded against
 * than to nothing. A change as large as the tolerance is found in nearly all cases thereby, and not in every other.
 */
export const claimedShare = 0.5;

/** One digit more in a cursor, a length or a seq is no change of the code; a header or a field is. */
const digit = 1;

const slackOf = (metric: CountMetric): number => {
  if (metric.startsWith("handshake")) return 0;
  if (isInvariant(metric)) return digit;
  if (metric === "bytesPerDelivery") return 0.5;
  // One poll or one reconnection more or less among a few dozen is no change of behaviour.
  return metric === "requestsPerDelivery" ? 0.005 : 0.01;
};

/**
 * The table says which per cent of simulated comparisons found a change as large as the tolerance, by the
 * number of trials a side, with four cells a page (one cell in brackets), a rerun included. Of one trial CPU has a noise of 5.5 %,
 * p50 7 % and the tail 25 %, and a plan moves both sides by another 14 %. In the lower half 15 % of the trials run 1.5 to 2.5 times
 * as slow, of which the probe is taken to see nine in ten: these are measured again, and have no say where they are slow again. No page in 7,200
 * on which nothing had changed ended with a regression but one. Memory has so little noise that 10 trials find 5 % more of it.
 *
 *                         10       20       30       40       50       60
 *   CPU +10 %            51 (73)  97 (98) 100     100     100     100
 *   p50 +10 %            22 (44)  80 (90)  97 (98) 100     100     100
 *   tail +30 %            8 (20)  38 (58)  76 (88)  92 (96)  98 (99) 100
 *   CPU +10 %, slow      28 (46)  72 (77) 100     100     100     100
 *   p50 +10 %, slow      13 (25)  54 (65)  93 (96)  98 (99) 100     100
 *   tail +30 %, slow      7 (11)  34 (54)  67 (84)  83 (96)  94 (98)  98 (99)
 *
 * At 60 trials with slow phases, a probe that sees half of them leaves 99, 96 and 96 % (CPU, p50, tail), and one that sees none
 * leaves 86, 60 and 86 %: what the probe sees on a machine decides as much as the number of trials.
 *
 * (bench/fixtures/simulated-gate.ts)
 */
const timeTolerances: Readonly<Record<(typeof timeMetrics)[number], Tolerance>> = {
  responseTimeP50Ms: { relative: 0.1, slack: 0 },
  responseTimeTailMs: { relative: 0.3, slack: 0 },
  serverCpuMsPerThousandDeliveries: { relative: 0.1, slack: 0 },
  serverBytesPerIdleSubscriber: { relative: 0.05, slack: 0 },
};

export const defaultTolerances: Tolerances = {
  ...recordOf(ledgerMetrics, () => ({ relative: 0, slack: 0 })),
  ...recordOf(countMetrics, (metric) => ({ relative: isInvariant(metric) ? 0 : 0.01, slack: slackOf(metric) })),
  ...timeTolerances,
};
