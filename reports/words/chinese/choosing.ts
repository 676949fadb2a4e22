// Chinese: what the panel on choosing a transport says, still and live. Runs in Node and in the browser.

import { count, figure } from "../../writing/numbers.ts";
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
  monthUnits: { egressGb: "GB", processorHours: "小时", ownCost: "", hostedCost: "" },
  large: (value) => {
    if (value < 1e4) return [count(value), ""];
    const [size, unit] = value < 1e8 ? ([1e4, "万"] as const) : ([1e8, "亿"] as const);
    return [figure(Number((value / size).toPrecision(9))), unit];
  },
  billed: (minutes, messages) => zh`${minutes}连接分钟和${messages}条消息`,
  billedFor: (names, amounts) => zh`托管服务每月对${names}按${amounts}计费`,
  toSend: (rate) => zh`其中 ${rate} 用于发送`,
  either: (names) => (names.length < 2 ? names.join("") : zh`${names.slice(0, -1).join("、")}或${names.at(-1) ?? ""}`),
  about: (times) => zh`约 ${times}`,
  advised: "推荐",
  sources: { measured: "实测", extrapolated: "外推", predicted: "预测" },
  p90: "p90",
  noTail: "附近没有实测值",
  standings: {
    keeps: "满足时限",
    bounded: "应能满足时限",
    breaks: "过于陈旧",
    unknown: "未知",
  },
  needs: (processes) => zh`单个进程无法承担：需要 ${processes} 个`,
  hindered: {
    buffers: "无法通过：响应被压住直到结束",
    cuts: "无法通过：等待时被切断",
    refuses: "无法通过：不允许升级",
  },
  hindrances: {
    buffers: "中间的代理会压住响应，直到它结束",
    cuts: "中间的代理会切断静默等待的请求",
    refuses: "中间的代理不允许连接升级",
  },
  cannotPass: (names, why) => zh`${names}无法通过：${why}`,
  sendingBy: (names, requests) => zh`${names}并非双向，发送每秒另需 ${requests} 个请求`,
  keepAlive: (names) => zh`静默时，${names}必须在连接被切断之前发送些什么`,
  sends: (number) => zh`各自每分钟发送 ${number} 条消息`,
  between: {
    buffers: "中间有缓冲响应的代理",
    cuts: "中间有切断空闲连接的代理",
    refuses: "中间有不支持升级的代理",
  },
  clamped: (label, value) => zh`“${label}”超出范围，已设为 ${value}。`,
  measuredFactor: (factor, range) => `${factor} ${range}`,
  setting: (rate, subscribers, body, delay, stale) =>
    zh`${subscribers}，各自${rate}，消息体 ${body}，单向延迟 ${delay}，最多陈旧 ${stale}`,
  predictedFor: (setting) => `对全部订阅者合计。${setting}`,
  none: (stale) => `没有任何传输方式能用单个进程在 p99 处做到 ${stale}`,
  noneKnown: (stale) => `没有已知能用单个进程在 p99 处做到 ${stale} 的传输方式`,
  unknown: (names) => zh`${names}能否做到尚不清楚：附近没有实测的 p99`,
  polling: (name, every) => zh`${name}（每 ${every}）`,
  serverCpu: (cores) => `服务器 CPU ${cores}`,
  latency: {
    p99Ms: (time) => `p99 为 ${time}`,
    p90Ms: (time) => `p90 为 ${time}`,
    meanMs: (time) => `均值为 ${time}`,
  },
  withLatency: (name, latency) => zh`${name}（${latency}）`,
  best: (stale, names) => zh`${stale} 之内代价最低：${names}`,
  costs: (costs, number) => (number === 1 ? `代价为 ${costs}` : `代价分不出高低：${costs}`),
  alike: (names) => zh`${names}的代价相近`,
  other: (names, ratios) => zh`${[`${names}也可行`, ...ratios].join("，")}`,
  later: (times, latency) => zh`延迟为其${times.replace("×", "倍")}：${latency}`,
  sooner: (times, latency) => zh`快${times.replace("×", "倍")}：${latency}`,
  ratios: {
    bytes: (times) => zh`字节数为其${times.replace("×", "倍")}`,
    cpu: (times) => zh`CPU 为其${times.replace("×", "倍")}`,
  },
  tooSlow: (names) => zh`太慢：${names}`,
  backToBack: (name) => zh`一次接一次的${name}`,
  cannot: (names) => zh`单个进程无法承担：${names}`,
  needsToAnswer: (name, processes, requests) => zh`${name}（需要 ${processes} 个，每秒响应 ${requests} 个请求）`,
  needsToUse: (name, processes, cores) => zh`${name}（需要 ${processes} 个，占用 ${cores}）`,
  beyond: (factors) => zh`有些数字已外推到本次运行测量范围之外：${factors}。`,
};
