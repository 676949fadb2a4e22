// The columns of a summary table: which metric, in which unit, read how. Knows nothing of where the table is shown.
import type { MetricName } from "../bench/record.ts";

export interface Column {
  readonly metric: MetricName;
  readonly heading: string;
  /** Two short lines for a terminal. */
  readonly short: readonly [string, string];
  readonly unit: string;
  /** Divides the stored number into the unit shown. */
  readonly divisor: number;
  /** A sentence for the heading's tooltip and the manual. */
  readonly meaning: string;
}

export const columns = [
  {
    metric: "responseTimeP50Ms",
    heading: "Response time, p50",
    short: ["p50", "ms"],
    unit: "ms",
    divisor: 1,
    meaning:
      "Half of the deliveries arrived within this time of the instant at which the message was meant to be sent.",
  },
  {
    metric: "responseTimeP99Ms",
    heading: "Response time, p99",
    short: ["p99", "ms"],
    unit: "ms",
    divisor: 1,
    meaning: "All but one delivery in a hundred arrived within this time.",
  },
  {
    metric: "bytesPerDelivery",
    heading: "Bytes per delivery",
    short: ["bytes", "B/dlvry"],
    unit: "B",
    divisor: 1,
    meaning:
      "Bytes that subscribers sent and received, counted at their sockets, for each message delivered; the body is part of it.",
  },
  {
    metric: "wireBytesPerDelivery",
    heading: "On the wire, per delivery",
    short: ["wire", "B/dlvry"],
    unit: "B",
    divisor: 1,
    meaning: "The same both ways with TCP/IP headers and acknowledgements; a dash where the system did not tell.",
  },
  {
    metric: "requestsPerDelivery",
    heading: "Requests per delivery",
    short: ["requests", "/dlvry"],
    unit: "",
    divisor: 1,
    meaning: "HTTP requests made for each message delivered; below one where an answer carries several messages.",
  },
  {
    metric: "emptyShare",
    heading: "Empty answers",
    short: ["empty", "%"],
    unit: "%",
    divisor: 0.01,
    meaning: "Share of the answers that carried no message.",
  },
  {
    metric: "serverCpuMsPerThousandDeliveries",
    heading: "Server CPU per 1000 deliveries",
    short: ["CPU ms", "/1k dlv"],
    unit: "ms",
    divisor: 1,
    meaning: "Processor time of the server process, without its pacing thread, for a thousand deliveries.",
  },
  {
    metric: "serverBytesPerIdleSubscriber",
    heading: "Memory per idle subscriber",
    short: ["memory", "KiB/sub"],
    unit: "KiB",
    divisor: 1024,
    meaning: "JavaScript heap and external memory that one waiting subscriber adds on the server.",
  },
] as const satisfies readonly Column[];
