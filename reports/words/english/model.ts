// English: a panel's check against the model.

import { count } from "../../writing/numbers.ts";
import type { ModelQuantity } from "../vocabulary.ts";

export const englishModel = {
  quantities: {
    mean: "mean response time",
    median: "median response time",
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
  why: "The model is a set of formulas (closed forms) for how long messages wait. Its inputs are the delays, the gap between polls and the sizes that this run measured. A prediction outside the measured interval is a finding or a fault of the rig. Neither is hidden.",
  limits: (latency: string, requests: string): string =>
    `A prediction without a measured interval is called outside if its residual exceeds ${latency} % for a response time, ${requests} % for requests, answers and bytes, or one percentage point for a share. Chance is not ruled out there.`,
  holds:
    "Response times are modelled over a one-way delay of 10 ms or more, and for short polling with an interval of at least 20 times the delay. Elsewhere the software's own jitter outweighs what the model describes.",
  caption: (title: string): string => `${title}: predicted and measured`,
  heads: ["Transport", "Quantity", "Predicted", "Measured", "Residual", "The prediction is"],
};
