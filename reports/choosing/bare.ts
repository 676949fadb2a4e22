// The bare model at a setting: the closed forms (bench/analysis/model.ts) with a transport's own delays, sizes and CPU as a run
// measured them. Pure. Runs in Node and in the browser; knows nothing of what was measured near by.
import { type ByteInputs, predict, quantileOf } from "../../bench/analysis/model.ts";
import type { Passage } from "../../bench/record/run.ts";
import type { MeasuredDelays } from "../../bench/record/summary.ts";
import type { Conditions } from "../../bench/record/trial.ts";
import type { Between, MeasuredFactor } from "../words/vocabulary.ts";
import type { CellQuantity, MeasuredCell, Place } from "./cells.ts";
import { type CpuFit, coresAt, type Load } from "./cpu-terms.ts";

/** A reader's setting of the controls. */
export interface Setting {
  readonly ratePerSec: number;
  readonly subscribers: number;
  readonly bodyBytes: number;
  readonly oneWayMs: number;
  /** How old a message may be when it arrives, at p99. */
  readonly staleMs: number;
  /** Messages that each subscriber sends to the server. */
  readonly sendsPerMin: number;
  readonly between: Between;
}

/** Least and most over a transport's cells; a factor that it does not respond to is missing. */
export type Region = Readonly<Partial<Record<MeasuredFactor, readonly [number, number]>>>;

/** The quantities by which transports that keep a limit are told apart. */
export type Cost = "bytesPerSec" | "cores";

/** The cost of an answer, as a flood of that kind showed it. */
interface FloodCost {
  /** The cores that one answer a second takes at the least. */
  readonly leastCores: number;
  readonly mostPerSec: number;
}

export interface TransportInputs {
  readonly name: string;
  readonly label: string;
  readonly way: "short" | "long" | "push";
  /** Whether clients send over the same connection. */
  readonly twoWay: boolean;
  /** The things that have to stand between clients and server. */
  readonly passes: Passage;
  readonly holdMs: number | null;
  readonly cells: readonly MeasuredCell[];
  /** The software's own share of the one-way delay, in the mean; null where no time was measured. */
  readonly software: { readonly ms: number; readonly msPerSubscriber: number } | null;
  /** The most by which a p99 of this run exceeded the model's, which has no jitter; null where none was measured. */
  readonly tailMs: number | null;
  readonly wire: (Omit<ByteInputs, "payloadBytes"> & { readonly envelopeBytes: number }) | null;
  readonly cpu:
    | ({ readonly from: "fit" } & CpuFit)
    | {
        readonly from: "nearest";
        readonly cells: readonly { readonly deliveriesPerSec: number; readonly msPerThousandDeliveries: number }[];
      };
  /** null where answers were not flooded. */
  readonly flood: { readonly full: FloodCost; readonly empty: FloodCost } | null;
  readonly region: Region;
  /** The worst by which a prediction misses a measured setting that it is not given, as a share; null where that is not known. */
  readonly errors: Readonly<Record<Cost, number | null>>;
}

export interface ChoosingInputs {
  readonly transports: readonly TransportInputs[];
  /** The bare echo's round trip without the link's delay, and a long poller's turnaround; null where not measured. */
  readonly roundTripFloorMs: number | null;
  readonly turnaroundMs: number | null;
  readonly defaults: Setting;
}

/** The model's own figures, of all subscribers together; null where the run did not measure what they need. */
export interface Bare extends Readonly<Record<CellQuantity, number | null>> {
  readonly delays: MeasuredDelays;
  /** null where nothing is asked. */
  readonly emptyShare: number | null;
  /** The oldest that a message gets by the model; of short polling at p99, which leaves hardly anything to its longest wait. */
  readonly boundMs: number | null;
}

export const bareAt = (inputs: ChoosingInputs, transport: TransportInputs, place: Place): Bare => {
  const conditions: Conditions = { ...place, connection: null, clientProcesses: null, headers: "minimal" };
  const delays = delaysAt(inputs, transport, place);
  const theory = predict(conditions, delays, wireAt(transport, place.bodyBytes));
  const requestsPerSec = times(theory.requestsPerSubscriberSecond, place.subscribers);
  return {
    delays,
    emptyShare: theory.emptyShare,
    boundMs: quantileOf(conditions, delays, transport.way === "short" ? 0.99 : 1),
    meanMs: theory.responseTimeMeanMs,
    p99Ms: theory.responseTimeP99Ms,
    p90Ms: quantileOf(conditions, delays, 0.9),
    requestsPerSec,
    bytesPerSec: times(theory.bytesPerSubscriberSecond, place.subscribers),
    cores: coresOf(transport, place, requestsPerSec, theory.emptyShare),
  };
};

/** The model's delays at the reader's distance; null where they were not measured. */
const delaysAt = (
  { roundTripFloorMs, turnaroundMs }: ChoosingInputs,
  { software }: TransportInputs,
  { oneWayMs, subscribers }: Place,
): MeasuredDelays => ({
  oneWayMs: software === null ? null : oneWayMs + software.ms + software.msPerSubscriber * subscribers,
  roundTripMs: roundTripFloorMs === null ? null : 2 * oneWayMs + roundTripFloorMs,
  turnaroundMs,
  blackoutMs: null,
});

const wireAt = ({ wire }: TransportInputs, bodyBytes: number): ByteInputs | null =>
  wire === null ? null : { ...wire, payloadBytes: bodyBytes + wire.envelopeBytes };

const times = (perSubscriber: number | null, subscribers: number): number | null =>
  perSubscriber === null ? null : perSubscriber * subscribers;

/** A long poller's subscribers are written to together, as often as each of them gets an answer with messages. */
export const loadAt = (
  way: TransportInputs["way"],
  { ratePerSec, subscribers, bodyBytes }: Pick<Place, "ratePerSec" | "subscribers" | "bodyBytes">,
  requestsPerSec: number,
  emptyShare: number | null,
): Load => {
  const deliveriesPerSec = ratePerSec * subscribers;
  // Nothing is asked where there is no share.
  const fullPerSec = emptyShare === null ? 0 : requestsPerSec * (1 - emptyShare);
  return {
    publicationsPerSec: way === "long" ? fullPerSec / subscribers : ratePerSec,
    requestsPerSec,
    deliveriesPerSec: way === "push" ? deliveriesPerSec : Math.max(0, deliveriesPerSec - fullPerSec),
    bodyBytesPerSec: deliveriesPerSec * bodyBytes,
  };
};

const coresOf = (
  { cpu, way }: TransportInputs,
  place: Place,
  requestsPerSec: number | null,
  emptyShare: number | null,
): number | null => {
  if (cpu.from === "fit") {
    return requestsPerSec === null ? null : coresAt(cpu.terms, loadAt(way, place, requestsPerSec, emptyShare));
  }
  const deliveriesPerSec = place.ratePerSec * place.subscribers;
  const cell = nearest(cpu.cells, deliveriesPerSec);
  return cell === undefined ? null : (cell.msPerThousandDeliveries * deliveriesPerSec) / 1_000_000;
};

/** The nearest by the ratio of loads; undefined without points. */
const nearest = <Point extends { readonly deliveriesPerSec: number }>(
  points: readonly Point[],
  deliveriesPerSec: number,
): Point | undefined => {
  const distance = (point: Point): number => Math.abs(Math.log(point.deliveriesPerSec / deliveriesPerSec));
  return points.toSorted((a, b) => distance(a) - distance(b))[0];
};
