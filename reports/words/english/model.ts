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
  typical: (residual: string, group: string): string => `${residual} of ${group}`,
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
  why: "Closed forms of waiting, from the delays, the gap between polls and the sizes that this run measured. A prediction outside the measured interval is a finding or a fault of the rig; neither is hidden.",
  limits: (latency: string, requests: string): string =>
    `Where there is no interval, a residual beyond ${latency} % (response times) or ${requests} % (requests, answers and bytes; of a share, a point) is called outside; chance is not ruled out there.`,
  holds:
    "Response times are modelled where the delay outweighs the software's own jitter: over a link of 10 ms or more, and of short polling.",
  caption: (title: string): string => `${title}: predicted and measured`,
  heads: ["Transport", "Quantity", "Predicted", "Measured", "Residual", "The prediction is"],
};
