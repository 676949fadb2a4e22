// How much may change before the gate calls it a change: plain data, so that a project can state its own. Knows no runs.

import { recordOf } from "../record/metrics.ts";
import { countMetrics, type GateMetric, ledgerMetrics, type timeMetrics } from "./metrics.ts";

export interface Tolerance {
  /** A share of the base: 0.01 lets a number grow by 1 %. */
  readonly relative: number;
  /** An amount on top of that share, in the metric's unit: a share of a tiny count is less than the window's edge may cut. */
  readonly slack: number;
}

export type Tolerances = Readonly<Record<GateMetric, Tolerance>>;

/**
 * The chance of one false difference or more among all tests of a page, in either direction. Half of it, 1 %, is the chance
 * of a false regression, however the tests depend on each other (Holm).
 */
export const gateLevel = 0.02;

/** One poll or one reconnection more or less among a few dozen is no change of behaviour; a header or a frame is. */
const slackOf = (metric: GateMetric): number => {
  if (metric === "requestsPerDelivery") return 0.005;
  if (metric === "connectionsPerSubscriber") return 0.01;
  return metric.includes("ytesPerDelivery") ? 0.5 : 0;
};

/**
 * The whole interval of a time's ratio has to lie beyond the tolerance, so a tolerance near the size of a change hides it:
 * with 10 %, not one change of 10 % in thirty is found, however many trials there are. The ones here cost little, since the
 * test decides as much as the interval. The table says which per cent of simulated pages found a change, by the number of
 * trials a side, with 100 tests a page (20 in brackets). Unpaired trials have a noise of 8 % in CPU, 15 % in p99 and 6 % in
 * p50; paired ones, where a plan moves both sides by another 14 %, of 5.5, 15 and 7 %.
 *
 *                         12       20       25       30       40       50       60
 *   CPU +10 %, unpaired    6 (18)  35 (50)  48 (60)  65 (76)  86 (91)  95 (96)  100 (99)
 *   p99 +30 %, unpaired   42 (57)  86 (93)  95 (97)  98 (99)  100      100      100
 *   p50 +10 %, unpaired   26 (44)  75 (84)  87 (91)  94 (97)  100      100      100
 *   CPU +10 %, paired      0 (38)  73 (81)  90 (95)  98 (99)  100      100
 *   p99 +30 %, paired      9 (40)  73 (86)  91 (95)  98 (99)  100      100
 *   p50 +10 %, paired      0 (16)  36 (58)  61 (75)  78 (88)  94 (96)  99 (99)
 */
const timeTolerances: Readonly<Record<(typeof timeMetrics)[number], Tolerance>> = {
  responseTimeP50Ms: { relative: 0.02, slack: 0 },
  responseTimeP90Ms: { relative: 0.05, slack: 0 },
  responseTimeP99Ms: { relative: 0.05, slack: 0 },
  serverCpuMsPerThousandDeliveries: { relative: 0.02, slack: 0 },
  serverBytesPerIdleSubscriber: { relative: 0.02, slack: 0 },
};

export const defaultTolerances: Tolerances = {
  ...recordOf(ledgerMetrics, () => ({ relative: 0, slack: 0 })),
  ...recordOf(countMetrics, (metric) => ({ relative: 0.01, slack: slackOf(metric) })),
  ...timeTolerances,
};
