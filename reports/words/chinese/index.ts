// Chinese: the page of many runs.
import { schema } from "../../../bench/record/run.ts";
import { count } from "../../writing/numbers.ts";
import type { englishIndex } from "../english/index.ts";
import { zh } from "./spacing.ts";

export const chineseIndex: typeof englishIndex = {
  eyebrow: "短轮询、长轮询、服务器发送事件与 WebSocket 对比，逐次运行",
  footer: (plans) =>
    `本页由各文件夹中的 results.json 生成。趋势图涵盖最近执行的 ${count(plans)} 种计划。本文件不需要服务器，也不需要网络。`,
  changed: (all, changes) => `${count(all)} 次运行：检出 ${count(changes)} 处变化`,
  noRun: "尚无运行",
  unchanged: (all) => `${count(all)} 次运行：未检出变化`,
  tooFew: (all) => `${count(all)} 次运行：同一计划的运行太少，无法判断是否有变化`,
  newest: (at) => zh`最近一次运行（${at}）`,
  newestTrials: (trials) => `：${trials}。`,
  comparing: {
    title: "比较这两次",
    why: "此命令逐项以 BASE 为准判断 HEAD，并在 HEAD 的页面旁写出比较页。",
    base: "BASE，先前的运行：",
    head: "HEAD，要判断的运行：",
    copy: "复制命令",
    copied: "已复制",
    made: "这两次运行的比较",
  },
  changes: {
    title: "变化",
    none: "未检出变化。",
    how: "如何找出变化",
    method:
      "变化是两次运行之间的一个切点，两侧各有至少三次运行，且两侧数字的差异超出偶然所能解释的程度。检验采用对数值的能量统计量（Matteson 和 James 2014）和置换法。本页出现一处或更多误报的概率不超过 1%（Holm 校正）。第一个数字是上一处变化到此处各次运行的中位数，第二个是此处到下一处变化各次运行的中位数。",
    sentence: (transport, metric, from, to, scenario, profile) =>
      zh`${transport}，${metric}：${from} → ${to}，${scenario}，${profile} 配置，始于运行 `,
    end: "。",
    nothingAgain: "同一计划在同一台机器上执行四次之后，就会有图表显示其数字的走势。",
    scope: (lines, short) =>
      short === 0
        ? `已检查下方图表中的 ${count(lines)} 条线。`
        : `已检查下方图表中的 ${count(lines)} 条线。其中 ${count(short)} 条的运行次数还太少，无法把变化与偶然区分开。`,
  },
  runs: {
    title: "运行",
    why: "最新的在前。“有效”的运行，其试验全部计入。“无效”的运行中有试验受限于测试装置。“失败”的运行中有试验出了差错或没有做完。“未完成”的运行被提前停止。",
    caption: "每行一次运行",
    none: "尚无运行。",
    older: (number) => `更早的 ${count(number)} 次`,
    olderCaption: "更早的运行",
    heads: ["运行", "结论与命令", "有效性", "提交", "环境"],
    standings: { measured: "有效", invalid: "无效", failed: "失败", partial: "未完成" },
    trials: (measured, planned, invalid, failed) =>
      `${count(planned)} 次试验中 ${count(measured)} 次有效${invalid > 0 ? `，${count(invalid)} 次无效` : ""}${failed > 0 ? `，${count(failed)} 次失败` : ""}`,
    withChanges: "含未提交的改动",
  },
  unread: {
    title: "未读取",
    why: "这些文件夹的数字不在任何图表中。每行说明原因。其中若有页面，仍可打开。",
    caption: "每行一个文件夹",
    heads: ["文件夹", "原因"],
    reasons: {
      "under way": () => "没有 results.json：运行尚未结束，或在写出之前已停止",
      "no run": () => "没有运行：既无 results.json，也无 run.jsonl",
      unreadable: (why) => `results.json 无法读取（${why}）`,
      damaged: (why) => `results.json 已损坏（${why}）`,
      "other schema": (found) => `其 schema 为 ${found}，本版本读取 ${schema}`,
      "no folder": (why) => `文件夹无法读取（${why}）`,
    },
  },
  trends: {
    title: (scenario, profile) => zh`${scenario}的趋势，${profile} 配置`,
    why: (number) => `同一计划在同一台机器上的 ${count(number)} 次运行；种子可以不同。`,
    noCharts: "此处没有图表：没有运行给出数字。",
    machine: (cpu, cores, platform, namespaces) =>
      `${cpu}，${count(cores)} 核，${platform}，${namespaces ? "经由网络命名空间" : "经由主机环回接口"}`,
    news: { commit: "提交", node: (from, to) => `Node ${from} → ${to}`, cpu: "CPU" },
    metrics: {
      responseTimeP50Ms: "响应时间 p50",
      responseTimeTailMs: "响应时间，一次试验的尾部",
      bytesPerDelivery: "每次送达的字节数",
      requestsPerDelivery: "每次送达的请求数",
      serverCpuMsPerThousandDeliveries: "每千次送达的服务器 CPU",
    },
    description: (title, number, names) =>
      zh`折线图：${String(number)} 次运行的${title}，按时间先后，包括${names}，以各自中位数的百分比表示。`,
    axis: "占该线中位数的 %",
    order: "各次运行按时间先后排列，以日期和提交标记。加号表示含未提交的改动。",
    ownMedian: "每条线以其自身在这些运行中的中位数的百分比表示。其名称之后的数字即 100%。",
    bands: "浅色带是单次运行的 95% 置信区间，在图框处截断。",
    change: "带圆环和编号的竖线标出页首列表中的一处变化。",
    node: "点状竖线标出 Node 版本的更换。不跨越它连线，也不跨越它判断。",
    notDrawn: (names) => zh`未画出：${names}，其中位数为 0。`,
    last: (drawn, all) => `图中是全部 ${all} 次运行中的最后 ${drawn} 次。表格列出全部。`,
    low: (label) => `${label}，下限`,
    high: (label) => `${label}，上限`,
    run: "运行",
    commit: "提交",
    isNew: "新的变动",
    changeNumber: (number) => `变化 ${number}`,
    medians: (title) => `${title}：各次运行的中位数`,
  },
};
