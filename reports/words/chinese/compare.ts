// Chinese: every text of the comparison of two runs. Knows nothing of how numbers are made.

import { gateLevel } from "../../../bench/gate/tolerances.ts";
import { manyBlocks } from "../../../bench/statistics/effects.ts";
import { count } from "../../writing/numbers.ts";
import type { CompareWords } from "../english/compare.ts";
import { tallyOrder } from "../english/compare-tally.ts";
import { chineseBasics } from "./basics.ts";
import { chineseGrounds } from "./compare-grounds.ts";
import { differences, factors, metrics, verdicts } from "./compare-names.ts";
import { headline, tallied } from "./compare-tally.ts";
import { chinesePage } from "./page.ts";
import { zh } from "./spacing.ts";

export const chineseCompare: CompareWords = {
  basics: chineseBasics,
  page: chinesePage,
  eyebrow: "两次运行的比较：BASE 与 HEAD",
  base: "BASE",
  head: "HEAD",
  metrics,
  factors,
  where: (transport, scenario, setting) => [transport, scenario, ...setting].join("，"),
  commits: {
    name: (commit, uncommitted) =>
      `${commit === null ? "未知的提交" : `提交 ${commit}`}${uncommitted ? "（含未提交的改动）" : ""}`,
    two: (base, head) => zh`BASE 出自${base}，HEAD 出自${head}。`,
    same: (both) => zh`BASE 和 HEAD 都出自${both}：两者之间的差异不是已提交代码的差异。`,
  },
  inCells: (number) => `共 ${count(number)} 个单元`,
  among: (where, cells) => `${where}（${cells}）`,
  verdicts,
  grounds: chineseGrounds,
  differences,
  tiers: { count: "计数", time: "时间" },
  warning: "警告",
  nothingCompared: "什么也无法比较：没有一个数字在两边都测到",
  headline,
  tallied,
  tallySentence: (counts) => `${tallyOrder.map((verdict) => tallied[verdict](counts[verdict])).join("，")}。`,
  sentence: (where, metric, [base, head], why, others) => {
    const also = others === 0 ? "" : `，另有 ${count(others)} 个单元也变差`;
    return zh`${where}：${metric}从 ${base} 变为 ${head}${also}：${why}。`;
  },
  more: (number) => `表中还有 ${count(number)} 项变差。`,
  untold: {
    "few trials": (number) => `${count(number)} 项比较的试验太少，无法检验`,
    machine: (number) => `${count(number)} 项时间是在不同的机器或链路上测得的`,
    plan: (number) => `${count(number)} 项计数取决于计划，而两次运行发布的消息不同`,
    "missing in base": (number) => `${count(number)} 个数字在 BASE 中没有有效的试验`,
    "missing in head": (number) => `${count(number)} 个数字在 HEAD 中没有有效的试验`,
  },
  unmeasured: (names) =>
    zh`${count(names.length)} 个单元在两次运行中都没有有效的试验（${[...names.slice(0, 3), ...(names.length > 3 ? ["…"] : [])].join(" · ")}）`,
  notJudged: (parts) => `未判断：${parts.join("；")}。`,
  caution: "两次运行一先一后，机器的变化可能改变了时间。采取行动之前，请轮流再运行一遍。计数不必如此小心。",
  changes: {
    title: "变化",
    why: "最差的在前。表中列出所有不相同的比较，完全无法判断的除外。",
    none: "未检出变化。",
    unknown: "不知道是否有变化，因此不算通过。各次运行自己的页面说明其试验为何无法测量。",
    noTime: "不知道响应时间是否有变化，因此不算通过。请以更多的试验轮流测量两边：npm run bench -- --against REVISION。",
    caption: "不相同的比较",
  },
  forest: {
    title: "比值一览",
    caption: "HEAD 与 BASE 之比及其 95% 置信区间，最差的在前。浅色带内算作相同。",
    heads: { what: "比较", plot: "HEAD / BASE，对数刻度", ratio: "比值与判断" },
    how: "如何阅读",
    howToRead:
      "点是 HEAD 与 BASE 之比，横线是其 95% 置信区间。竖线是 1，即没有变化。在其右侧，HEAD 更多；除每个响应的消息数外，更多即更差。浅色带是算作相同的范围：只有整条横线都在带内，才是“相同”。箭头表示横线越出坐标轴。",
    counts: (same) => `另有 ${count(same)} 项计数相同，不在此列出。`,
    none: "没有可以判断的比值。",
    rest: (number) => `其余 ${count(number)} 项`,
    restCaption: "HEAD 与 BASE 之比，其余",
  },
  columns: {
    where: "何处",
    metric: "指标",
    base: "BASE",
    head: "HEAD",
    ratio: "HEAD / BASE",
    verdict: "判断",
    tier: "类别",
    why: "依据",
    of: "试验数，或应有的送达数",
    p: "校正后的 p",
    detectable: "本可检出",
    tolerance: "容差",
  },
  charts: {
    title: "两次运行的响应时间",
    why: "每种传输方式和设定各有一张图。时间有变化的在前。",
    rest: (number) => `时间没有变化的 ${count(number)} 张图`,
    dropped: (number) => `另有 ${count(number)} 个单元没有图。`,
    description: (where) => zh`折线图：${where}的响应时间（ms）与送达的百分位数；BASE 为虚线，HEAD 为实线。`,
    howToRead:
      "线从左端最快的送达，经过中位数（50%），到右端慢的尾部。越低越好。BASE 为虚线，HEAD 为实线。一次运行的所有有效试验合在一起。线显示差异在何处，是否真有差异由表格判断。",
    percentile: "百分位数（1/(1−p) 的对数刻度）",
    responseTime: "ms（对数刻度）",
    run: "运行",
    deliveries: "送达数",
    data: "数据",
  },
  all: {
    title: "全部比较",
    why: "比值是 HEAD 的中位数与 BASE 的中位数之比。作过检验的，则是各次重复配对之比或全部试验之比的中间值，并给出其 95% 置信区间。旁边是这样的数据在五个单元中有四个能检出的变化。由传输方式的代码决定的数字，凡结果相同的单元合为一行。",
    caption: (where) => `${where}：每项指标`,
    summary: (number) => `${count(number)} 项比较`,
    rest: (number) => `未检出变化的 ${count(number)} 个单元`,
  },
  only: { title: "只在一次运行中", base: "只在 BASE 中：", head: "只在 HEAD 中：" },
  ledger: {
    title: "送达账目",
    why: "箭头标出两次运行的不同：BASE → HEAD。凡有账目的试验都计入。",
    whole: (base, head) =>
      `BASE 中应有 ${count(base)} 次送达，HEAD 中应有 ${count(head)} 次。没有一次丢失、重复、乱序、外来或被改动。`,
    caption: "按传输方式和场景列出的送达，BASE → HEAD",
    columns: ["传输方式", "场景", "应有", "收到", "丢失", "重复", "乱序", "外来", "被改动"],
  },
  runs: {
    title: "两次运行",
    caption: "两次运行的不同之处",
    property: "项目",
    both: "两者",
    alike: (number) => `相同的 ${count(number)} 项`,
    alikeCaption: "两次运行的相同之处",
    names: {
      id: "运行",
      startedAt: "开始时间",
      command: "命令",
      commit: "提交",
      seed: "种子",
      profile: "配置",
      trials: "试验",
      link: "链路",
      cpu: "处理器",
      cores: "核数",
      memory: "内存",
      platform: "平台",
      kernel: "内核",
      load: "开始时的平均负载",
      node: "Node",
    },
    uncommitted: "含未提交的改动",
    unknown: "未知",
    trials: (measured, invalid, failed) => `${measured} 次有效，${invalid} 次无效，${failed} 次失败`,
  },
  method: {
    title: "如何判断",
    paragraphs: [
      "由传输方式的代码决定的数字（头部、外壳、成帧和握手的字节数，各按一个请求、一条消息或一个连接计）必须完全相同，只容许游标或长度差一位数字。一个原因只占一行，无论它出现在多少个场景里。每次送达的请求数、每个响应的消息数，以及轮询方式每次送达的字节数，取决于多少条消息同行：服务器越快，等着同行的就越少。它们“有变化”，既不算更好，也不算更差。丢失、重复、乱序、外来或被改动的送达，一次也不容许。",
      `时间会波动。每项时间有一个容差，即须防范的变化。比值、置信区间、检验和本可检出的变化都出自同一个对数效应：两次运行发布的消息相同时，按重复配对（配对 t 检验；从 ${manyBlocks} 对起，偏离其余的配对权重较小）；否则用全部试验（Welch t 检验）。一次试验的尾部，是其 99% 的送达不超过的时间。只有检验在 ${gateLevel} 的水平上检出（对本页全部时间和内存作 Holm 校正），且变化至少为容差的一半，才断言有变化。重跑之前，每 ${Math.round(2 / gateLevel)} 页中至多有一页出现误报的变差。“相同”表示整个 95% 置信区间都在容差之内。其余都是“无法判断”，并给出在五个单元中有四个能检出的变化。若每项响应时间的这一变化都大于容差，就没有一项响应时间可以判断，比较不算通过。`,
      "以 --against 或 --baseline 进行的运行，会把出现这种变差的单元再运行一遍。只有重跑在以同样方式单独判断时也检出，才算变差。--against 按另一计划重跑两边。--baseline 只重跑 HEAD，再与同一次已存的运行比较。",
    ],
  },
  footer: (base, head) => zh`BASE ${base}，HEAD ${head}。本文件自成一体，不需要服务器，也不需要网络。`,
  junit: { suite: "push transports", whole: "整个比较", judged: "响应时间可以判断" },
  markdown: {
    rest: (number) => `${count(number)} 项比较既不相同，也没有变差`,
    more: (number) => `……还有 ${count(number)} 项；页面列出全部。`,
    runs: "两次运行",
  },
  annotation: {
    title: (metric) => `变差：${metric}`,
    more: (number) => `还有 ${count(number)} 项变差；摘要列出全部。`,
    moreTitle: "更多变差",
    noPass: "不算通过",
    warning: "关于两次运行",
  },
};
