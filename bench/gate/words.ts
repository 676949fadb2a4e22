// The sentence with which a line of the gate tells readers its ground. Does not know where it is shown.

import { leastSample } from "../statistics/stats.ts";
import type { Because, GateLine } from "./line.ts";
import { unitOf } from "./metrics.ts";
import { gateLevel } from "./tolerances.ts";

/** A judged line that still lacks its sentence. */
export type Unexplained = Omit<GateLine, "words">;

/** The size of a share in per cent, without a sign: tenths below 10, whole from there on. */
const percentSize = (share: number): string => {
  const size = Math.abs(share * 100);
  return size.toFixed(size < 10 && !Number.isInteger(size) ? 1 : 0);
};

/** The space is narrow and does not break: a figure and its sign stay on one line. */
const percentSign = "\u202f%";

/** "+4.2 %", "−12 %"; a share below a thousandth keeps one digit that is not 0. */
const signedShare = (share: number): string => {
  const size = Math.abs(share) < 0.001 ? Math.abs(share * 100).toPrecision(1) : percentSize(share);
  return `${share < 0 ? "−" : "+"}${size}${percentSign}`;
};

const change = ({ ratio }: Unexplained): string => {
  if (ratio === null) return "from nothing";
  return ratio.median === 1 ? "no change" : signedShare(ratio.median - 1);
};

const between = ({ ratio }: Unexplained): string =>
  ratio === null || ratio.low === null || ratio.high === null
    ? ""
    : ` (${signedShare(ratio.low - 1)} to ${signedShare(ratio.high - 1)})`;

/** "±1 %", "±1 % and 0.5 B". */
const tolerated = ({ tolerance, slack, metric }: Unexplained): string => {
  const unit = unitOf(metric);
  const more = slack === 0 ? "" : ` and ${slack}${unit === "" ? "" : `\u202f${unit}`}`;
  return `±${percentSize(tolerance)}${percentSign}${more}`;
};

const chance = ({ adjustedP }: Unexplained): string => {
  if (adjustedP === null) return "";
  return adjustedP < 0.0001 ? "p < 0.0001" : `p = ${adjustedP.toPrecision(2)}`;
};

const detected = (line: Unexplained): string =>
  `${change(line)}${between(line)}, beyond ${tolerated(line)}; ${chance(line)} corrected`;

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

/** English sentences. Each takes the line and stands alone. */
export const groundWords: Readonly<Record<Because, (line: Unexplained) => string>> = {
  beyond: (line) => `${change(line)}, where ${tolerated(line)} ${line.slack === 0 ? "is" : "are"} tolerated`,
  within: (line) => (line.ratio?.median === 1 ? change(line) : `${change(line)}, within ${tolerated(line)}`),
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
  "none detected": (line) => `no difference detected: ${change(line)}${between(line)}`,
  "not significant": (line) =>
    `${change(line)}${between(line)} lies beyond ${tolerated(line)}, but the test is not significant (${chance(line)} corrected; the level is ${gateLevel})`,
  "wide interval": (line) =>
    `${change(line)}${between(line)}: the test finds a difference (${chance(line)} corrected), but the interval reaches into ${tolerated(line)}`,
  "few trials": ({ of }) =>
    `${Math.min(of.base, of.head)} trials on the smaller side, and a test needs ${leastSample(0.5)}`,
  untellable: (line) =>
    `${change(line)}${between(line)}; with ${line.of.base} and ${line.of.head} trials and so many comparisons, no difference could have been shown`,
  "no ratio": () => "a median is not above 0, so there is no ratio to judge",
  machine: (line) => `${change(line)}, on another machine or link: times are not compared`,
  "missing in base": () => "no measured trial of BASE has this number",
  "missing in head": () => "no measured trial of HEAD has this number",
};

export const explainLine = (line: Unexplained): string => groundWords[line.because](line);
