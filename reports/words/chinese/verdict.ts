// Chinese: the headline and the sentences of the verdict.
import { count } from "../../writing/numbers.ts";
import type { englishVerdict, Middle } from "../english/verdict.ts";
import { zh } from "./spacing.ts";

const requestHeads = { minimal: "最少的头部", browser: "浏览器的头部", published: "2009 年浏览器的头部" } as const;

const times: Readonly<Record<Middle, string>> = { median: "响应时间中位数", mean: "平均响应时间" };

export const chineseVerdict: typeof englishVerdict = {
  nothing: "没有任何测量结果",
  noTime: "没有测到响应时间",
  onlyTime: (word, said) => `${times[word]}：${said}`,
  by: (time, name) => zh`${name} ${time}`,
  at: (name, time) => zh`${name} ${time}`,
  tooFewToRank: "试验太少，无法排序",
  notTested: "彼此之间未作检验",
  unranked: (word, all, why) => `${times[word]}：${all}；${why}`,
  sameFor: (names) => zh`${names}与之相同`,
  notToldFrom: (names) => zh`${names}与之无法区分`,
  tooFewToTellFrom: (names) => zh`试验太少，无法与${names}区分`,
  soonest: (name, time, word, others) => zh`${name}送达最快：${times[word]}为 ${time}，而${others}`,
  delivered: (name, time, word, sooner, later) =>
    zh`${name}的${times[word]}为 ${time}${[sooner === "" ? "" : zh`，快于${sooner}`, later === "" ? "" : zh`，慢于${later}`].join("")}`,
  others: (number) => `其余 ${count(number)} 种`,
  othersAt: (number, least, most) => `其余 ${count(number)} 种（${least} 至 ${most}）`,
  said: (value, name, interval) => zh`${name} ${value}${interval === "" ? "" : `（${interval}）`}`,
  notRanked: "试验少于六次，不作排序",
  untested: "未作检验，因此不断言先后",
  tookLess: (names, baseline) => zh`${names}小于${baseline}`,
  tookMore: (names, baseline) => zh`${names}大于${baseline}`,
  tookSame: (names, baseline) => zh`${names}与${baseline}相同`,
  notTold: (names, baseline) => zh`${names}与${baseline}无法区分`,
  withSeen: (name, seen) => (seen === "" ? name : zh`${name}（可检出 ${seen}）`),
  saturated: (names) => zh`因自身负载而饱和，排在最后：${names}`,
  tooFew: (names, baseline) => zh`试验太少，无法区分${names}与${baseline}`,
  trialsEach: (least, most) => `各 ${least === most ? least : `${least} 至 ${most}`} 次试验`,
  nameWithSetting: (name, setting) => zh`${name}（${setting}）`,
  settingOf: (name, setting) => zh`${name}${setting}`,
  leftOut: (names) => zh`${names.join("、")}没有有效的试验，不在其中`,
  latency: (panel, word, all, basis) =>
    zh`${panel}：${times[word]}为 ${all}${basis === "" ? "" : `；括号内为 95% 置信区间，${basis}`}`,
  cost: (sizes, heads) =>
    zh`同样的试验中，每次送达的上下行字节合计为 ${sizes}${heads === null ? "" : `（请求带${requestHeads[heads]}）`}`,
  costInBrowser: (sizes) => zh`若带浏览器的头部，则为 ${sizes}`,
  costRatio: (inBrowser, measured, baseline) => zh`，即${baseline}的 ${inBrowser}（而非 ${measured}）`,
  costRequests: (requests, several) => zh`${several ? "依同样次序，" : ""}每次送达所需的请求数为 ${requests}`,
  idle: (panel, requests) => zh`${panel}：一个等待中的订阅者每分钟的请求数为 ${requests}`,
  sweepPoint: (time, requests, setting) => zh`平均 ${time}、每个订阅者 ${requests} 个请求/s（${setting}）`,
  sweep: (title, name, from, to) => zh`${title}：${name}从${from}变为${to}。`,
  cpu: (title, all) => zh`${title}：每一千次送达的服务器处理器时间为 ${all}`,
  ledger: {
    none: "没有应送达的消息，因此无从评判。",
    lost: (number) => `${count(number)} 次丢失`,
    duplicated: (number) => `${count(number)} 次重复`,
    outOfOrder: (number) => `${count(number)} 次乱序`,
    foreign: (number) => `${count(number)} 次来历不明`,
    altered: (number) => `${count(number)} 次内容有变`,
    well: (expected) => `应有的 ${count(expected)} 次送达全部到达，不重复，不乱序。`,
    wrong: (expected, faults) => `应有 ${count(expected)} 次送达。差错：${faults}。`,
  },
  rest: (measured, machineCores, cpu) =>
    zh`以上基于一台机器（${cpu}，${count(machineCores)} 核）上的 ${count(measured)} 次有效试验。`,
  noTrial: "没有执行任何试验，因此对任何传输方式都无法下结论。",
  noMeasuredTrial: (invalid, failed) =>
    `没有有效的试验（${count(invalid)} 次无效，${count(failed)} 次失败），因此对延迟和代价都无法下结论。`,
};
