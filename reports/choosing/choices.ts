// The cost of each transport at a reader's setting, and whether it keeps the reader's limit. Pure. Runs in Node for the still
// page and in the browser for the live one; knows nothing of HTML or of how the inputs were found.
import type { MeasuredFactor, Quantity } from "../words/vocabulary.ts";
import type { ChoosingInputs, Setting, TransportInputs } from "./bare.ts";
import type { Place } from "./cells.ts";
import { type Figures, figuresAt, type MeasuredHere, type Tail } from "./figures.ts";
import { placeOf } from "./places.ts";

/** The quantities of all subscribers together; null where the run does not tell them. */
export interface Prediction extends Readonly<Record<Quantity, number | null>>, Tail {
  readonly name: string;
  readonly label: string;
  readonly way: TransportInputs["way"];
  readonly pollEveryMs: number | null;
  readonly holdMs: number | null;
  /** The quantities that were measured at this very setting. */
  readonly measured: MeasuredHere;
  /** Whether p99 stays within the limit; null where it is not known. */
  readonly keeps: boolean | null;
  /** Whether the worst tail of the run tells that, since no p99 was measured near by. */
  readonly bounded: boolean;
  /** The load that one process cannot carry: the requests a second that it answers at most, or more than its one core. */
  readonly beyond: { readonly requestsPerSec: number | null } | null;
  /** The factors in which a number lies outside of what was measured. */
  readonly outside: Readonly<Record<Quantity, readonly MeasuredFactor[]>>;
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
  inputs.transports.map((transport) =>
    predictAt(inputs, transport, placeOf(inputs, transport, setting), setting.staleMs),
  );

/** The figures of a transport at a place, against a limit. */
export const predictAt = (
  inputs: ChoosingInputs,
  transport: TransportInputs,
  place: Place,
  staleMs: number,
): Prediction => {
  const { name, label, way } = transport;
  const figures = figuresAt(inputs, transport, place);
  const beyond = beyondOf(transport, figures);
  const shown = beyond === null ? figures : { ...figures, meanMs: null, p99Ms: null, p90Ms: null };
  return {
    name,
    label,
    way,
    pollEveryMs: place.pollEveryMs,
    holdMs: place.holdMs,
    meanMs: shown.meanMs,
    p99Ms: shown.p99Ms,
    p90Ms: shown.p90Ms,
    requestsPerSec: shown.requestsPerSec,
    bytesPerSec: shown.bytesPerSec,
    cores: shown.cores,
    measured: figures.measured,
    keeps: beyond === null ? keepsOf(transport, figures, place, staleMs) : false,
    bounded: figures.p99Ms === null,
    beyond,
    outside: outsideOf(transport, place, figures),
  };
};

/** A measured setting was possible, whatever the model says of it. */
const beyondOf = (
  { flood }: TransportInputs,
  { requestsPerSec, cores, measured, bare }: Figures,
): Prediction["beyond"] => {
  if (measured.requestsPerSec === undefined && requestsPerSec !== null && flood !== null && bare.emptyShare !== null) {
    const most = 1 / ((1 - bare.emptyShare) / flood.full.mostPerSec + bare.emptyShare / flood.empty.mostPerSec);
    if (requestsPerSec > most) return { requestsPerSec: most };
  }
  return measured.cores === undefined && cores !== null && cores > 1 ? { requestsPerSec: null } : null;
};

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
