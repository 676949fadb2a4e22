// Chinese: the charts of sweeps, of the trade between time and cost, and of silence, and the sentences beside them.

import type { englishSweeps } from "../english/sweeps.ts";
import { zh } from "./spacing.ts";

export const chineseSweeps: typeof englishSweeps = {
  metrics: {
    mean: {
      title: "平均响应时间",
      axis: "平均响应时间（ms）",
      meaning: "越低越快。时间从消息应当发布的时刻算起。",
    },
    p99: {
      title: "p99 响应时间",
      axis: "p99 响应时间（ms）",
      meaning: "一百次送达中有 99 次在这段时间之内到达。越低越快。",
    },
    requests: {
      title: "请求数",
      axis: "一个订阅者每秒的请求数",
      meaning: "一个订阅者发请求有多频繁。两条线相交之处，一种传输方式超过另一种。",
    },
    bytes: {
      title: "字节数",
      axis: "一个订阅者每秒的字节数",
      meaning: "在一个订阅者的套接字上，上下行合计，不含 TCP/IP 头部。越低越省。",
    },
    overhead: {
      title: "每字节消息体的字节数",
      axis: "每次送达的字节数与消息体字节数之比",
      meaning: "为 1 时只传输消息体。越高，头部、帧开销和外层 JSON 越多。",
    },
    cpu: {
      title: "每千次送达的服务器 CPU",
      axis: "每千次送达的处理器时间（ms）",
      meaning: "服务器进程的开销，包括空响应，不含为发布者打节拍的线程。",
    },
  },
  factors: {
    ratePerSec: { over: "消息速率", axis: "每秒消息数", heading: "消息（/s）" },
    oneWayMs: { over: "距离", axis: "单向延迟（ms）", heading: "单向延迟（ms）" },
    bodyBytes: { over: "消息大小", axis: "消息体大小", heading: "消息体（B）" },
    subscribers: { over: "订阅者数量", axis: "订阅者", heading: "订阅者" },
    headers: { over: "头部", axis: "头部", heading: "头部" },
    clientProcesses: { over: "客户端进程数", axis: "客户端进程", heading: "客户端进程" },
  },
  titleOver: (title, over) => `${title}随${over}的变化`,
  titleByHeaders: (title) => `不同头部下的${title}`,
  describeLines: (axis, over, names) => zh`折线图：${axis}随${over}的变化，包括${names}。`,
  describePoints: (axis, over, names) => zh`散点图：不同${over}下的${axis}，包括${names}。`,
  setting: "设定",
  predicted: "预测",
  noValidTrial: (name) => `${name}（无有效试验）`,
  rigWasLimit: "无有效试验：受限于测试装置",
  ofUnit: (title, unit) => `${title}（${unit}）`,
  lowOf: (title, unit) => `${title}（下限，${unit}）`,
  highOf: (title, unit) => `${title}（上限，${unit}）`,
  predictedOf: (title, unit) => `${title}（预测，${unit}）`,
  onePoint: "每种执行过的设定一个点：各次试验的中位数。",
  paleBars: "浅色竖条是 95% 置信区间。",
  dashedLine: "虚线是闭式解对所有计划的平均预期。",
  dash: "横穿各点的短线是闭式解对所有计划的平均预期。",
  hollow: "空心点没有有效的试验，因为受限于测试装置。没有线与它相连。",
  notDrawn: (names) => zh`未画出：${names}。0 在对数轴上没有位置。`,
  intervals: {
    title: "缩短轮询间隔的得与失",
    description: (names) =>
      zh`散点图：平均响应时间（ms）与每个订阅者每秒请求数的关系；每种轮询间隔一个点，并包括${names}。`,
    howToRead:
      "越靠下越快，越靠左越省。轮询类传输方式的每个点是一种轮询间隔。轮询越频繁，点越往右下移动。单独的点是没有轮询间隔的传输方式。竖条是各次试验的 95% 置信区间。",
    theory: "虚线是对所有计划的平均预期：半个轮询间隔加单向延迟。",
    hollow: "空心点没有有效的试验，因为受限于测试装置。",
    requests: "每个订阅者的请求数",
    low: "下限",
    high: "上限",
    predicted: "预测均值",
  },
  frontier: {
    title: "快速送达的代价",
    why: "图中是在其他条件相同的情况下，每种传输方式执行过的每种设定。",
    bytes: {
      title: "p99 响应时间与字节数",
      axis: "一个订阅者每秒的字节数",
      meaning: "字节数是一个订阅者套接字上的上下行合计，不含 TCP/IP 头部。",
    },
    cpu: {
      title: "p99 响应时间与服务器 CPU",
      axis: "每千次送达的处理器时间（ms）",
      meaning: "处理器时间属于服务器进程，不含为发布者打节拍的线程。",
    },
    description: (axis, names) => zh`对数轴上的散点图：p99 响应时间（ms）与${axis}的关系，包括${names}。`,
    howToRead: (meaning, withIntervals) =>
      `越靠下越快，越靠左越省。比另一个点更低且更靠左的点，在两方面都更好。每条线连接一种传输方式的各种设定。一种的线越过另一种的点之处，两者互换优劣。${meaning}数值为各次试验的中位数。${withIntervals ? "浅色条是两个方向上的 95% 置信区间。" : ""}`,
    leftOut: (names) => zh`没有有效试验而未列入：${names}。`,
    low: "下限",
    high: "上限",
  },
  crossings: {
    title: "一种传输方式在哪里超过另一种",
    why: "交叉点介于实际执行过的两种设定之间，它们列在括号内。交叉的位置由两者中位数之间的直线读出。只有六次以上试验的区间在两个设定上都分出先后的，才会列出。",
    settings: {
      ratePerSec: (value) => `每秒 ${value} 条消息`,
      oneWayMs: (value) => `单向延迟 ${value}`,
      pollEveryMs: (value) => `轮询间隔 ${value}`,
      bodyBytes: (value) => `消息体 ${value}`,
      subscribers: (value) => `${value} 个订阅者`,
    },
    more: {
      requestsPerSubscriberSecond: (more, less) => zh`${more}的请求数多于${less}`,
      bytesPerSubscriberSecond: (more, less) => zh`${more}传输的字节多于${less}`,
      responseTimeP50Ms: (more, less) => zh`${more}的响应时间中位数大于${less}`,
      responseTimeMeanMs: (more, less) => zh`${more}的平均响应时间大于${less}`,
      responseTimeP99Ms: (more, less) => zh`${more}的 p99 响应时间大于${less}`,
      serverCpuMsPerThousandDeliveries: (more, less) => zh`${more}每次送达的服务器 CPU 高于${less}`,
    },
    sentence: (setting, from, to, claim, predicted) =>
      zh`超过${setting}（介于 ${from} 与 ${to} 之间）时，${claim}${predicted === "" ? "" : `；预测：${predicted}`}。`,
    every: (label, every) => zh`${label}（每 ${every}）`,
  },
  silence: {
    title: "静默",
    cpu: {
      title: "空闲订阅者的服务器 CPU",
      axis: "服务器 CPU（单核的 %）",
      unit: "% 核",
      meaning:
        "没有任何消息时服务器仍有这些花费：应答空的轮询、挂起请求、发送 ping。线的斜率是每多一个订阅者的代价。线的左端是没有订阅者时的花费。",
    },
    memory: {
      title: "空闲订阅者的服务器内存",
      axis: "JavaScript 堆内存和外部内存（MiB）",
      unit: "MiB",
      meaning:
        "强制垃圾回收之后，全部订阅者合计给服务器的 JavaScript 堆内存和外部内存增加这么多。内核缓冲区不算在内。线的斜率是每多一个订阅者的增量。",
    },
    subscribers: "空闲订阅者",
    description: (axis, names) => zh`带拟合线的散点图：${axis}随空闲订阅者数量的变化，包括${names}。`,
    howToRead: (meaning) => `每次试验一个点。直线由这些点以最小二乘法拟合。${meaning}`,
    onLine: (unit) => `拟合线上（${unit}）`,
    each: (slope) => `每个 ${slope}`,
    slopeUnits: { serverBytes: "KiB", generatorBytes: "KiB", serverCpuUtilization: "µs/s" },
    numbers: (numbers) => `${numbers} 个空闲订阅者`,
    fits: "每多一个空闲订阅者的增量：以最小二乘法对全部试验拟合的直线的斜率；下方为 95% 置信区间",
    serverMemory: "服务器内存，每多一个订阅者",
    serverMemoryMeaning: "JavaScript 堆内存和外部内存。",
    clientMemory: "负载客户端内存",
    serverCpu: "服务器 CPU",
    serverCpuMeaning: "每秒的处理器时间，以微秒计。",
    every: "各种订阅者数量",
    cells: "没有任何消息时：各次试验的中位数",
    heads: {
      subscribers: "订阅者",
      requests: "每个订阅者每分钟的请求数",
      memory: "每个空闲订阅者的内存",
      bytes: "每个订阅者每秒的字节数",
    },
    notValid: (number) => `${number} 次不计入`,
  },
};
