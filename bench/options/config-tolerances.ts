// The reading of a config file's tolerances, over the gate's own. Pure.

import { countMetrics, type GateMetric, gateMetrics, ledgerMetrics, timeMetrics } from "../gate/metrics.ts";
import { defaultTolerances, type Tolerance, type Tolerances } from "../gate/tolerances.ts";
import { recordOf } from "../record/metrics.ts";
import { anyFrom, entriesOf, nearest, numberIn, refuse, type WrittenValue } from "./values.ts";

const readRelative = numberIn(anyFrom(0, 10, "times the base: 0.05 for 5 %"));
const readSlack = numberIn(anyFrom(0, 1e9, "in the metric's unit"));

/** `{ responseTimeP99Ms: 0.1, bytesPerDelivery: { relative: 0.01, slack: 2 } }`. Throws UsageError. */
export const readTolerances = (written: WrittenValue): Tolerances => {
  const stated = new Map<GateMetric, Tolerance>();
  for (const [name, value] of entriesOf(written)) {
    const metric = gateMetrics.find((candidate) => candidate === name);
    if (metric === undefined) throw refuse(value, `there is no such metric; ${hint(name)}`);
    if (ledgerMetrics.some((ledger) => ledger === metric))
      throw refuse(value, "a fault of delivery is never tolerated; leave it out");
    stated.set(metric, readTolerance(value, defaultTolerances[metric]));
  }
  return recordOf(gateMetrics, (metric) => stated.get(metric) ?? defaultTolerances[metric]);
};

const hint = (name: string): string => {
  const meant = nearest(name, [...countMetrics, ...timeMetrics]);
  return meant === undefined ? "they are listed in bench/gate/metrics.ts" : `did you mean ${meant}?`;
};

/** A slack that is not stated stays the gate's. */
const readTolerance = (written: WrittenValue, { slack }: Tolerance): Tolerance => {
  if (typeof written.value !== "object") return { relative: readRelative(written), slack };
  const parts = new Map(entriesOf(written));
  const odd = [...parts].find(([key]) => key !== "relative" && key !== "slack");
  if (odd !== undefined) throw refuse(odd[1], "there is no such key; give relative and, if need be, slack");
  const own = parts.get("slack");
  const place = `${written.place}.relative`;
  return {
    relative: readRelative(parts.get("relative") ?? { ...written, place, value: undefined }),
    slack: own === undefined ? slack : readSlack(own),
  };
};
