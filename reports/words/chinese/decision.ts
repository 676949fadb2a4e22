// Chinese: the first screen, which says what to use and on which condition.
import type { englishDecision } from "../english/decision.ts";
import { zh } from "./spacing.ts";

export const chineseDecision: typeof englishDecision = {
  either: (names) => (names.length < 2 ? names.join("") : zh`${names.slice(0, -1).join("、")}或${names.at(-1) ?? ""}`),
  oneWay: (names, how) => zh`单向推送：${names}${how}`,
  anyWay: (names, how) => zh`单向或双向：${names}${how}`,
  bothWays: (names, how) => zh`双向：${names}${how}`,
  at: (time) => zh`，中位数 ${time}`,
  sameWithin: (margin) => zh`，在 ${margin} 以内相同`,
  notToldWithin: (least, most) => zh`，在 ${least}–${most} 倍之内分不出先后`,
  notTested: "，彼此之间未作检验",
  slower: (times) => zh`，延迟为 ${times} 倍`,
  pushesToo: (name, times, bytes) => zh`单向时也可用${name}：延迟为 ${times} 倍，字节数为 ${bytes} 倍`,
  pollingWhere: (late) => zh`只有晚 ${late} 也无妨时才用轮询`,
  heldWhere: (name, times, bytes) => zh`只有普通请求能通过时用${name}：延迟为 ${times} 倍，字节数为 ${bytes} 倍`,
  saturated: (names) => zh`在这一速率下，${names}用一个进程不够`,
  condition: (settings, machine) => zh`测量条件：${settings}，${machine}。`,
  heads: {
    transport: "传输方式",
    latency: "响应时间 p50",
    bytes: "每条消息的字节数",
    idle: "空闲时每分钟请求数",
    cpu: "每千次送达的服务器 CPU",
    memory: "每个订阅者的内存",
    twoWay: "双向",
    passes: "能通过",
  },
  tail: (time) => `p99 ${time}`,
  yes: "是",
  no: "否",
  passages: {
    any: "任何代理",
    patient: "能等待的代理",
    streaming: "不缓冲的代理",
    upgrade: "放行升级的代理",
  },
  tints: ["最佳", "接近最佳", "落后", "远远落后"],
  caption: "各传输方式一览；每格都链接到其依据",
  inWords: "用句子来说",
  chart: {
    title: "响应时间，从中位数到 p99",
    axis: "响应时间（毫秒，对数坐标）",
    description: "对数坐标上的点图：每种传输方式的响应时间中位数，以及通向其 p99 的线。",
    howToRead:
      "点是各次试验的中位数，色带是其 95 % 区间。线止于 p99，即 100 次送达中有 99 次在这段时间之内到达；没有线则表示消息太少。",
  },
};
