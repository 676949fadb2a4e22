// The columns of a summary table: which metric, and in which unit it is read. What they are called on a page is the words'.
import type { MetricName } from "../../bench/record/summary.ts";

interface Column {
  readonly metric: MetricName;
  /** Whose comparison with the baseline stands below the figure: a percentile of the pooled trials has no value of each. */
  readonly compared: MetricName;
  /** Two short lines for a terminal. */
  readonly short: readonly [string, string];
  /** Names the column in an address: "broadcast-p99". */
  readonly anchor: string;
  readonly unit: string;
  /** Divides the stored number into the unit shown. */
  readonly divisor: number;
}

export const columns = [
  {
    metric: "responseTimeP50Ms",
    compared: "responseTimeP50Ms",
    short: ["p50", "ms"],
    anchor: "p50",
    unit: "ms",
    divisor: 1,
  },
  {
    metric: "responseTimeP99Ms",
    compared: "responseTimeTailMs",
    short: ["p99", "ms"],
    anchor: "p99",
    unit: "ms",
    divisor: 1,
  },
  {
    metric: "bytesPerDelivery",
    compared: "bytesPerDelivery",
    short: ["bytes", "B/dlvry"],
    anchor: "delivery-bytes",
    unit: "B",
    divisor: 1,
  },
  {
    metric: "wireBytesPerDelivery",
    compared: "wireBytesPerDelivery",
    short: ["wire", "B/dlvry"],
    anchor: "wire-bytes",
    unit: "B",
    divisor: 1,
  },
  {
    metric: "requestsPerDelivery",
    compared: "requestsPerDelivery",
    short: ["requests", "/dlvry"],
    anchor: "delivery-requests",
    unit: "",
    divisor: 1,
  },
  {
    metric: "emptyShare",
    compared: "emptyShare",
    short: ["empty", "%"],
    anchor: "empty-share",
    unit: "%",
    divisor: 0.01,
  },
  {
    metric: "serverCpuMsPerThousandDeliveries",
    compared: "serverCpuMsPerThousandDeliveries",
    short: ["CPU ms", "/1k dlv"],
    anchor: "server-cpu",
    unit: "ms",
    divisor: 1,
  },
  {
    metric: "serverBytesPerIdleSubscriber",
    compared: "serverBytesPerIdleSubscriber",
    short: ["memory", "KiB/sub"],
    anchor: "idle-memory",
    unit: "KiB",
    divisor: 1024,
  },
] as const satisfies readonly Column[];
