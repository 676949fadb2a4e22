// Every text of the comparison of two runs, in one place, so that it can be said in another language. Knows nothing of how
// numbers are made.
import type { Difference, DifferenceKind } from "../../bench/gate/differences.ts";
import type { GateVerdict } from "../../bench/gate/line.ts";
import type { GateMetric, Tier } from "../../bench/gate/metrics.ts";
import { groundWords } from "../../bench/gate/words.ts";
import type { Conditions } from "../../bench/record/trial.ts";

const milliseconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(2))} s`);

const rate = (perSec: number): string =>
  perSec < 1 ? `one message every ${milliseconds(1000 / perSec)}` : `${perSec} messages/s`;

/** Each factor of a cell's conditions in words; empty where there is nothing to say. */
const factors = {
  subscribers: ({ subscribers }) => plural(subscribers, "subscriber", "subscribers"),
  ratePerSec: ({ ratePerSec, schedule }) => (schedule === "silent" ? "no messages" : rate(ratePerSec)),
  schedule: ({ schedule }) => schedule,
  bodyBytes: ({ bodyBytes }) => `${bodyBytes} B bodies`,
  oneWayMs: ({ oneWayMs }) => `${milliseconds(oneWayMs)} away`,
  pollEveryMs: ({ pollEveryMs }) => (pollEveryMs === null ? "" : `every ${milliseconds(pollEveryMs)}`),
  holdMs: ({ holdMs }) => (holdMs === null ? "" : `hold ${milliseconds(holdMs)}`),
  connection: ({ connection }) => (connection === "close" ? "new connection for each poll" : ""),
  clientProcesses: ({ clientProcesses }) =>
    clientProcesses === null ? "" : plural(clientProcesses, "client process", "client processes"),
  headers: ({ headers }) => `${headers} headers`,
} satisfies Readonly<Record<keyof Conditions, (conditions: Conditions) => string>>;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** "Lost deliveries" loses its capital, "HTTP header bytes" keeps it. */
const inSentence = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;

const metrics: Readonly<Record<GateMetric, string>> = {
  lostDeliveries: "Lost deliveries",
  duplicatedDeliveries: "Duplicated deliveries",
  outOfOrderDeliveries: "Deliveries out of order",
  foreignDeliveries: "Foreign deliveries",
  alteredDeliveries: "Altered deliveries",
  unfinishedTrials: "Trials that did not finish",
  invalidTrials: "Trials that could not be measured",
  requestsPerDelivery: "Requests per delivery",
  bytesPerDelivery: "Bytes per delivery",
  bodyBytesPerDeliveryUp: "Body bytes per delivery, up",
  bodyBytesPerDeliveryDown: "Body bytes per delivery, down",
  envelopeBytesPerDeliveryUp: "Envelope bytes per delivery, up",
  envelopeBytesPerDeliveryDown: "Envelope bytes per delivery, down",
  httpHeadersBytesPerDeliveryUp: "HTTP header bytes per delivery, up",
  httpHeadersBytesPerDeliveryDown: "HTTP header bytes per delivery, down",
  framingBytesPerDeliveryUp: "Framing bytes per delivery, up",
  framingBytesPerDeliveryDown: "Framing bytes per delivery, down",
  keepAliveBytesPerDeliveryUp: "Keep-alive bytes per delivery, up",
  keepAliveBytesPerDeliveryDown: "Keep-alive bytes per delivery, down",
  handshakeBytesPerConnectionUp: "Handshake bytes per connection, up",
  handshakeBytesPerConnectionDown: "Handshake bytes per connection, down",
  connectionsPerSubscriber: "Connections per subscriber",
  responseTimeP50Ms: "Response time, p50",
  responseTimeP90Ms: "Response time, p90",
  responseTimeP99Ms: "Response time, p99",
  serverCpuMsPerThousandDeliveries: "Server CPU per 1000 deliveries",
  serverBytesPerIdleSubscriber: "Server memory per idle subscriber",
};

const verdicts: Readonly<Record<GateVerdict, string>> = {
  regression: "regression",
  improvement: "improvement",
  unclear: "unclear",
  "not comparable": "not comparable",
  same: "same",
};

const differs = (what: string, { base, head }: Difference): string =>
  `${what} differs: ${base} in BASE, ${head} in HEAD`;
const noTimes = "times are not comparable, counts are";
const otherPlan = "counts per delivery are tested like times where the plans differ";

const differences: Readonly<Record<DifferenceKind, (difference: Difference) => string>> = {
  cpu: (d) => `${differs("the processor", d)}; ${noTimes}`,
  cores: (d) => `${differs("the number of cores", d)}; ${noTimes}`,
  platform: (d) => `${differs("the platform", d)}; ${noTimes}`,
  kernel: (d) => `${differs("the kernel", d)}; ${noTimes}`,
  link: (d) => `${differs("the link between clients and server", d)}; ${noTimes}`,
  node: (d) => `${differs("the version of Node", d)}; a difference in times may be Node's`,
  seed: (d) => `${differs("the seed", d)}; ${otherPlan}`,
  scenarios: (d) => `${differs("the list of scenarios", d)}; ${otherPlan}`,
  trials: (d) => differs("the number of trials", d),
  warmupMs: (d) => `${differs("the warm-up in ms", d)}; ${otherPlan}`,
  measureMs: (d) => `${differs("the measured window in ms", d)}; ${otherPlan}`,
  sameRun: () => "BASE and HEAD are the same run",
  partialBase: () => "BASE is partial: not every planned trial was run",
  partialHead: () => "HEAD is partial: not every planned trial was run",
};

/** A number of comparisons with that verdict. */
const tallied: Readonly<Record<GateVerdict, (count: number) => string>> = {
  regression: (count) => plural(count, "regression", "regressions"),
  improvement: (count) => plural(count, "improvement", "improvements"),
  same: (count) => `${count} the same`,
  unclear: (count) => `${count} unclear`,
  "not comparable": (count) => `${count} not comparable`,
};

const tallyOrder: readonly GateVerdict[] = ["regression", "improvement", "same", "unclear", "not comparable"];

export const compareWords = {
  language: "en",
  eyebrow: "Two runs compared: BASE and HEAD",
  skip: "Skip to the results",
  contents: "Contents",
  base: "BASE",
  head: "HEAD",
  metrics,
  factors,
  where: (transport: string, scenario: string, setting: readonly string[]): string =>
    [transport, scenario, ...setting].join(", "),
  verdicts,
  grounds: groundWords,
  differences,
  tiers: { count: "count", time: "time" } satisfies Record<Tier, string>,
  warning: "Warning",
  nothingCompared: "Nothing could be compared: no number was measured on both sides",
  headline: (regressions: number, improvements: number, comparisons: number): string => {
    const all = plural(comparisons, "comparison", "comparisons");
    if (regressions > 0) return `${tallied.regression(regressions)} in ${all}`;
    if (improvements > 0) return `No regression, and ${tallied.improvement(improvements)}, in ${all}`;
    return `No regression in ${all}`;
  },
  tallied,
  tallySentence: (counts: Readonly<Record<GateVerdict, number>>): string =>
    `${tallyOrder.map((verdict) => tallied[verdict](counts[verdict])).join(", ")}.`,
  /** `others` is the number of further cells of that transport in which the same metric got worse. */
  sentence: (
    where: string,
    metric: string,
    [base, head]: readonly [string, string],
    why: string,
    others: number,
  ): string => {
    const also = others === 0 ? "" : `, and got worse in ${plural(others, "other cell", "other cells")} too`;
    return `${where}: ${inSentence(metric)} went from ${base} to ${head} (${why})${also}.`;
  },
  more: (count: number): string => `${plural(count, "more regression stands", "more regressions stand")} in the table.`,
  untold: {
    "few trials": (count: number): string =>
      `${plural(count, "comparison has", "comparisons have")} too few trials for a test`,
    untellable: (count: number): string =>
      `${plural(count, "comparison has", "comparisons have")} too few trials to tell any difference, among so many comparisons`,
    machine: (count: number): string =>
      `${plural(count, "time was", "times were")} measured on different machines or links`,
    "missing in base": (count: number): string =>
      `${plural(count, "number has", "numbers have")} no measured trial in BASE`,
    "missing in head": (count: number): string =>
      `${plural(count, "number has", "numbers have")} no measured trial in HEAD`,
  },
  unmeasured: (names: readonly string[]): string =>
    `${plural(names.length, "cell has", "cells have")} no measured trial in either run (${[...names.slice(0, 3), ...(names.length > 3 ? ["…"] : [])].join(" · ")})`,
  notJudged: (parts: readonly string[]): string => `Not judged: ${parts.join("; ")}.`,
  caution:
    "The runs were made one after the other, so a change of the machine may have changed a time. Run both again, in turns, before you act on it. Counts need no such care.",
  changes: {
    title: "What changed",
    why: "The worst comparison stands first. The table holds all that are not the same, except those that could not be judged at all.",
    none: "No change was detected.",
    unknown:
      "It is not known whether anything changed, and that is no pass. Each run's own page says why its trials could not be measured.",
    caption: "Comparisons that are not the same",
  },
  columns: {
    where: "Where",
    metric: "Metric",
    base: "BASE",
    head: "HEAD",
    ratio: "HEAD / BASE",
    verdict: "Verdict",
    tier: "Tier",
    why: "Why",
    of: "Trials, or deliveries owed",
    p: "p, corrected",
    tolerance: "Tolerance",
  },
  charts: {
    title: "Response times of both runs",
    why: "Each transport and setting has a chart. Those whose times changed come first.",
    rest: (count: number): string => `${plural(count, "chart", "charts")} of cells whose times did not change`,
    dropped: (count: number): string => `${count} more ${count === 1 ? "cell has" : "cells have"} no chart here.`,
    description: (where: string): string =>
      `Line chart of response time in ms against the percentile of deliveries, ${where}: BASE dashed, HEAD solid.`,
    howToRead:
      "A line leads from the fastest delivery on the left through the median (50 %) to the slow tail on the right. Lower is better. BASE is dashed, HEAD solid. All measured trials of a run are merged. The lines show where a difference lies, and the table tells whether it is one.",
    percentile: "Percentile (log scale of 1/(1−p))",
    responseTime: "Response time in ms (log scale)",
    run: "Run",
    deliveries: "Deliveries",
    data: "Data",
  },
  all: {
    title: "All comparisons",
    why: "The ratio is HEAD's median over BASE's or, for repetitions in pairs, the median of their ratios. It has a 95 % bootstrap interval if it was tested.",
    caption: (where: string): string => `${where}: every metric`,
    summary: (count: number): string => plural(count, "comparison", "comparisons"),
  },
  only: {
    title: "In one run only",
    base: "Only in BASE:",
    head: "Only in HEAD:",
  },
  ledger: {
    title: "Delivery ledger",
    why: "An arrow shows where the runs differ: BASE → HEAD. All trials that kept a ledger count.",
    caption: "Deliveries by transport and scenario, BASE → HEAD",
    columns: [
      "Transport",
      "Scenario",
      "Expected",
      "Received",
      "Lost",
      "Duplicated",
      "Out of order",
      "Foreign",
      "Altered",
    ],
  },
  runs: {
    title: "The two runs",
    why: "What differs is marked.",
    caption: "Environment and commands",
    property: "Property",
    differs: "differs",
    names: {
      id: "Run",
      startedAt: "Started",
      command: "Command",
      commit: "Commit",
      seed: "Seed",
      profile: "Profile",
      trials: "Trials",
      link: "Link",
      cpu: "Processor",
      cores: "Cores",
      memory: "Memory",
      platform: "Platform",
      kernel: "Kernel",
      load: "Load average at the start",
      node: "Node",
    },
    uncommitted: "with uncommitted changes",
    unknown: "not known",
    trials: (measured: number, invalid: number, failed: number): string =>
      `${measured} measured, ${invalid} invalid, ${failed} failed`,
  },
  method: {
    title: "How this is judged",
    paragraphs: [
      "Counts (requests, bytes, connections) hardly vary between runs of one plan. Their medians are compared, repetition by repetition if both runs published the same messages. A difference beyond the tolerance is a change. No lost, duplicated, reordered, foreign or altered delivery is tolerated.",
      "Times vary. A change is claimed only if the whole 95 % interval of the ratio lies beyond the tolerance and a rank test tells the runs apart. The test has a level of 0.02 after Holm's correction over all tested comparisons of this page, so that at most one page in a hundred has a false regression. Repetitions are compared in pairs (Wilcoxon) if both runs published the same messages, so that the effect of a plan on both cancels out. All trials are compared (Mann and Whitney) otherwise, and if there are too few pairs to tell anything. “Same” means that no difference was detected, and its interval says how large one might be.",
      "A run made with --against or --baseline runs the cells with such a regression again. It counts as a regression only if the rerun, judged by itself in the same way, finds it too. --against runs both sides again, on another plan. --baseline runs HEAD alone again, and compares it with the same stored run.",
    ],
  },
  footer: (base: string, head: string): string =>
    `BASE ${base}, HEAD ${head}. This file is complete: it needs no server and no network.`,
  junitSuite: "push transports",
  markdown: {
    rest: (count: number): string =>
      plural(
        count,
        "comparison is neither the same nor a regression",
        "comparisons are neither the same nor regressions",
      ),
    more: (count: number): string => `…and ${count} more; the page has them all.`,
    runs: "The two runs",
  },
  annotation: {
    title: (metric: string): string => `Regression: ${metric}`,
    more: (count: number): string => `${count} more regressions; the summary has them all.`,
    moreTitle: "More regressions",
    warning: "About the two runs",
  },
};

export type CompareWords = typeof compareWords;
