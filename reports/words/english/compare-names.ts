// English: the names of what two runs are compared by. Knows nothing of how numbers are made.
import type { Difference, DifferenceKind } from "../../../bench/gate/differences.ts";
import type { GateVerdict } from "../../../bench/gate/line.ts";
import type { GateMetric } from "../../../bench/gate/metrics.ts";
import type { Conditions } from "../../../bench/record/trial.ts";
import { plural } from "./plural.ts";

const milliseconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(2))} s`);

const rate = (perSec: number): string =>
  perSec < 1 ? `one message every ${milliseconds(1000 / perSec)}` : `${perSec} messages/s`;

/** Each factor of a cell's conditions in words; empty where there is nothing to say. */
export const factors: Readonly<Record<keyof Conditions, (conditions: Conditions) => string>> = {
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
};

export const metrics: Readonly<Record<GateMetric, string>> = {
  lostDeliveries: "Lost deliveries",
  duplicatedDeliveries: "Duplicated deliveries",
  outOfOrderDeliveries: "Deliveries out of order",
  foreignDeliveries: "Foreign deliveries",
  alteredDeliveries: "Altered deliveries",
  unfinishedTrials: "Trials that did not finish",
  invalidTrials: "Trials that could not be measured",
  headBytesPerRequest: "Head bytes per request",
  headBytesPerFullAnswer: "Head bytes per answer with messages",
  headBytesPerEmptyAnswer: "Head bytes per empty answer",
  envelopeBytesPerMessage: "Envelope bytes per message",
  framingBytesPerMessage: "Framing bytes per message",
  handshakeBytesPerConnectionUp: "Handshake bytes per connection, up",
  handshakeBytesPerConnectionDown: "Handshake bytes per connection, down",
  connectionsPerSubscriber: "Connections per subscriber",
  requestsPerDelivery: "Requests per delivery",
  messagesPerResponse: "Messages per answer",
  bytesPerDelivery: "Bytes per delivery",
  responseTimeP50Ms: "Response time, p50",
  responseTimeTailMs: "Response time, tail of a trial",
  serverCpuMsPerThousandDeliveries: "Server CPU per 1000 deliveries",
  serverBytesPerIdleSubscriber: "Server memory per idle subscriber",
};

export const verdicts: Readonly<Record<GateVerdict, string>> = {
  regression: "regression",
  improvement: "improvement",
  changed: "changed",
  "cannot tell": "cannot tell",
  "not comparable": "not comparable",
  same: "same",
};

const differs = (what: string, { base, head }: Difference): string =>
  `${what} differs: ${base} in BASE, ${head} in HEAD`;
const noTimes = "times are not comparable, counts are";
const otherPlan = "counts that depend on the plan are not comparable where the plans differ, and times are not paired";

export const differences: Readonly<Record<DifferenceKind, (difference: Difference) => string>> = {
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
