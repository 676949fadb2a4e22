// Chinese: a panel of the page, from its conditions to its summary table and what stands below it.
import { count } from "../../writing/numbers.ts";
import type { englishColumns, englishConditions, englishPanel } from "../english/panel.ts";
import { chineseBasics } from "./basics.ts";
import { zh } from "./spacing.ts";

const { rate } = chineseBasics;

export const chineseConditions: typeof englishConditions = {
  newConnection: "每次轮询新建连接",
  silent: "不发布消息",
  spaced: { poisson: (rate) => `${rate}，泊松到达`, periodic: (rate) => `${rate}，周期发布` },
  messages: { poisson: "泊松到达的消息", periodic: "周期发布的消息" },
  away: (time) => `单向延迟 ${time}`,
  clientProcesses: (number) => `${number} 个客户端进程`,
  bodies: (size) => `消息体 ${size}`,
  headers: { minimal: "最简 HTTP 头部", browser: "浏览器 HTTP 头部", published: "文献中的 HTTP 头部" },
  ranges: {
    ratePerSec: (low, high) => `${rate(low)}至${rate(high)}`,
    oneWayMs: (low, high) => `单向延迟 ${low} 至 ${high}`,
    bodyBytes: (low, high) => `消息体 ${low} 至 ${high}`,
    subscribers: (low, high) => `${low} 至 ${high} 个订阅者`,
    clientProcesses: (low, high) => `${low} 至 ${high} 个客户端进程`,
  },
  window: (measured, warmup) => `预热 ${warmup} 后测量 ${measured}`,
  sideBySide: "各传输方式并行测量",
};

export const chineseColumns: typeof englishColumns = {
  responseTimeP50Ms: { heading: "响应时间 p50", meaning: "从消息应当发布的时刻算起，一半的送达在这段时间之内到达。" },
  responseTimeP99Ms: {
    heading: "响应时间 p99",
    meaning: "全部试验合计，一百次送达中有 99 次在这段时间之内到达。短横线表示消息不足 368 条。",
  },
  bytesPerDelivery: {
    heading: "每次送达的字节数",
    meaning: "每送达一条消息，订阅者收发的字节数，在其套接字上计数，包含消息体。",
  },
  wireBytesPerDelivery: {
    heading: "每次送达的线路字节数",
    meaning: "同样的字节，再加 TCP/IP 头部和确认。短横线表示系统没有计数。",
  },
  requestsPerDelivery: {
    heading: "每次送达的请求数",
    meaning: "每送达一条消息发出的 HTTP 请求数；一个响应带有多条消息时小于一。",
  },
  emptyShare: { heading: "空响应", meaning: "不带消息的响应所占的比例。" },
  serverCpuMsPerThousandDeliveries: {
    heading: "每千次送达的服务器 CPU",
    meaning: "每一千次送达所用的服务器进程处理器时间，不含其节拍线程。",
  },
  serverBytesPerIdleSubscriber: {
    heading: "每个空闲订阅者的内存",
    meaning: "一个等待中的订阅者在服务器上增加的 JavaScript 堆内存和外部内存。",
  },
};

export const chinesePanel: typeof englishPanel = {
  row: (label, setting) => (setting === "" ? label : `${label}，${setting}`),
  note: (note, times, of) => `${note}（${count(of)} 次试验中的 ${count(times)} 次）`,
  because: { invalid: "无效：", failed: "失败：" },
  absences: {
    none: "没有执行过试验",
    invalid: "无效",
    failed: "失败",
    notRun: "未执行",
    ofTrials: (rest, all) => zh`共 ${count(all)} 次试验，其中${rest}`,
    countsOnly: "仅计数",
    partly: (rows) => zh`标 * 的行有不计入的试验：${rows}。`,
    absent: (rows) => zh`没有数字的：${rows}。`,
  },
  marks: { less: "更小", more: "更大", same: "相同" },
  couldHaveSeen: (change) => `可检出 ${change}`,
  explainMarks: (baseline, tests, { p50, tail, cpu }) =>
    zh`每个比值是与同一轮次中的${baseline}之比：各对之比的几何平均，满六对时附 95% 置信区间。对数的配对 t 检验给出更小或更大，并对本次运行的 ${count(tests)} 个检验（p50、尾部和 CPU）作 Holm 校正。“相同”表示整个区间在 p50 ${p50}、尾部 ${tail}、CPU ${cpu} 之内；“~”表示无法判断。两者下方是这些配对五次中有四次能检出的最小差异。p99 下方的比值是各次试验自身尾部之比，即其 99% 的送达所用的时间。字节数和请求数是计数所得，不作检验。`,
  explainUntold: "不足六对，无论差异多大都无法判断。",
  transport: "传输方式",
  trials: "试验",
  messages: (number) => `${count(number)} 条消息`,
  saturated: "因自身负载而饱和，排在最后",
  saturatedShort: "饱和",
  baseline: "基准",
  noteNumber: (number) => `注 ${number}`,
  summary: (title) => `${title}：各次试验的中位数；试验满六次且数值不同时，下方为其 95% 置信区间`,
  handshake: (label, up, down) => zh`${label}上行 ${up}、下行 ${down}`,
  handshakes: (all) => zh`表中不含握手，每个连接一次：${all}。`,
  cpuSlopes: {
    summary: "服务器 CPU 的两部分",
    caption: (title) => zh`${title}：送达所增加的服务器 CPU，以及没有送达时所用的`,
    why: "两部分按下一批消息间隔的长短来区分。",
    added: "每千次送达增加",
    idle: "没有送达时占用",
    cores: "核",
  },
  browser: {
    times: (all) => zh`与负载客户端相比，在 Chromium 中响应时间的中位数${all}（未作检验）`,
    later: (name, time) => zh`经${name}长 ${time}`,
    sooner: (name, time) => zh`经${name}短 ${time}`,
    alike: (name, bound) => zh`经${name}在时钟的分辨范围内（±${bound}）无长短之别`,
    heads: (all) => zh`每次轮询的头部多出${all}`,
    handshakes: (all) => zh`建立连接的请求多出${all}`,
    bytes: (name, size) => zh`${size}（${name}）`,
  },
  allSettings: (rows, noted) =>
    `全部 ${count(rows)} 种设定的表格${noted === 0 ? "" : `，其中 ${count(noted)} 种带注释`}`,
  noCharts: (why) => `此处没有图表：${why}。`,
  firstTables: (number) => `一页只为前 ${count(number)} 张表绘图`,
  unmeasured: "没有有效的试验",
  fanOut: {
    summary: "每条消息的第一个、中间和最后一个订阅者",
    caption: (title) => `${title}：一条消息到达第一个、中间和最后一个订阅者的时间，以及尾部`,
    why: "发给许多订阅者的一条消息是一个事件。前三列是一次试验中各条消息的中位数。尾部是一次试验中 99% 的送达所用的时间：用于比较同一计划的试验，并不估计其他窗口的 p99。各数值均为各次试验的中位数。",
    first: "第一个订阅者",
    median: "中间的订阅者",
    last: "最后一个订阅者",
    tail: "一次试验的尾部",
  },
  spread: {
    summary: "逐个订阅者",
    widest: (label, ratio) => zh`：${label}的订阅者相差最大，最慢与最快之比为 ${ratio}`,
    why: "每个订阅者有自己的响应时间：取其中位数，消息太少时取均值。各列从最幸运的订阅者到最不幸的订阅者。短轮询的幸运只是轮询相位与一次试验中少数消息的相对位置，属于算术，试验越长越趋于平均。数值为各次有效试验的中位数。其他百分位数都按送达统计，不分订阅者。",
    caption: (title) => `${title}：各订阅者的响应时间（ms）`,
    heads: ["传输方式", "统计量", "最小", "p10", "中位数", "p90", "最大", "最大与最小之比", "订阅者"],
    of: { median: "中位数", mean: "均值" },
  },
};
