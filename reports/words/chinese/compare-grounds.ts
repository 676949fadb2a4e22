// Chinese: the sentence with which a line of the gate tells readers its ground. Does not know where it is shown.
import type { Because } from "../../../bench/gate/line.ts";
import { unitOf } from "../../../bench/gate/metrics.ts";
import { percentSign, percentSize, signedShare, type Unexplained } from "../../../bench/gate/words.ts";
import { leastBlocks } from "../../../bench/statistics/effects.ts";
import { thin } from "../../writing/numbers.ts";

const change = ({ ratio }: Unexplained): string => {
  if (ratio === null) return "从无到有";
  return ratio.median === 1 ? "没有变化" : signedShare(ratio.median - 1);
};

const step = ({ base, head, metric }: Unexplained): string => {
  if (base === null || head === null || unitOf(metric) !== "B") return "";
  const size = Number(Math.abs(head - base).toPrecision(3));
  return `（${head < base ? "−" : "+"}${size}${thin}B）`;
};

const between = ({ ratio }: Unexplained): string =>
  ratio === null || ratio.low === null || ratio.high === null
    ? ""
    : `（${signedShare(ratio.low - 1)} 至 ${signedShare(ratio.high - 1)}）`;

const tolerated = ({ tolerance, slack, metric }: Unexplained): string => {
  const unit = unitOf(metric);
  const more = `${slack}${unit === "" ? "" : `${thin}${unit}`}`;
  const share = `${percentSize(tolerance)}${percentSign}`;
  if (slack === 0) return tolerance === 0 ? "零" : `±${share}`;
  return tolerance === 0 ? `±${more}` : `±${share} 加 ${more}`;
};

const chance = ({ adjustedP }: Unexplained): string => {
  if (adjustedP === null) return "";
  return adjustedP < 0.0001 ? "p < 0.0001" : `p = ${adjustedP.toPrecision(2)}`;
};

const couldHaveSeen = ({ detectable }: Unexplained): string =>
  detectable === null ? "" : `本可检出 ${percentSize(detectable - 1)}${percentSign}`;

const detected = (line: Unexplained): string =>
  `${change(line)}${between(line)}，须防范的变化为 ${tolerated(line)}；校正后 ${chance(line)}`;

/** The rerun's finding, where there was a rerun. */
const again = ({ rerun, ...line }: Unexplained): string => {
  if (rerun === null) return line.verdict === "regression" ? "；没有重跑" : "";
  if (rerun.ratio === null) return rerun.verdict === "regression" ? "；重跑证实" : "（重跑没有数字）";
  const seen = { ...line, rerun, ratio: rerun.ratio };
  const found = `${change(seen)}${between(seen)}`;
  return rerun.verdict === "regression" ? `；重跑证实：${found}` : `：${found}`;
};

const spoilt = ({ base, head, of }: Unexplained): string =>
  `${of.head} 次试验中有 ${head} 次无法测量，BASE 是 ${of.base} 次中的 ${base} 次：超出偶然所能解释的程度`;

const within = (line: Unexplained): string => {
  if (line.tier === "count")
    return line.ratio?.median === 1 ? change(line) : `${change(line)}，在 ${tolerated(line)} 之内`;
  return `${change(line)}${between(line)}，在 ${tolerated(line)} 之内；${couldHaveSeen(line)}`;
};

/** Chinese sentences. Each takes the line and stands alone. */
export const chineseGrounds: Readonly<Record<Because, (line: Unexplained) => string>> = {
  beyond: (line) => `${change(line)}${step(line)}，容差为 ${tolerated(line)}`,
  batching: (line) =>
    `${change(line)}，超出 ${tolerated(line)}；这取决于头部，也取决于多少条消息同行，服务器越快，等着同行的就越少：不算更好，也不算更差`,
  within,
  edge: (line) => `${change(line)}：试验这么少，每个订阅者在窗口边缘的一条消息就足以解释`,
  faults: ({ base, head, of }) => `${of.head} 次中有 ${head} 次，此前 ${of.base} 次中有 ${base} 次；一次也不容许`,
  "no faults": ({ of }) => `${of.head} 次中一次也没有`,
  "invalid trials": (line) => `${spoilt(line)}${again(line)}`,
  chance: ({ base, head, of }) => `${of.head} 次中有 ${head} 次，此前 ${of.base} 次中有 ${base} 次：偶然即可解释`,
  detected: (line) => `${detected(line)}${again(line)}`,
  "not confirmed": (line) =>
    line.metric === "invalidTrials"
      ? `${spoilt(line)}，但重跑时并非如此`
      : `${detected(line)}，但重跑没有证实${again(line)}`,
  "wide interval": (line) =>
    `${couldHaveSeen(line)}；${change(line)}${between(line)}，须防范的变化为 ${tolerated(line)}`,
  "few trials": ({ of }) => `较少的一方只有 ${Math.min(of.base, of.head)} 次试验，而检验需要 ${leastBlocks} 次`,
  "no ratio": () => "有值不大于 0，因而没有可供判断的比值",
  machine: (line) => `${change(line)}，但机器或链路不同：时间不作比较`,
  plan: (line) => `${change(line)}，但它取决于计划，而两次运行发布的消息不同`,
  "missing in base": () => "BASE 没有给出这一数字的有效试验",
  "missing in head": () => "HEAD 没有给出这一数字的有效试验",
};
