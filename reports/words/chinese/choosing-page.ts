// Chinese: what only the still page says around the panel on choosing a transport.

import type { englishChoosingPage } from "../english/choosing-page.ts";
import { zh } from "./spacing.ts";

export const chineseChoosingPage: typeof englishChoosingPage = {
  title: "该用哪种传输方式？",
  why: "填入你自己的数字。答案是在 p99 满足时限的传输方式中代价最低的一种。标有斜线的数字是外推的：本次运行没有实测可以印证。",
  examples: { run: "本次运行", dashboard: "监控面板", chat: "聊天室", prices: "实时行情", notices: "偶发通知" },
  heads: {
    transport: "传输方式",
    standing: "与时限相比",
    meanMs: "平均延迟",
    p99Ms: "p99 延迟",
    requestsPerSec: "请求数",
    bytesPerSec: "上下行字节",
    cores: "服务器 CPU",
    requests: "每月请求数",
    egressGb: "每月出站流量",
    processorHours: "每月处理器时间",
    ownCost: "自建每月 USD",
    hostedCost: "托管每月 USD",
  },
  controls: {
    rate: "消息速率",
    subscribers: "订阅者数",
    body: "消息体大小",
    delay: "单向延迟",
    stale: "陈旧时限",
    sends: "每个客户端发送",
  },
  sendsNone: "0：客户端只接收",
  between: "客户端与服务器之间",
  betweens: {
    nothing: "没有妨碍",
    buffers: "缓冲响应的代理",
    cuts: "切断空闲连接的代理",
    refuses: "不支持升级的代理",
  },
  prices: "价格",
  pricesWhy:
    "初始值为公开标价，以美元计。可填入你自己的价格。自建服务器为处理器时间和出站流量付费；托管服务对轮询按请求计费，对保持的连接按分钟和消息计费，出站流量另计",
  price: {
    request: "每百万次请求",
    egress: "每 GB 出站流量",
    processor: "每处理器小时",
    connection: "每百万连接分钟",
    message: "每百万条消息",
  },
  tariff: (label, usd, service, day) => zh`${label}：${usd} USD（${service}，录入于 ${day}）`,
  tariffs: "AWS 在 us-east-1 的公开标价，可能随时变动：",
  exactly: (label, unit) => `${label}，精确值${unit === "" ? "" : `（${unit}）`}`,
  compared: "与 p99 比较",
  measuredRange: (range) => `测量范围：${range}`,
  yourSetting: "你的设定",
  reset: "恢复为本次运行的设定",
  allExamples: "示例：对全部订阅者合计",
  stills: "示例",
  set: "采用此设定",
  basis: "这些预测的依据",
  source:
    "在本次运行测量过的设定下，数字就是实测值，下方为其 95% 区间。在其他设定下，由本次运行拟合的模型给出预测，并按附近的实测值校正。标有斜线的数字，其设定超出本次运行的测量范围",
  rule: "代价最低是指在 p99 满足时限的传输方式中字节最少的一种，以及字节和 CPU 与它分不出高低的其他几种。代价相近时，不推荐延迟超过其两倍的传输方式",
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
  tail: "只在测量过 p99 的设定附近给出 p99，消息太少时以 p90 代替。在别处，若时限容得下模型给出的最长等待与本次运行中 p99 超出模型的最大值之和，或容得下延迟之外均值的 100 倍，则视为满足时限",
  gap: (roundTrip, turnaround, hold) =>
    `两次长轮询之间的空隙：两倍单向延迟，加软件自身的往返时间 ${roundTrip}，再加周转时间 ${turnaround}${hold === "" ? "" : `。挂起时长为 ${hold}`}`,
  shortPolling: "短轮询在 p99 满足时限的前提下尽可能少地询问，并且绝不在上一次轮询得到响应之前再次询问",
  bytes:
    "字节：HTTP 头部、JSON 封装和帧开销取实测值，外加你所设大小的消息体。WebSocket 的帧头按 RFC 6455 计算。不含 TCP/IP 头部和握手",
  ranges:
    "倍数的 ± 来自实测值的区间；没有实测时，来自模型对未给它看的已测设定的最大误差；两者都没有时写作“约”。字节和 CPU 相差都在 10% 以内或区间重叠，或者本次运行比较过 CPU 而没有看出差别的传输方式，视为分不出高低",
  sending:
    "客户端发送：双向的传输方式发一帧，其他的发一个请求，头部与轮询相同。这样的请求按洪水测试中最便宜的响应计 CPU，帧不计",
  month: "一个月为 730 小时，订阅者始终在线。1 GB 为 10⁹ 字节，不含 TCP/IP 头部。托管服务每满或不足 32 KiB 计一条消息",
  notModelled: "未建模：抖动、带宽、丢包、CPU 不足时服务器的排队、连接数与内存的上限、订阅者的加入与离开",
};
