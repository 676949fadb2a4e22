// The shapes of what a run tells beside its trials, as bench/record/run.ts has them.

import * as v from "valibot";
import {
  type Ceiling,
  type Environment,
  type FanOutFloor,
  type Floor,
  linkWays,
  type PreciseStop,
  passages,
  type RunEnd,
  type RunHeader,
  type SpoiltStop,
  type TransportFacts,
} from "../record/run.ts";
import { metricNames } from "../record/summary.ts";
import {
  count,
  distribution,
  finite,
  finiteOrNull,
  instant,
  least0,
  least0OrNull,
  link,
  percentiles,
  remark,
  type Shape,
  text,
} from "./shapes.ts";

export const environmentShape = v.object({
  node: text,
  platform: text,
  kernel: text,
  cpu: text,
  cores: finite,
  memoryBytes: finite,
  openFilesLimit: finiteOrNull,
  loadAverageAtStart: finite,
  commit: v.nullable(text),
  uncommittedChanges: v.nullable(v.boolean()),
  versions: v.record(text, text),
} satisfies Shape<Environment>);

export const headerShape: v.GenericSchema<unknown, Omit<RunHeader, "schema">> = v.object({
  id: text,
  startedAt: instant,
  command: text,
  seed: count,
  profile: text,
  baselineTransport: text,
  environment: environmentShape,
  transports: v.array(
    v.object({
      name: text,
      label: text,
      variantOf: v.nullable(text),
      twoWay: v.boolean(),
      passes: v.picklist(passages),
    } satisfies Shape<TransportFacts>),
  ),
  differences: v.array(v.object({ topic: text, values: v.array(text) })),
  scenarios: v.array(v.object({ name: text, why: text, trials: count, sideBySide: v.boolean() })),
  plannedTrials: count,
  link: v.object({ way: v.picklist(linkWays), refused: v.nullable(text) }),
  until: v.nullable(v.object({ metric: v.picklist(metricNames), precision: finite, mostTrials: finite })),
  pinned: v.nullable(v.literal("split")),
  acceptBusy: v.boolean(),
  baseRun: v.nullable(text),
} satisfies Shape<Omit<RunHeader, "schema">>);

export const floorShape: v.GenericSchema<unknown, Floor> = v.object({
  oneWayMs: least0,
  link,
  connectMs: distribution,
  closedRoundTripMs: distribution,
  pacedRoundTripMs: distribution,
  fanOut: v.nullable(
    v.object({
      subscribers: count,
      deliveryMs: distribution,
      firstMs: percentiles,
      medianMs: percentiles,
      lastMs: percentiles,
    } satisfies Shape<FanOutFloor>),
  ),
} satisfies Shape<Floor>);

export const ceilingShape: v.GenericSchema<unknown, Ceiling> = v.object({
  path: text,
  answer: v.picklist(["full", "empty"]),
  connections: count,
  durationMs: finite,
  requestsPerSec: finite,
  serverCpuUtilization: finite,
  floodCpuUtilization: finite,
  errors: count,
} satisfies Shape<Ceiling>);

export const endShape: v.GenericSchema<unknown, RunEnd> = v.object({
  endedAt: instant,
  interrupted: v.boolean(),
  stopped: v.nullable(
    v.variant("because", [
      v.object({
        because: v.picklist(["precise", "limit"]),
        trials: count,
        widest: least0OrNull,
      } satisfies Shape<PreciseStop>),
      v.object({ because: v.literal("spoilt"), trials: count, reason: remark } satisfies Shape<SpoiltStop>),
    ]),
  ),
} satisfies Shape<RunEnd>);
