// The cost of each transport at a reader's setting, and whether it keeps the reader's limit. Pure. Runs in Node for the still
// page and in the browser for the live one; knows nothing of HTML or of how the inputs were found.
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import type { ChoosingInputs, Cost, Setting, TransportInputs } from "./bare.ts";
import type { Compared, Place } from "./cells.ts";
import { type Figures, figuresAt, type MeasuredHere, type Tail } from "./figures.ts";
import { type Hindrance, hindranceOf, needsKeepAlive } from "./passing.ts";
import { placeOf } from "./places.ts";
import { type Range, rangeOf } from "./ranges.ts";
import { type Sending, sendingAt, withSending } from "./sending.ts";

/** The part of a setting that no place has. */
export type Demands = Pick<Setting, "staleMs" | "sendsPerMin" | "between">;

/** The quantities of all subscribers together; null where the run does not tell them. */
export interface Prediction extends Readonly<Record<Quantity, number | null>>, Tail {
  readonly name: string;
  readonly label: string;
  readonly way: TransportInputs["way"];
  readonly twoWay: boolean;
  readonly pollEveryMs: number | null;
  readonly holdMs: number | null;
  /** The quantities that were measured at this very setting. */
  readonly measured: MeasuredHere;
  readonly compared: Compared | null;
  /** The interval of what was measured, else what the model may be off by; null where neither is known. */
  readonly ranges: Readonly<Record<Cost, Range | null>>;
  /** The part of the bytes that the server sends. */
  readonly downBytesPerSec: number | null;
  /** The part of the figures that comes of what clients send; null where they send nothing. */
  readonly sending: Sending | null;
  /** The thing between that the transport does not get through; null where it does. */
  readonly hindrance: Hindrance | null;
  /** Whether it gets through only with something sent in silence. */
  readonly keepAlive: boolean;
  /** Whether p99 stays within the limit, of a transport that gets through; null where it is not known. */
  readonly keeps: boolean | null;
  /** Whether the worst tail of the run tells that, since no p99 was measured near by. */
  readonly bounded: boolean;
  /** A load that one process cannot carry; null where it can. */
  readonly beyond: Beyond | null;
  /** The factors in which a number lies outside of what was measured. */
  readonly outside: Readonly<Record<Quantity, readonly MeasuredFactor[]>>;
}

export interface Beyond {
  /** The requests a second that one process answers at most; null where CPU is the limit. */
  readonly requestsPerSec: number | null;
  /** The least number of processes that can, each with a core. */
  readonly processes: number;
}

const matters: Readonly<Record<Quantity, readonly MeasuredFactor[]>> = {
  meanMs: ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"],
  p99Ms: ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs", "pollEveryMs"],
  requestsPerSec: ["ratePerSec", "oneWayMs", "pollEveryMs"],
  bytesPerSec: ["ratePerSec", "bodyBytes", "oneWayMs", "pollEveryMs"],
  cores: ["bodyBytes", "oneWayMs", "requestsPerSec", "deliveriesPerSec"],
};

/** Rounding is neither a breach of the limit nor a step out of the region. */
const tolerance = 1e-9;
/** A load is measured no closer than this. */
const loadTolerance = 0.05;

export const predictAll = (inputs: ChoosingInputs, setting: Setting): readonly Prediction[] =>
  inputs.transports.map((transport) => predictAt(inputs, transport, placeOf(inputs, transport, setting), setting));

/** The figures of a transport at a place, against what is asked of it. */
export const predictAt = (
  inputs: ChoosingInputs,
  transport: TransportInputs,
  place: Place,
  { staleMs, sendsPerMin, between }: Demands,
): Prediction => {
  const { name, label, way, twoWay, passes, errors } = transport;
  const sending = sendingAt(inputs, transport, { ...place, sendsPerMin });
  const without = figuresAt(inputs, transport, place);
  const figures = withSending(without, sending);
  const { requestsPerSec, bytesPerSec, cores, measured } = figures;
  const hindrance = hindranceOf(passes, between);
  const beyond = beyondOf(transport, figures);
  const shown = beyond === null ? figures : { meanMs: null, p99Ms: null, p90Ms: null };
  return {
    name,
    label,
    way,
    twoWay,
    pollEveryMs: place.pollEveryMs,
    holdMs: place.holdMs,
    meanMs: shown.meanMs,
    p99Ms: shown.p99Ms,
    p90Ms: shown.p90Ms,
    requestsPerSec,
    bytesPerSec,
    cores,
    measured,
    // The messages that clients send may cost one transport more than the other.
    compared: sending === null ? figures.compared : null,
    ranges: {
      bytesPerSec: rangeOf(bytesPerSec, measured.bytesPerSec, errors.bytesPerSec),
      cores: rangeOf(cores, measured.cores, errors.cores),
    },
    downBytesPerSec: downOf(transport, without, sending),
    sending,
    hindrance,
    keepAlive: needsKeepAlive(passes, between),
    keeps: hindrance === null && beyond === null ? keepsOf(transport, figures, place, staleMs) : false,
    bounded: figures.p99Ms === null,
    beyond,
    outside: outsideOf(transport, place, figures),
  };
};

/** Bytes that are not the heads of polls come from the server. */
const downOf = (
  { wire }: TransportInputs,
  { bytesPerSec, requestsPerSec }: Figures,
  sending: Sending | null,
): number | null => {
  if (bytesPerSec === null || requestsPerSec === null) return null;
  const headBytes = requestsPerSec === 0 ? 0 : (wire?.requestBytes ?? null);
  if (headBytes === null) return null;
  const down = Math.max(0, bytesPerSec - requestsPerSec * headBytes);
  if (sending === null) return down;
  return sending.downBytesPerSec === null ? null : down + sending.downBytesPerSec;
};

/** A measured setting was possible, whatever the model says of it. */
const beyondOf = ({ flood }: TransportInputs, { requestsPerSec, cores, measured, bare }: Figures): Beyond | null => {
  const busy = measured.cores === undefined && cores !== null && cores > 1 ? processesFor(cores) : null;
  if (measured.requestsPerSec === undefined && requestsPerSec !== null && flood !== null && bare.emptyShare !== null) {
    const most = 1 / ((1 - bare.emptyShare) / flood.full.mostPerSec + bare.emptyShare / flood.empty.mostPerSec);
    if (requestsPerSec > most) {
      const toAnswer = processesFor(requestsPerSec / most);
      return { requestsPerSec: most, processes: busy === null ? toAnswer : Math.max(busy, toAnswer) };
    }
  }
  return busy === null ? null : { requestsPerSec: null, processes: busy };
};

/** For a load of so many times what one can carry, which is more than once. */
const processesFor = (times: number): number => Math.max(2, Math.ceil(times * (1 - tolerance)));

/**
 * The p99 decides where it is known. Elsewhere the model's longest wait and the worst tail of this run beyond it have to fit into
 * the limit, or 100 times the mean has to: at most 1 in 100 times exceeds that (Markov). A p90 beyond the limit breaks it, and so does a p99 of the model.
 */
const keepsOf = (
  { tailMs }: TransportInputs,
  { meanMs, p99Ms, p90Ms, bare }: Figures,
  { oneWayMs }: Place,
  staleMs: number,
): boolean | null => {
  const limit = staleMs * (1 + tolerance);
  if (p99Ms !== null) return p99Ms <= limit;
  if (meanMs === null) return null;
  if ([meanMs, p90Ms, bare.p99Ms].some((ms) => ms !== null && ms > limit)) return false;
  if (bare.boundMs !== null && tailMs !== null && bare.boundMs + tailMs <= limit) return true;
  return oneWayMs + 100 * (meanMs - oneWayMs) <= limit ? true : null;
};

const outsideOf = (
  { region }: TransportInputs,
  place: Place,
  { requestsPerSec, measured }: Figures,
): Prediction["outside"] => {
  const { ratePerSec, subscribers, bodyBytes, oneWayMs, pollEveryMs } = place;
  const at: Readonly<Record<MeasuredFactor, number | null>> = {
    ratePerSec,
    subscribers,
    bodyBytes,
    oneWayMs,
    pollEveryMs,
    requestsPerSec,
    deliveriesPerSec: ratePerSec * subscribers,
  };
  const outside = (quantity: Quantity): readonly MeasuredFactor[] =>
    measured[quantity] === undefined
      ? matters[quantity].filter((factor) => isOutside(region[factor], at[factor], factor))
      : [];
  return {
    meanMs: outside("meanMs"),
    p99Ms: outside("p99Ms"),
    requestsPerSec: outside("requestsPerSec"),
    bytesPerSec: outside("bytesPerSec"),
    cores: outside("cores"),
  };
};

const isOutside = (
  range: TransportInputs["region"][MeasuredFactor],
  value: number | null,
  factor: MeasuredFactor,
): boolean => {
  if (range === undefined || value === null) return false;
  const slack = factor === "requestsPerSec" || factor === "deliveriesPerSec" ? loadTolerance : tolerance;
  return value < range[0] * (1 - slack) || value > range[1] * (1 + slack);
};
