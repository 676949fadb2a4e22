// The columns of a summary table: which metric, and in which unit it is read. What they are called on a page is the words'.
import type { MetricName } from "../../bench/record/summary.ts";

interface Column {
  readonly metric: MetricName;
  /** Whose comparison with the baseline stands below the figure: a percentile of the pooled trials has no value of each. */
  readonly compared: MetricName;
  /** Two short lines for a terminal. */
  readonly short: readonly [string, string];
  readonly unit: string;
  /** Divides the stored number into the unit shown. */
  readonly divisor: number;
}

export const columns = [
  { metric: "responseTimeP50Ms", compared: "responseTimeP50Ms", short: ["p50", "ms"], unit: "ms", divisor: 1 },
  { metric: "responseTimeP99Ms", compared: "responseTimeTailMs", short: ["p99", "ms"], unit: "ms", divisor: 1 },
  { metric: "bytesPerDelivery", compared: "bytesPerDelivery", short: ["bytes", "B/dlvry"], unit: "B", divisor: 1 },
  {
    metric: "wireBytesPerDelivery",
    compared: "wireBytesPerDelivery",
    short: ["wire", "B/dlvry"],
    unit: "B",
    divisor: 1,
  },
  {
    metric: "requestsPerDelivery",
    compared: "requestsPerDelivery",
    short: ["requests", "/dlvry"],
    unit: "",
    divisor: 1,
  },
  { metric: "emptyShare", compared: "emptyShare", short: ["empty", "%"], unit: "%", divisor: 0.01 },
  {
    metric: "serverCpuMsPerThousandDeliveries",
    compared: "serverCpuMsPerThousandDeliveries",
    short: ["CPU ms", "/1k dlv"],
    unit: "ms",
    divisor: 1,
  },
  {
    metric: "serverBytesPerIdleSubscriber",
    compared: "serverBytesPerIdleSubscriber",
    short: ["memory", "KiB/sub"],
    unit: "KiB",
    divisor: 1024,
  },
] as const satisfies readonly Column[];
