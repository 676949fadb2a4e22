// Chinese: the charts trial by trial and within a trial, and what a chart offers beside its drawing.

import type { englishFeatures } from "../english/features.ts";
import { zh } from "./spacing.ts";

export const chineseFeatures: typeof englishFeatures = {
  highlight: "在所有图表和表格中突出显示：",
  save: { svg: "保存 SVG", png: "保存 PNG", csv: "保存 CSV" },
  quantity: "量",
  strips: {
    title: "逐次试验的响应时间",
    axis: "响应时间（ms）",
    tail: "尾部",
    howToRead:
      "每次试验一个点：每行上方是其中位数，下方是其尾部，即其 99% 的送达所用的时间。竖线是各次试验的中位数，色带是其 95% 置信区间。点挨得近，说明结果可以重现。远离其他点的，是某一次试验的偶然。空心点是无效的试验，不计入其他任何数字。",
  },
  timeline: {
    title: "一次试验之内的响应时间",
    description: (names) => zh`对数轴上的折线图：平均响应时间（ms）随测量窗口秒数的变化，包括${names}。`,
    seconds: "测量窗口内的秒数",
    time: "平均响应时间（ms）",
    from: "应发布时刻自",
    howToRead:
      "一次试验的测量窗口被切成若干段。每个点是应在该段内发布的消息的平均响应时间，取各次试验的中位数。浅色带从最小的一次到最大的一次。水平的线表示稳定。下降的线表示仍在预热。上升的线表示队列在增长。后两者都不稳定，需要更长的预热或更长的窗口。",
    fromSecond: "起始（s）",
    columns: {
      median: (name) => `${name}，中位数（ms）`,
      least: (name) => `${name}，最小（ms）`,
      most: (name) => `${name}，最大（ms）`,
    },
  },
};
