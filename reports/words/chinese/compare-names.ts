// Chinese: the names of what two runs are compared by. Knows nothing of how numbers are made.
import type { Difference, DifferenceKind } from "../../../bench/gate/differences.ts";
import type { GateVerdict } from "../../../bench/gate/line.ts";
import type { GateMetric } from "../../../bench/gate/metrics.ts";
import type { Conditions } from "../../../bench/record/trial.ts";
import { bytes, count, duration } from "../../writing/numbers.ts";
import type { CompareWords } from "../english/compare.ts";
import { chineseBasics } from "./basics.ts";
import { zh } from "./spacing.ts";

const schedules: Readonly<Record<Conditions["schedule"], string>> = {
  poisson: "泊松到达",
  periodic: "等间隔",
  silent: "没有消息",
};
const headers: Readonly<Record<Conditions["headers"], string>> = {
  minimal: "最少的头部",
  browser: "浏览器的头部",
  published: "已发表的头部",
};

export const factors: CompareWords["factors"] = {
  subscribers: ({ subscribers }) => chineseBasics.subscribers(subscribers),
  ratePerSec: ({ ratePerSec, schedule }) => (schedule === "silent" ? "没有消息" : chineseBasics.rate(ratePerSec)),
  schedule: ({ schedule }) => schedules[schedule],
  bodyBytes: ({ bodyBytes }) => `消息体 ${bytes(bodyBytes)}`,
  oneWayMs: ({ oneWayMs }) => `单向延迟 ${duration(oneWayMs)}`,
  pollEveryMs: ({ pollEveryMs }) => (pollEveryMs === null ? "" : `每 ${duration(pollEveryMs)} 一次`),
  holdMs: ({ holdMs }) => (holdMs === null ? "" : `挂起 ${duration(holdMs)}`),
  connection: ({ connection }) => (connection === "close" ? "每次轮询新建连接" : ""),
  clientProcesses: ({ clientProcesses }) => (clientProcesses === null ? "" : `${count(clientProcesses)} 个客户端进程`),
  headers: ({ headers: kind }) => headers[kind],
};

export const metrics: Readonly<Record<GateMetric, string>> = {
  lostDeliveries: "丢失的送达",
  duplicatedDeliveries: "重复的送达",
  outOfOrderDeliveries: "乱序的送达",
  foreignDeliveries: "外来的送达",
  alteredDeliveries: "被改动的送达",
  unfinishedTrials: "没有做完的试验",
  invalidTrials: "无法测量的试验",
  headBytesPerRequest: "每个请求的头部字节数",
  headBytesPerFullAnswer: "每个有消息的响应的头部字节数",
  headBytesPerEmptyAnswer: "每个空响应的头部字节数",
  envelopeBytesPerMessage: "每条消息的外壳字节数",
  framingBytesPerMessage: "每条消息的成帧字节数",
  handshakeBytesPerConnectionUp: "每个连接的握手字节数，上行",
  handshakeBytesPerConnectionDown: "每个连接的握手字节数，下行",
  connectionsPerSubscriber: "每个订阅者的连接数",
  requestsPerDelivery: "每次送达的请求数",
  messagesPerResponse: "每个响应的消息数",
  bytesPerDelivery: "每次送达的字节数",
  responseTimeP50Ms: "响应时间 p50",
  responseTimeTailMs: "响应时间，一次试验的尾部",
  serverCpuMsPerThousandDeliveries: "每千次送达的服务器 CPU",
  serverBytesPerIdleSubscriber: "每个空闲订阅者的服务器内存",
};

export const verdicts: Readonly<Record<GateVerdict, string>> = {
  regression: "变差",
  improvement: "变好",
  changed: "有变化",
  "cannot tell": "无法判断",
  "not comparable": "不可比较",
  same: "相同",
};

const differs = (what: string, { base, head }: Difference): string => zh`${what}不同：BASE 为 ${base}，HEAD 为 ${head}`;
const noTimes = "时间不可比较，计数可以";
const otherPlan = "取决于计划的计数，在计划不同时不可比较，时间也不作配对";

export const differences: Readonly<Record<DifferenceKind, (difference: Difference) => string>> = {
  cpu: (d) => `${differs("处理器", d)}；${noTimes}`,
  cores: (d) => `${differs("核数", d)}；${noTimes}`,
  platform: (d) => `${differs("平台", d)}；${noTimes}`,
  kernel: (d) => `${differs("内核", d)}；${noTimes}`,
  link: (d) => `${differs("客户端与服务器之间的链路", d)}；${noTimes}`,
  node: (d) => `${differs("Node 版本", d)}；时间上的差异可能来自 Node`,
  seed: (d) => `${differs("种子", d)}；${otherPlan}`,
  scenarios: (d) => `${differs("场景列表", d)}；${otherPlan}`,
  trials: (d) => differs("试验次数", d),
  warmupMs: (d) => `${differs("预热时长（ms）", d)}；${otherPlan}`,
  measureMs: (d) => `${differs("测量窗口（ms）", d)}；${otherPlan}`,
  sameRun: () => "BASE 和 HEAD 是同一次运行",
  partialBase: () => "BASE 未完成：计划中的试验没有全部执行",
  partialHead: () => "HEAD 未完成：计划中的试验没有全部执行",
};
