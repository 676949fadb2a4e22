// Chinese: a panel's check against the model.
import { count } from "../../writing/numbers.ts";
import type { englishModel } from "../english/model.ts";
import { zh } from "./spacing.ts";

export const chineseModel: typeof englishModel = {
  checked: (summary) => `对照模型：${summary}。`,
  quantities: {
    mean: "平均响应时间",
    median: "响应时间中位数",
    p90: "p90 响应时间",
    p99: "p99 响应时间",
    empty: "空响应",
    requests: "每个订阅者的请求数",
    messages: "每个响应的消息数",
    bytes: "每个订阅者的字节数",
  },
  groups: {
    latency: (delay) => `响应时间（单向延迟不小于 ${delay}）`,
    requests: () => "请求数",
    bytes: () => "字节数",
  },
  typical: (residual, group) => `${group} ${residual}`,
  points: (percent) => percent.replace("%", "个百分点"),
  named: (row, quantity, residual) => `${row}（${quantity}${residual === "" ? "" : ` ${residual}`}）`,
  noneOutside: (all) => `${count(all)} 个预测无一越界`,
  someOutside: (outside, all) => `${count(all)} 个预测中有 ${count(outside)} 个越界`,
  outside: (outside, all, names) => zh`${count(all)} 个预测中有 ${count(outside)} 个越界：${names}`,
  farthest: (outside, all, name) =>
    outside === 1
      ? zh`${count(all)} 个预测中有 1 个越界：${name}`
      : zh`${count(all)} 个预测中有 ${count(outside)} 个越界，最远的是${name}；页面列出全部`,
  medianResidual: (parts) => `残差中位数：${parts}`,
  judgements: {
    insideInterval: "在置信区间之内",
    insideLimit: "在限度之内",
    outsideInterval: "在置信区间之外",
    outsideLimit: "在限度之外",
  },
  summary: (told) => `与模型核对：${told}`,
  inShort: (told) => `概括：${told}。`,
  why: "预测针对实际执行的计划：每次试验中消息的发布时刻，按其传输方式逐步重放，输入是本次运行测得的链路延迟，以及该传输方式在无附加延迟的试验中的软件耗时。每次试验只与它自己的预测比较。预测本身已包含的量不作核对：推送消息的字节数、定时器的轮询、无附加延迟时的响应时间，以及提供延迟值的传输方式的延迟。核对越界，要么是发现，要么是测试装置的缺陷。两者都不隐藏。",
  limits: (latency, requests) =>
    `有六次及以上试验时，残差的置信区间不含 0 即称越界。不足六次时，残差中位数超过以下限度即称越界：响应时间 ${latency}%，请求数、响应和字节数 ${requests}%，比例一个百分点。`,
  grain:
    "限度不细于窗口内一个订阅者的一次请求，也不细于同一计划各次重放之间的差异。每个计划重放八次，每次取不同的软件耗时和轮询相位。",
  caption: (title) => `${title}：预测与实测`,
  heads: ["传输方式", "量", "预测", "实测", "残差", "判定"],
};
