// Chinese: the rig, its noise floor, its ceilings and its load.

import type { englishRig } from "../english/rig.ts";
import { zh } from "./spacing.ts";

export const chineseRig: typeof englishRig = {
  title: "测试装置",
  why: "测试装置自身会增加时间，也可能成为试验的瓶颈。本节给出这两方面。",
  links: { loopback: "环回", veth: "虚拟网线", tun: "延迟程序", proxy: "中继" },
  namespaces: "客户端经由每次试验独有的网络命名空间访问服务器。因此线路字节数是精确的，延迟作用于每一个数据包。",
  asAsked: "这是按要求设定的",
  refused: (why) => zh`因为无法使用网络命名空间：${why}`,
  loopback: (why) => zh`客户端经由主机的环回接口访问服务器，有延迟时再经过一个中继，${why}。`,
  unknown: "未知",
  bareFloor: (p50, p99) =>
    `没有延迟时，裸回显往返时间的一半，中位数为 ${p50}，p99 为 ${p99}。比这更短的响应时间无法测出。`,
  delayError: (error) => `单向延迟误差的中位数，最差为 ${error}。`,
  fanOut: ({ sockets, first, median, last }) =>
    `把一条消息直接写到 ${sockets} 个套接字：第一个在 ${first} 后收到，居中的一个在 ${median} 后，最后一个在 ${last} 后（各条消息的中位数）。没有服务器能更快地送达这么多订阅者。`,
  oneClientProcess: "一次试验的全部订阅者都在同一个客户端进程里。它逐个读取套接字，这部分时间包含在每个响应时间里。",
  clientProcesses: (numbers) =>
    zh`一次试验的订阅者分布在 ${numbers} 个客户端进程里。每个进程逐个读取套接字，这部分时间包含在每个响应时间里。`,
  noFloor: "本次运行没有测量噪声基底。",
  agreed: "在每一次试验中，服务器和客户端逐类统计的字节数都一致。",
  disagreed: (parts) => zh`服务器和客户端统计的字节数不一致：全部试验合计${parts}。`,
  browser: (bound, drift) =>
    zh`Chromium 中的页面用各自的时钟为到达的消息打时间戳。与主机时钟之差的误差不超过 ${bound}，一次试验中的漂移最多为 ${drift}。这些页面的字节数和请求数只在服务器的套接字上统计。`,
  floors: {
    summary: "噪声基底，以及链路的精确度",
    why: "客户端的套接字经同一链路向一个裸回显服务发送消息：一条接一条地发送（闭环），或按泊松时刻表发送（按节拍）。误差是按节拍的往返时间的一半减去所要求的延迟。延迟程序会拦住每个数据包。中继只拦住字节，不影响握手和慢启动。",
    caption: "往返时间（ms），按所要求的单向延迟",
    heads: [
      "单向延迟",
      "闭环 p50",
      "闭环 p99",
      "闭环 p99.9",
      "按节拍 p50",
      "按节拍 p99",
      "按节拍 p99.9",
      "单向误差 p50",
      "单向误差 p99",
    ],
    linkCpu: "链路的 CPU",
  },
  ceilings: {
    summary: "HTTP 端点能应答多少请求",
    why: "对全新的服务器不加节制地洪泛请求。接近这些速率的试验测到的是服务器的上限，而不是传输方式。",
    caption: "洪泛下的每秒请求数",
    endpoint: "端点",
    answers: "响应",
    requests: "请求数",
    connections: "连接数",
    serverCpu: "服务器 CPU",
    floodCpu: "洪泛程序 CPU",
    errors: "错误",
    full: "带一条消息",
    empty: "空",
  },
  loads: {
    summary: "负载发生器、服务器和机器的负荷",
    why: "数值为各传输方式有效与无效试验的中位数，下方为最差的一次试验。利特尔比是未完成送达的平均数除以速率 × 平均响应时间。稳态时为 1，队列增长时小于 1。其下方为最小值和最大值。",
    caption: "各传输方式的负荷，涵盖全部场景",
    transport: "传输方式",
    generatorCpu: "负载发生器 CPU",
    loopClients: "事件循环利用率，客户端",
    loopServer: "事件循环利用率，服务器",
    gcClients: "最长 GC 停顿，客户端",
    gcServer: "最长 GC 停顿，服务器",
    waitClients: "等待 CPU 核，客户端",
    waitServer: "等待 CPU 核，服务器",
    otherWork: "其他负载",
    little: "利特尔比",
    disagreement: "统计不一致的字节数",
  },
};
