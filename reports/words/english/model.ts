// English: a panel's check against the model.

import { count } from "../../writing/numbers.ts";
import type { ModelQuantity } from "../vocabulary.ts";

export const englishModel = {
  /** A summary of all checks follows. */
  checked: (summary: string): string => `Checked against the model: ${summary}.`,
  quantities: {
    mean: "mean response time",
    median: "median response time",
    p90: "p90 response time",
    p99: "p99 response time",
    empty: "empty answers",
    requests: "requests per subscriber",
    messages: "messages per answer",
    bytes: "bytes per subscriber",
  } satisfies Readonly<Record<ModelQuantity, string>>,
  groups: {
    latency: (delay: string): string => `response times over a delay of ${delay} or more`,
    requests: (_delay: string): string => "requests",
    bytes: (_delay: string): string => "bytes",
  },
  typical: (residual: string, group: string): string => `${residual} for ${group}`,
  /** The residual of a share is told in percentage points. */
  points: (percent: string): string => percent.replace("%", "points"),
  named: (row: string, quantity: string, residual: string): string =>
    `${row} (${quantity}${residual === "" ? "" : ` ${residual}`})`,
  noneOutside: (all: number): string => `none of ${count(all)} predictions is outside`,
  someOutside: (outside: number, all: number): string => `${count(outside)} of ${count(all)} predictions are outside`,
  outside: (outside: number, all: number, names: string): string =>
    `${count(outside)} of ${count(all)} predictions ${outside === 1 ? "is" : "are"} outside: ${names}`,
  /** Tells only the farthest of several checks, where there is no room for all. */
  farthest: (outside: number, all: number, name: string): string =>
    outside === 1
      ? `1 of ${count(all)} predictions is outside: ${name}`
      : `${count(outside)} of ${count(all)} predictions are outside, the farthest ${name}; the page names them all`,
  medianResidual: (parts: string): string => `the median residual is ${parts}`,
  judgements: {
    insideInterval: "within the interval",
    insideLimit: "within the limit",
    outsideInterval: "outside the interval",
    outsideLimit: "outside the limit",
  },
  summary: (told: string): string => `Checked against the model: ${told}`,
  inShort: (told: string): string => `In short: ${told}.`,
  why: "A prediction is of the plan that was played: the instants at which each trial's messages were published, replayed step by step through its transport, with the delays of this run's link and the transport's own software time from trials without a delay. Each trial is compared with its own prediction. What a prediction would contain is not checked: the bytes of a pushed message, a timer's polls, the response time without a delay, the delay of the transport that gives it. A check outside is a finding or a fault of the rig. Neither is hidden.",
  limits: (latency: string, requests: string): string =>
    `With six trials or more, a check is outside if the interval of its residuals leaves out 0. With fewer, it is outside if the median residual exceeds ${latency} % for a response time, ${requests} % for requests, answers and bytes, or one percentage point for a share.`,
  grain:
    "No limit is finer than one request of one subscriber in the window, or than what the replays of a plan differ by. A plan is replayed eight times, with other software times and other phases of the polls.",
  caption: (title: string): string => `${title}: predicted and measured`,
  heads: ["Transport", "Quantity", "Predicted", "Measured", "Residual", "The prediction is"],
};
