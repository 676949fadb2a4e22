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
  chart: {
    howToRead: "如何阅读。",
    data: "数据",
    dataOf: (title) => `${title}：数据`,
  },
};
