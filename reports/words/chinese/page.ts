// Chinese: the frame of the page, its first lines, and what stands around every chart.
import { count } from "../../writing/numbers.ts";
import type { englishPage } from "../english/page.ts";
import { zh } from "./spacing.ts";

export const chinesePage: typeof englishPage = {
  ownName: "中文",
  skip: "跳到结果",
  eyebrow: "短轮询、长轮询、服务器发送事件与 WebSocket 对比",
  partial: { head: "未完成的运行。", text: "计划中的试验没有全部执行。所有数字只基于已执行的试验。" },
  warning: "警告。",
  causes: {
    head: "未测得。",
    alone: (scenarios, transports) =>
      `请用 --scenarios ${scenarios} --transports ${transports} --trials 1 单独运行这些试验`,
  },
  contents: "目录",
  footer: (id, started) => zh`运行 ${id}，${started}。本文件自成一体，不需要服务器，也不需要网络。`,
  standing: (planned, parts) => `计划 ${count(planned)} 次试验：${parts}`,
  statuses: {
    measured: (number) => `${count(number)} 次有效`,
    saturated: (number) => `${count(number)} 次饱和`,
    invalid: (number) => `${count(number)} 次无效`,
    failed: (number) => `${count(number)} 次失败`,
    missing: (number) => `${count(number)} 次未执行`,
  },
  glance: { median: "响应时间中位数", mean: "平均响应时间", bytes: "每次送达的字节数", requests: "每次送达的请求数" },
  browserHeads: (bytes) => `浏览器中 ${bytes}`,
  showRatios: (baseline) => zh`与${baseline}之比，以及检验的结论`,
  tools: {
    link: "复制链接",
    markdown: "复制 Markdown",
    csv: "保存 CSV",
    short: { link: "链接", markdown: "Markdown", csv: "CSV" },
    copied: "已复制",
    refused: "浏览器拒绝了复制",
    filter: "筛选行",
    shown: "{all} 行中的 {shown} 行",
  },
  themes: { label: "配色", system: "自动", light: "浅色", dark: "深色" },
  reading: {
    link: "如何阅读这些数字",
    numbers: {
      title: "如何阅读这些数字",
      items: [
        ["同一种估计", "每个数字是各次试验的中位数，下方是其 95% 置信区间。"],
        [
          "例外是 p99",
          "全部试验合计，一百次送达中有 99 次在此之内到达，因为单次试验的消息太少。“尾部”是每次试验自身的。",
        ],
        [
          "同一种内存",
          "一个等待中的订阅者在服务器上占用的 JavaScript 堆内存和外部内存。在“静默”一节，同样的内存按每多一个订阅者计，即斜率。",
        ],
        ["响应时间", "从消息应当发布的时刻算起。"],
        ["字节数", "在订阅者的套接字上计数，使用最简头部。较小的数字是使用浏览器头部时的。"],
      ],
    },
    limits: {
      title: "未涵盖的内容",
      items: [
        ["服务器与客户端共用一台机器，除非各自绑定了 CPU 核。", "rig"],
        ["链路至多只有延迟：没有丢包、抖动，也不限带宽。", "rig"],
        ["中间没有 TLS、HTTP/2，也没有代理。", ""],
        ["一种语言的一个服务器进程；它能承载多少订阅者没有测量。", ""],
        ["一百个订阅者中若有一个远远落后，合并计算的 p99 最多偏高约 4%。", "trials"],
        ["机器的速度只在试验之前和之后检查，试验期间不检查。", "trials"],
        ["扇出的下限只在一种订阅者数量下测量。", "rig"],
      ],
      more: "详情",
      method: (file) => zh`方法的全部局限见 ${file} 第 5 节。`,
    },
  },
  chart: {
    howToRead: "如何阅读",
    data: "数据",
    dataOf: (title) => `${title}：数据`,
  },
};
