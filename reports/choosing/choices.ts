// What each transport would cost at a reader's setting: the model (bench/analysis/model.ts) with what a run measured.
// Pure. Runs in Node for the still page and in the browser for the live one; knows nothing of HTML or of how the inputs
// were found.
import { type ByteInputs, predict } from "../../bench/analysis/model.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import { type CpuFit, coresAt } from "./cpu-fit.ts";

/** What a reader sets. */
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
  /** What the software adds to the one-way delay in the mean, by load. */
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

/** Of all subscribers together; null where the run did not measure what the model needs. */
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

/** Rounding is neither a breach of the limit nor a step out of the region; a load is measured no closer than this. */
const tolerance = 1e-9;
const loadTolerance = 0.05;
/** Of all phases of a poll, the share that p99 waits: METHOD section 3. */
const p99Share = 0.99;
/** No poller asks more often, however near it is. */
const leastEveryMs = 1;

export const predictAll = (inputs: ChoosingInputs, setting: Setting): readonly Prediction[] =>
  inputs.transports.map((transport) => predictOne(inputs, transport, setting));

const predictOne = (inputs: ChoosingInputs, transport: TransportInputs, setting: Setting): Prediction => {
  const { staleMs, ...factors } = setting;
  const deliveriesPerSec = setting.ratePerSec * setting.subscribers;
  const floorMs = nearest(transport.floors, deliveriesPerSec)?.ms ?? null;
  const delays = {
    oneWayMs: floorMs === null ? null : setting.oneWayMs + floorMs,
    roundTripMs: inputs.roundTripFloorMs === null ? null : 2 * setting.oneWayMs + inputs.roundTripFloorMs,
    turnaroundMs: inputs.turnaroundMs,
    blackoutMs: null,
  };
  const pollEveryMs = transport.way === "short" ? pollEvery(staleMs, delays.oneWayMs, delays.roundTripMs) : null;
  const conditions: Conditions = {
    ...factors,
    schedule: "poisson",
    pollEveryMs,
    holdMs: transport.holdMs,
    connection: null,
    headers: "minimal",
  };
  const { wire } = transport;
  const theory = predict(
    conditions,
    delays,
    wire === null ? null : { ...wire, payloadBytes: setting.bodyBytes + wire.envelopeBytes },
  );
  const p99Ms = theory.responseTimeP99Ms;
  const requestsPerSec = times(theory.requestsPerSubscriberSecond, setting.subscribers);
  const place = { ...factors, pollEveryMs, requestsPerSec, deliveriesPerSec };
  const outside = (quantity: Quantity): readonly MeasuredFactor[] =>
    matters[quantity].filter((factor) => isOutside(transport.region, factor, place[factor]));
  return {
    name: transport.name,
    label: transport.label,
    way: transport.way,
    pollEveryMs,
    holdMs: transport.holdMs,
    meanMs: theory.responseTimeMeanMs,
    p99Ms,
    requestsPerSec,
    bytesPerSec: times(theory.bytesPerSubscriberSecond, setting.subscribers),
    cores: coresOf(transport, {
      requestsPerSec,
      deliveriesPerSec,
      bodyBytesPerSec: deliveriesPerSec * setting.bodyBytes,
    }),
    keeps: p99Ms === null ? null : p99Ms <= staleMs * (1 + tolerance),
    outside: {
      meanMs: outside("meanMs"),
      p99Ms: outside("p99Ms"),
      requestsPerSec: outside("requestsPerSec"),
      bytesPerSec: outside("bytesPerSec"),
      cores: outside("cores"),
    },
    region: transport.region,
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
 * poll is asked only when the last one is answered.
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

/** By the ratio of loads; none of no points. */
const nearest = <Point extends { readonly deliveriesPerSec: number }>(
  points: readonly Point[],
  deliveriesPerSec: number,
): Point | undefined => {
  const distance = (point: Point): number => Math.abs(Math.log(point.deliveriesPerSec / deliveriesPerSec));
  return points.toSorted((a, b) => distance(a) - distance(b))[0];
};

const coresOf = (
  { cpu }: TransportInputs,
  load: {
    readonly requestsPerSec: number | null;
    readonly deliveriesPerSec: number;
    readonly bodyBytesPerSec: number;
  },
): number | null => {
  const { requestsPerSec, deliveriesPerSec } = load;
  if (cpu.from === "fit") return requestsPerSec === null ? null : coresAt(cpu.terms, { ...load, requestsPerSec });
  const cell = nearest(cpu.cells, deliveriesPerSec);
  return cell === undefined ? null : (cell.msPerThousandDeliveries * deliveriesPerSec) / 1_000_000;
};
