// Chinese: a panel's check against the model.
import { count } from "../../writing/numbers.ts";
import type { englishModel } from "../english/model.ts";
import { zh } from "./spacing.ts";

export const chineseModel: typeof englishModel = {
  quantities: {
    mean: "平均响应时间",
    median: "响应时间中位数",
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
  why: "模型是一组关于消息等待时间的公式（闭式解），其输入是本次运行测得的延迟、轮询空隙和各种大小。预测落在实测的置信区间之外，要么是发现，要么是测试装置的缺陷。两者都不隐藏。",
  limits: (latency, requests) =>
    `没有置信区间时，残差超过以下限度即称越界：响应时间 ${latency}%，请求数、响应和字节数 ${requests}%，比例一个百分点。此时不能排除偶然因素。`,
  holds:
    "只对两种情形的响应时间建模：单向延迟 10 ms 及以上，以及间隔至少为延迟 20 倍的短轮询。在其他情形下，软件自身的抖动超过模型所描述的部分。",
  caption: (title) => `${title}：预测与实测`,
  heads: ["传输方式", "量", "预测", "实测", "残差", "判定"],
};
