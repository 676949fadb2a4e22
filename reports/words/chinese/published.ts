// Chinese: the frame of the published tables. What a table itself says of a publication stays in the publication's English.

import type { englishPublished } from "../english/published.ts";
import { zh } from "./spacing.ts";

export const chinesePublished: typeof englishPublished = {
  contents: "文献对照",
  title: "重做已发表的对比",
  why: "每张表列出他人发表的数字，旁边是本次运行的实测，以及模型由本次运行的延迟和大小所作的预测。表下方的注说明所发表数字的问题，或此处的不同之处。表中文字引自文献，保留英文。",
  missing: (ids) => zh`本次运行未包含：${ids}。`,
  says: "文献的说法。",
  caption: "发表值、预测值与实测值",
  captionExtrapolated: "发表值、预测值与实测值。外推的数字由较少订阅者的实测值按比例推算",
  heads: ["数字", "发表值", "预测值", "实测值"],
  notGiven: "未给出",
  notRun: "未执行",
  extrapolated: "外推",
  panels: "这些表格背后的场景",
};
