// Predicts the cost of each transport at a reader's setting: the model (bench/analysis/model.ts) with a run's measurements.
// Pure. Runs in Node for the still page and in the browser for the live one; knows nothing of HTML or of how the inputs
// were found.
import { type ByteInputs, predict } from "../../bench/analysis/model.ts";
import type { MeasuredDelays } from "../../bench/record/summary.ts";
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import { type CpuFit, coresAt, type Load } from "./cpu-terms.ts";

/** A reader's setting of the controls. */
export interface Setting {
  readonly ratePerSec: number;
  readonly subscribers: number;
  readonly bodyBytes: number;
  readonly oneWayMs: number;
  /** How old a message may be when it arrives, at p99. */
  readonly staleMs: number;
}

/** Least and most over a transport's cells; a factor that it does not respond to is missing. */
export type Region = Readonly<Partial<Record<MeasuredFactor, readonly [number, number]>>>;

export interface TransportInputs {
  readonly name: string;
  readonly label: string;
  readonly way: "short" | "long" | "push";
  readonly holdMs: number | null;
  /** The software's own share of the one-way delay, in the mean, by load. */
  readonly floors: readonly { readonly deliveriesPerSec: number; readonly ms: number }[];
  readonly wire: (Omit<ByteInputs, "payloadBytes"> & { readonly envelopeBytes: number }) | null;
  readonly cpu:
    | ({ readonly from: "fit" } & CpuFit)
    | {
        readonly from: "nearest";
        readonly cells: readonly { readonly deliveriesPerSec: number; readonly msPerThousandDeliveries: number }[];
      };
  readonly region: Region;
}

export interface ChoosingInputs {
  readonly transports: readonly TransportInputs[];
  /** The bare echo's round trip without the link's delay, and a long poller's turnaround; null where not measured. */
  readonly roundTripFloorMs: number | null;
  readonly turnaroundMs: number | null;
  /** A pushed message's p99 above its mean under the default setting: jitter, which the model leaves out. */
  readonly jitterMs: number | null;
  readonly defaults: Setting;
}

/** The quantities of all subscribers together; null where the run did not measure what the model needs. */
export interface Prediction extends Readonly<Record<Quantity, number | null>> {
  readonly name: string;
  readonly label: string;
  readonly way: TransportInputs["way"];
  readonly pollEveryMs: number | null;
  readonly holdMs: number | null;
  /** Whether p99 stays within the limit; null where it is not known. */
  readonly keeps: boolean | null;
  /** The factors in which a number lies outside of what was measured. */
  readonly outside: Readonly<Record<Quantity, readonly MeasuredFactor[]>>;
  readonly region: Region;
}

const matters: Readonly<Record<Quantity, readonly MeasuredFactor[]>> = {
  meanMs: ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"],
  p99Ms: ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"],
  requestsPerSec: ["ratePerSec", "oneWayMs", "pollEveryMs"],
  bytesPerSec: ["ratePerSec", "bodyBytes", "oneWayMs", "pollEveryMs"],
  cores: ["bodyBytes", "oneWayMs", "pollEveryMs", "requestsPerSec", "deliveriesPerSec"],
};

/** Rounding is neither a breach of the limit nor a step out of the region. */
const tolerance = 1e-9;
/** A load is measured no closer than this. */
const loadTolerance = 0.05;
/** The share of a poll's interval that p99 waits: docs/method.md, section 3. */
const p99Share = 0.99;
/** No poller asks more often, however near it is. */
const leastEveryMs = 1;

export const predictAll = (inputs: ChoosingInputs, setting: Setting): readonly Prediction[] =>
  inputs.transports.map((transport) => predictOne(inputs, transport, setting));

const predictOne = (inputs: ChoosingInputs, transport: TransportInputs, setting: Setting): Prediction => {
  const { staleMs, ...factors } = setting;
  const { name, label, way, holdMs, region } = transport;
  const deliveriesPerSec = setting.ratePerSec * setting.subscribers;
  const delays = delaysAt(inputs, transport, setting.oneWayMs, deliveriesPerSec);
  const pollEveryMs = way === "short" ? pollEvery(staleMs, delays.oneWayMs, delays.roundTripMs) : null;
  const theory = predict(
    {
      ...factors,
      schedule: "poisson",
      pollEveryMs,
      holdMs,
      connection: null,
      clientProcesses: null,
      headers: "minimal",
    },
    delays,
    wireAt(transport, setting.bodyBytes),
  );
  const p99Ms = theory.responseTimeP99Ms;
  const requestsPerSec = times(theory.requestsPerSubscriberSecond, setting.subscribers);
  const bodyBytesPerSec = deliveriesPerSec * setting.bodyBytes;
  return {
    name,
    label,
    way,
    pollEveryMs,
    holdMs,
    meanMs: theory.responseTimeMeanMs,
    p99Ms,
    requestsPerSec,
    bytesPerSec: times(theory.bytesPerSubscriberSecond, setting.subscribers),
    cores: coresOf(transport, requestsPerSec, { deliveriesPerSec, bodyBytesPerSec }),
    keeps: p99Ms === null ? null : p99Ms <= staleMs * (1 + tolerance),
    outside: outsideOf(region, { ...factors, pollEveryMs, requestsPerSec, deliveriesPerSec }),
    region,
  };
};

/** The model's delays at the reader's distance; null where a floor was not measured. */
const delaysAt = (
  { roundTripFloorMs, turnaroundMs }: ChoosingInputs,
  { floors }: TransportInputs,
  oneWayMs: number,
  deliveriesPerSec: number,
): MeasuredDelays => {
  const floorMs = nearest(floors, deliveriesPerSec)?.ms ?? null;
  return {
    oneWayMs: floorMs === null ? null : oneWayMs + floorMs,
    roundTripMs: roundTripFloorMs === null ? null : 2 * oneWayMs + roundTripFloorMs,
    turnaroundMs,
    blackoutMs: null,
  };
};

const wireAt = ({ wire }: TransportInputs, bodyBytes: number): ByteInputs | null =>
  wire === null ? null : { ...wire, payloadBytes: bodyBytes + wire.envelopeBytes };

const outsideOf = (
  region: Region,
  place: Readonly<Record<MeasuredFactor, number | null>>,
): Readonly<Record<Quantity, readonly MeasuredFactor[]>> => {
  const outside = (quantity: Quantity): readonly MeasuredFactor[] =>
    matters[quantity].filter((factor) => isOutside(region, factor, place[factor]));
  return {
    meanMs: outside("meanMs"),
    p99Ms: outside("p99Ms"),
    requestsPerSec: outside("requestsPerSec"),
    bytesPerSec: outside("bytesPerSec"),
    cores: outside("cores"),
  };
};

const times = (perSubscriber: number | null, subscribers: number): number | null =>
  perSubscriber === null ? null : perSubscriber * subscribers;

const isOutside = (region: Region, factor: MeasuredFactor, value: number | null): boolean => {
  const range = region[factor];
  if (range === undefined || value === null) return false;
  const slack = factor === "requestsPerSec" || factor === "deliveriesPerSec" ? loadTolerance : tolerance;
  return value < range[0] * (1 - slack) || value > range[1] * (1 + slack);
};

/**
 * The longest interval, in three digits, with which d + 0.99·T keeps the limit; never shorter than a round trip, since a
 * poll is asked only when the last one is answered. A delay that was not measured is left out.
 */
const pollEvery = (staleMs: number, oneWayMs: number | null, roundTripMs: number | null): number => {
  const wanted = (staleMs - (oneWayMs ?? 0)) / p99Share;
  return Math.max(leastEveryMs, roundTripMs ?? 0, wanted > 0 ? roundedDown(wanted) : 0);
};

const roundedDown = (value: number): number => {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
  // The division of a number that is round already may fall just short of a whole.
  return Number((Math.floor(value / unit + 1e-6) * unit).toPrecision(3));
};

/** The nearest by the ratio of loads; undefined without points. */
const nearest = <Point extends { readonly deliveriesPerSec: number }>(
  points: readonly Point[],
  deliveriesPerSec: number,
): Point | undefined => {
  const distance = (point: Point): number => Math.abs(Math.log(point.deliveriesPerSec / deliveriesPerSec));
  return points.toSorted((a, b) => distance(a) - distance(b))[0];
};

const coresOf = (
  { cpu }: TransportInputs,
  requestsPerSec: number | null,
  load: Omit<Load, "requestsPerSec">,
): number | null => {
  if (cpu.from === "fit") return requestsPerSec === null ? null : coresAt(cpu.terms, { ...load, requestsPerSec });
  const cell = nearest(cpu.cells, load.deliveriesPerSec);
  return cell === undefined ? null : (cell.msPerThousandDeliveries * load.deliveriesPerSec) / 1_000_000;
};
