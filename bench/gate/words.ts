// The sentence with which a line of the gate tells readers its ground. Does not know where it is shown.

import { leastBlocks } from "../statistics/effects.ts";
import type { Because, GateLine } from "./line.ts";
import { unitOf } from "./metrics.ts";

/** A judged line that still lacks its sentence. */
export type Unexplained = Omit<GateLine, "words">;

/** The size of a share in per cent, without a sign: tenths below 10, whole from there on. */
export const percentSize = (share: number): string => {
  const size = Math.abs(share * 100);
  return size.toFixed(size < 10 && !Number.isInteger(size) ? 1 : 0);
};

/** The space is narrow and does not break: a figure and its sign stay on one line. */
export const percentSign = "\u202f%";

/** "+4.2 %", "−12 %"; a share below a thousandth keeps one digit that is not 0. */
export const signedShare = (share: number): string => {
  const size = Math.abs(share) < 0.001 ? Math.abs(share * 100).toPrecision(1) : percentSize(share);
  return `${share < 0 ? "−" : "+"}${size}${percentSign}`;
};

const change = ({ ratio }: Unexplained): string => {
  if (ratio === null) return "from nothing";
  return ratio.median === 1 ? "no change" : signedShare(ratio.median - 1);
};

/** " (+23 B)": how many bytes more or less, where bytes are counted. */
const step = ({ base, head, metric }: Unexplained): string => {
  if (base === null || head === null || unitOf(metric) !== "B") return "";
  const size = Number(Math.abs(head - base).toPrecision(3));
  return ` (${head < base ? "−" : "+"}${size}\u202fB)`;
};

const between = ({ ratio }: Unexplained): string =>
  ratio === null || ratio.low === null || ratio.high === null
    ? ""
    : ` (${signedShare(ratio.low - 1)} to ${signedShare(ratio.high - 1)})`;

/** "±1 %", "±1 B", "±1 % and 0.5 B". */
const tolerated = ({ tolerance, slack, metric }: Unexplained): string => {
  const unit = unitOf(metric);
  const more = `${slack}${unit === "" ? "" : `\u202f${unit}`}`;
  const share = `${percentSize(tolerance)}${percentSign}`;
  if (slack === 0) return tolerance === 0 ? "nothing" : `±${share}`;
  return tolerance === 0 ? `±${more}` : `±${share} and ${more}`;
};

const chance = ({ adjustedP }: Unexplained): string => {
  if (adjustedP === null) return "";
  return adjustedP < 0.0001 ? "p < 0.0001" : `p = ${adjustedP.toPrecision(2)}`;
};

/** The least change that the data would have shown, in one direction; a decrease has to reach as far. */
const couldHaveSeen = ({ detectable }: Unexplained): string =>
  detectable === null ? "" : `could have seen ${percentSize(detectable - 1)}${percentSign}`;

const detected = (line: Unexplained): string =>
  `${change(line)}${between(line)}, where ${tolerated(line)} is guarded against; ${chance(line)} corrected`;

/** The rerun's finding, where there was a rerun. */
const again = ({ rerun, ...line }: Unexplained): string => {
  if (rerun === null) return line.verdict === "regression" ? "; not run again" : "";
  if (rerun.ratio === null) return rerun.verdict === "regression" ? "; a rerun confirms it" : " (it has no number)";
  const seen = { ...line, rerun, ratio: rerun.ratio };
  const found = `${change(seen)}${between(seen)}`;
  return rerun.verdict === "regression" ? `; a rerun confirms it: ${found}` : `: ${found}`;
};

const spoilt = ({ base, head, of }: Unexplained): string =>
  `${head} of ${of.head} trials could not be measured, and ${base} of ${of.base} of BASE: more than chance explains`;

const within = (line: Unexplained): string => {
  if (line.tier === "count")
    return line.ratio?.median === 1 ? change(line) : `${change(line)}, within ${tolerated(line)}`;
  return `${change(line)}${between(line)}, inside ${tolerated(line)}; ${couldHaveSeen(line)}`;
};

/** English sentences. Each takes the line and stands alone. */
export const groundWords: Readonly<Record<Because, (line: Unexplained) => string>> = {
  beyond: (line) =>
    `${change(line)}${step(line)}, where ${tolerated(line)} ${line.slack === 0 || line.tolerance === 0 ? "is" : "are"} tolerated`,
  batching: (line) =>
    `${change(line)}, beyond ${tolerated(line)}; follows from heads and from how many messages travel together, of which a faster server lets fewer wait: neither better nor worse`,
  within,
  edge: (line) => `${change(line)}: in so few trials, one message a subscriber at the window's edge explains it`,
  faults: ({ base, head, of }) => `${head} of ${of.head}, and ${base} of ${of.base} before; none is tolerated`,
  "no faults": ({ of }) => `none of ${of.head}`,
  "invalid trials": (line) => `${spoilt(line)}${again(line)}`,
  chance: ({ base, head, of }) => `${head} of ${of.head}, and ${base} of ${of.base} before: chance explains it`,
  detected: (line) => `${detected(line)}${again(line)}`,
  "not confirmed": (line) =>
    line.metric === "invalidTrials"
      ? `${spoilt(line)}, but not in a rerun`
      : `${detected(line)}, but a rerun did not confirm it${again(line)}`,
  "wide interval": (line) =>
    `${couldHaveSeen(line)}; ${change(line)}${between(line)}, where ${tolerated(line)} is guarded against`,
  "few trials": ({ of }) => `${Math.min(of.base, of.head)} trials on the smaller side, and a test needs ${leastBlocks}`,
  "no ratio": () => "a value is not above 0, so there is no ratio to judge",
  machine: (line) => `${change(line)}, on another machine or link: times are not compared`,
  plan: (line) => `${change(line)}, but it depends on the plan, and the runs published other messages`,
  "missing in base": () => "no measured trial of BASE has this number",
  "missing in head": () => "no measured trial of HEAD has this number",
};

export const explainLine = (line: Unexplained): string => groundWords[line.because](line);
