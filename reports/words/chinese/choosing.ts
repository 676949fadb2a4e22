// Chinese: what the panel on choosing a transport says, still and live. Runs in Node and in the browser.

import type { ChoosingWords } from "../english/choosing.ts";
import { chineseBasics } from "./basics.ts";
import { zh } from "./spacing.ts";

export const chineseChoosing: ChoosingWords = {
  basics: chineseBasics,
  factors: {
    ratePerSec: "每秒消息数",
    subscribers: "订阅者数",
    bodyBytes: "消息体",
    oneWayMs: "单向延迟",
    pollEveryMs: "轮询间隔",
    requestsPerSec: "每秒请求数",
    deliveriesPerSec: "每秒送达数",
  },
  units: { meanMs: "ms", p99Ms: "ms", requestsPerSec: "/s", bytesPerSec: "/s", cores: "核" },
  extrapolated: "外推",
  measured: (range) => (range === "" ? "实测" : `实测：${range}`),
  p90: "p90，因为消息太少，得不出 p99",
  noTail: "附近没有实测值",
  tooMuch: "超过单个进程所能提供",
  standings: {
    keeps: "满足时限",
    bounded: "按本次运行最差的尾部满足时限",
    breaks: "过于陈旧",
    beyond: "单个进程无法承担",
    unknown: "未知",
  },
  measuredFactor: (factor, range) => `${factor} ${range}`,
  setting: (rate, subscribers, body, delay, stale) =>
    zh`${subscribers}，各自${rate}，消息体 ${body}，单向延迟 ${delay}，最多陈旧 ${stale}`,
  predictedFor: (setting) => `对全部订阅者合计。${setting}`,
  none: (stale) => `没有任何传输方式能在 p99 处做到 ${stale}`,
  unknown: (name) => zh`${name}：本次运行无法判断`,
  polling: (name, every) => zh`${name}（每 ${every}）`,
  serverCpu: (cores) => `服务器 CPU ${cores}`,
  latency: {
    p99: (time) => `p99 为 ${time}`,
    p90: (time) => `p90 为 ${time}`,
    mean: (time) => `均值为 ${time}`,
  },
  best: (name, latency, costs) => zh`${name}：${latency}${costs === "" ? "" : `，代价为 ${costs}`}`,
  other: (name, ratios) => zh`${[`${name}也可行`, ...ratios].join("，")}`,
  ratios: {
    bytes: (times) => `字节数为其 ${times.replace("×", "倍")}`,
    cpu: (times) => `CPU 为其 ${times.replace("×", "倍")}`,
  },
  cannot: (name, latency) => zh`${name}太慢：${latency}`,
  cannotPoll: (name, latency, every) => zh`${name}太慢：即使一次接一次地轮询（每 ${every}），${latency}`,
  cannotAnswer: (name, requests, most) =>
    zh`${name}：单个进程无法承担，每秒 ${requests} 个请求中只能响应 ${most} 个（依据本次运行的洪水测试）`,
  cannotServe: (name, cores) => zh`${name}：单个进程无法承担，需要 ${cores}，而一个进程只有一个核`,
  beyond: (factors) => zh`有些数字已外推到本次运行测量范围之外：${factors}。`,
};
