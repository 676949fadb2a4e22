// Chinese: what only the still page says around the panel on choosing a transport.

import type { englishChoosingPage } from "../english/choosing-page.ts";
import { zh } from "./spacing.ts";

export const chineseChoosingPage: typeof englishChoosingPage = {
  title: "该用哪种传输方式？",
  why: "在本次运行测量过的设定下，数字就是实测值。在其他设定下，由本次运行拟合的模型给出预测，并按附近的实测值校正。给出的答案是在 p99 满足时限的传输方式中字节最少的一种。标有斜线的数字是外推的：其设定超出本次运行的测量范围，这里没有实测可以印证。",
  examples: { run: "本次运行", dashboard: "监控面板", chat: "聊天室", prices: "实时行情", notices: "偶发通知" },
  heads: ["传输方式", "平均延迟", "p99 延迟", "请求数", "上下行字节", "服务器 CPU", "与时限相比", "外推的因素"],
  controls: {
    rate: "每秒消息数",
    subscribers: "订阅者数",
    body: "消息体大小",
    delay: "单向延迟",
    stale: "陈旧时限",
  },
  exactly: (label, unit) => `${label}，精确值${unit === "" ? "" : `（${unit}）`}`,
  compared: "与 p99 比较",
  measuredRange: (range) => `测量范围：${range}`,
  yourSetting: "你的设定",
  reset: "恢复为本次运行的设定",
  allExamples: "示例：对全部订阅者合计",
  stills: "示例",
  set: "采用此设定",
  basis: "这些预测的依据",
  measured: (region) => `测量范围：${region}`,
  noCpu: (label) => zh`服务器 CPU，${label}：没有在有送达的情况下测量过`,
  nearestCpu: (label, cells, measured) =>
    zh`服务器 CPU，${label}：已测的设定太少，无法拟合。每千次送达的 CPU 取 ${cells} 个已测负载中最接近的一个；测量范围：${measured}`,
  terms: {
    constant: (cores) => `固定 ${cores} 核`,
    publication: (time) => `每次发出消息 ${time}`,
    request: (time) => `每个请求 ${time}`,
    rootRequest: (cores) => `每秒请求数的平方根乘以 ${cores} 核`,
    delivery: (time) => `每次送达 ${time}`,
    furtherDelivery: (time) => `一个响应中首条之外的每次送达 ${time}`,
    kib: (time) => `每 KiB 消息体 ${time}`,
    nothing: "零",
  },
  fittedCpu: (label, terms, beside, cells, leftOut, measured) =>
    zh`服务器 CPU，${label}：${terms}${beside === "" ? "" : `；试验并行时为其 ${beside} 倍`}。由 ${cells} 种已测的设定拟合。${leftOut}。测量范围：${measured}`,
  leftOut: (busy, cells, median, worst) =>
    cells === 1
      ? `留出唯一占用一个核 ${busy} 以上的设定，误差为 ${median}`
      : `逐一留出占用一个核 ${busy} 以上的 ${cells} 种设定，误差中位数 ${median}，最大 ${worst}`,
  noneBusy: (busy) => `没有占用一个核 ${busy} 的设定，因此不给出误差`,
  flood: (label, most, least) =>
    zh`${label}：洪水测试表明，单个进程每秒最多响应 ${most} 个请求，每个请求的代价不低于 ${least}。超出者单个进程无法承担`,
  notMeasured: "未测量",
  latency:
    "平均延迟：你设定的单向延迟，加上本次运行中同一传输方式的软件带来的附加时间，再加上模型给出的泊松消息等待时间",
  near: "附近指每秒消息数、订阅者数、轮询间隔、挂起时长、消息体（加 1 KiB）和延迟（加 1 ms）相差都不超过一倍的设定。模型按实测与预测之比校正，权重取决于试验数和远近，因此与已测的设定完全一致；相差到 2.8 倍时校正消失",
  tail: "只在测量过 p99 的设定附近给出 p99。在别处，若时限容得下模型给出的最长等待与本次运行中 p99 超出模型的最大值之和，或容得下延迟之外均值的 100 倍，则视为满足时限",
  gap: (roundTrip, turnaround, hold) =>
    `两次长轮询之间的空隙：两倍单向延迟，加软件自身的往返时间 ${roundTrip}，再加周转时间 ${turnaround}${hold === "" ? "" : `。挂起时长为 ${hold}`}`,
  shortPolling: "短轮询在 p99 满足时限的前提下尽可能少地询问，并且绝不在上一次轮询得到响应之前再次询问",
  bytes:
    "字节：HTTP 头部、JSON 封装和帧开销取实测值，外加你所设大小的消息体。WebSocket 的帧头按 RFC 6455 计算。不含 TCP/IP 头部和握手",
  notModelled: "未建模：抖动、带宽、丢包、CPU 不足时服务器的排队、连接数与内存的上限、订阅者的加入与离开",
};
