// A run's summaries as OpenMetrics text, for whoever scrapes files (https://prometheus.io/docs/specs/om/open_metrics_spec/). Pure.
import type { Run } from "../../bench/record/run.ts";
import type { MetricName, Summary } from "../../bench/record/summary.ts";

interface Family {
  readonly name: string;
  readonly help: string;
  /** OpenMetrics wants base units, which then end the family's name. */
  readonly unit: "seconds" | "bytes" | "";
  readonly series: readonly { readonly metric: MetricName; readonly divisor: number; readonly quantile?: string }[];
}

const ms = 1000;

const families: readonly Family[] = [
  {
    name: "push_benchmark_response_time_seconds",
    help: "From the instant at which a message was meant to be published to its arrival at a subscriber.",
    unit: "seconds",
    series: [
      { metric: "responseTimeP50Ms", divisor: ms, quantile: "0.5" },
      { metric: "responseTimeP90Ms", divisor: ms, quantile: "0.9" },
      { metric: "responseTimeP99Ms", divisor: ms, quantile: "0.99" },
      { metric: "responseTimeP999Ms", divisor: ms, quantile: "0.999" },
    ],
  },
  {
    name: "push_benchmark_delivery_bytes",
    help: "Bytes that passed a subscriber's socket for each message delivered, both ways, without TCP/IP.",
    unit: "bytes",
    series: [{ metric: "bytesPerDelivery", divisor: 1 }],
  },
  {
    name: "push_benchmark_delivery_wire_bytes",
    help: "The same bytes with TCP/IP headers and acknowledgements.",
    unit: "bytes",
    series: [{ metric: "wireBytesPerDelivery", divisor: 1 }],
  },
  {
    name: "push_benchmark_delivery_requests",
    help: "HTTP requests made for each message delivered.",
    unit: "",
    series: [{ metric: "requestsPerDelivery", divisor: 1 }],
  },
  {
    name: "push_benchmark_delivery_server_cpu_seconds",
    help: "Processor time of the server for each message delivered.",
    unit: "seconds",
    series: [{ metric: "serverCpuMsPerThousandDeliveries", divisor: 1000 * ms }],
  },
  {
    name: "push_benchmark_idle_subscriber_server_bytes",
    help: "JavaScript heap and external memory that one waiting subscriber adds on the server.",
    unit: "bytes",
    series: [{ metric: "serverBytesPerIdleSubscriber", divisor: 1 }],
  },
];

const escapeLabel = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll(/\r?\n/g, "\\n");

/** A factor that a transport does not respond to has no label. */
const labelsOf = ({ scenario, transport, conditions }: Summary, quantile: string | undefined): string => {
  const { subscribers, ratePerSec, bodyBytes, oneWayMs, pollEveryMs, holdMs, headers } = conditions;
  const labels = {
    scenario,
    transport,
    subscribers,
    rate_per_second: ratePerSec,
    body_bytes: bodyBytes,
    one_way_ms: oneWayMs,
    poll_every_ms: pollEveryMs,
    hold_ms: holdMs,
    headers,
    quantile: quantile ?? null,
  };
  return Object.entries(labels)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}="${escapeLabel(String(value))}"`)
    .join(",");
};

const formatFamily = ({ name, help, unit, series }: Family, summaries: readonly Summary[]): readonly string[] => {
  const samples = series.flatMap(({ metric, divisor, quantile }) =>
    summaries.flatMap((summary) => {
      const estimate = summary.metrics[metric];
      return estimate === null ? [] : [`${name}{${labelsOf(summary, quantile)}} ${estimate.median / divisor}`];
    }),
  );
  if (samples.length === 0) return [];
  return [
    `# TYPE ${name} gauge`,
    ...(unit === "" ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
    ...samples,
  ];
};

const statuses = ["measured", "saturated", "invalid", "failed"] as const;

/** Medians over trials, gauges all: a run is an observation, and no counter. Ends with the end-of-file mark. */
export const openMetricsOf = ({ id, trials, summaries }: Pick<Run, "id" | "trials" | "summaries">): string => {
  const name = "push_benchmark_trials";
  const counts = statuses.map(
    (status) =>
      `${name}{run="${escapeLabel(id)}",status="${status}"} ${trials.filter((trial) => trial.status === status).length}`,
  );
  return [
    `# TYPE ${name} gauge`,
    `# HELP ${name} Trials of the run by what became of them.`,
    ...counts,
    ...families.flatMap((family) => formatFamily(family, summaries)),
    "# EOF",
    "",
  ].join("\n");
};
