// Chinese: the charts of a panel that compares, and what a chart says beside its figures.

import { count } from "../../writing/numbers.ts";
import type { englishCharts } from "../english/charts.ts";
import { zh } from "./spacing.ts";

export const chineseCharts: typeof englishCharts = {
  transport: "传输方式",
  trials: "试验",
  perDelivery: "每次送达",
  interval: "95% 置信区间",
  noInterval: "无置信区间",
  notModelled: "未建模",
  logScale: (title) => (title.endsWith("）") ? `${title.slice(0, -1)}，对数刻度）` : `${title}（对数刻度）`),
  broken: (title) => (title.endsWith("）") ? `${title.slice(0, -1)}，断轴）` : `${title}（断轴）`),
  withUnit: (title, unit) => (title.endsWith(`（${unit}）`) ? title : `${title}（${unit}）`),
  bytes: {
    title: "每次送达的字节数",
    description: "堆叠条形图：每次送达的字节数，按种类堆叠，每种传输方式和每个方向各一条。",
    howToRead:
      "每种传输方式有两条：每送达一条消息，订阅者收到的（↓）和发出的（↑）字节数。灰色是消息本身，即消息体及其外层 JSON。紫色是传输方式在套接字上附加的部分。棕褐色是 TCP/IP 在线路上附加的头部和确认；没有计数时标“+ ?”。各种类按图例的次序堆叠。数值为各次试验的中位数。",
    counted: (by) => zh`线路字节数的来源：${by}。`,
    notCounted: (reasons) => zh`线路字节数未计数：${reasons}。`,
    inTrials: (name, without, all) => `${name}（${String(all)} 次试验中的 ${String(without)} 次）`,
    kinds: {
      body: "消息体",
      envelope: "JSON 封装",
      httpHeaders: "HTTP 头部",
      framing: "帧开销",
      handshake: "握手",
      keepAlive: "保活",
    },
    tcp: "TCP/IP 与确认",
    bars: { up: (name) => `${name} ↑ 上行`, down: (name) => `${name} ↓ 下行` },
    directions: { up: "上行", down: "下行", both: "双向" },
    kind: "种类",
    direction: "方向",
    application: "应用层",
    wire: "线路上",
  },
  requests: {
    title: "每次送达的请求数",
    description: "堆叠条形图：每次送达的请求数，分为带消息的响应和空响应。",
    howToRead:
      "每个条形是送达一条消息所需的 HTTP 请求数。小于一时，有些响应带有多条消息。大于一时，有些响应是空的（浅色部分）。事件流和 WebSocket 打开之后不再发请求。打开它们的那个请求算作握手，不计入此处。数值为各次试验的中位数。",
    withMessages: "带消息",
    empty: "空",
    answers: "响应",
    headings: { withMessages: "带消息", empty: "空", total: "合计" },
  },
  idle: {
    title: "等待的代价",
    description: "条形图：消息比长轮询的挂起时长更稀少时，每个订阅者每分钟的请求数。",
    howToRead:
      "这里的消息稀少到订阅者大多在等待。短轮询不管有没有消息，每个间隔都发一个请求。长轮询只在挂起到期或有消息时才发下一个请求。事件流和 WebSocket 不发请求。竖线标出模型所预测的条形末端。",
    axis: "一个订阅者每分钟的请求数",
    measured: "每分钟实测",
    predicted: "每分钟预测",
    empty: "空响应",
    noAnswers: "没有响应",
    perMinute: "每分钟请求数",
  },
  strips: {
    description: (axis) => zh`带状散点图：${axis}，每次试验一个点，并标出中位数及其置信区间。`,
    broken: "坐标轴在灰色竖线处断开：其右侧的数值都是左侧的许多倍，两侧各有自己的刻度。",
    trial: "一次试验",
    invalid: "一次无效的试验",
    median: "中位数",
    low: "下限",
    high: "上限",
  },
  cpu: {
    title: "每千次送达的服务器 CPU",
    axis: "每千次送达的处理器时间（ms）",
    howToRead:
      "每次试验一个点。竖线是各次试验的中位数，色带是其 95% 置信区间。时间包括服务器进程在送达消息期间的一切花费，空响应也计算在内，但不含为发布者打节拍的线程。两种传输方式是否有差异，由上表中的检验判定，不能凭色带看出。",
  },
  memory: {
    title: "每个空闲订阅者的内存",
    axis: "每个空闲订阅者的 KiB 数",
    howToRead:
      "强制垃圾回收之后，一个等待中的订阅者给服务器的 JavaScript 堆内存和外部内存增加这么多。内核缓冲区不算在内。每次试验一个点。竖线是各次试验的中位数，色带是其 95% 置信区间。",
  },
  spectrum: {
    title: "各百分位的响应时间",
    description: (names) => zh`折线图：响应时间（ms）随送达的百分位变化，每条线对应一种：${names}。`,
    howToRead:
      "每条线从左端最快的送达，经过中位数（50%），到右端缓慢的尾部。越低越好。右端上翘的线有少见但缓慢的送达，均值会把它们掩盖。时间从消息应当发布的时刻算起。同一传输方式的全部有效试验合并在一起。每条线止于其消息数量所能支持的最后一个百分位。",
    theory: "细虚线是闭式解由本次运行测得的延迟得出的、对所有计划的平均预期，只在其成立之处画出。",
    floor: (sockets) =>
      sockets === null
        ? "底部的点线是噪声基底：裸回显往返时间的一半。裸回显经同一链路，用同样的客户端套接字，按泊松时刻表发送。任何传输方式都不可能测得比它更快。"
        : zh`底部的点线是噪声基底：经同一链路，按泊松时刻表，把同样大小的消息直接写到一个进程里的 ${count(sockets)} 个同样的客户端套接字。任何传输方式都不可能测得比它更快。`,
    invalid: (name) => `${name}（无效）`,
    predicted: (name) => `${name}，预测`,
    floorName: (sockets) =>
      sockets === null ? "噪声基底：裸回显往返时间的一半" : zh`噪声基底：直接写到 ${count(sockets)} 个套接字`,
    floorInShort: "噪声基底",
    floorRow: "噪声基底",
    fastest: "最快",
    percentile: "百分位",
    percentiles: "百分位（1/(1−p) 的对数刻度）",
    timeInMs: "响应时间（ms）",
    messages: "消息",
  },
};
