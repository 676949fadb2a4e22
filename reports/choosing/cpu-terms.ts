// Server CPU as a sum of what there is to do. Pure. Runs in Node and in the browser; knows nothing of how the terms are fitted.

export const cpuTerms = [
  "constant",
  "perPublication",
  "perRequest",
  "perRootRequest",
  "perDelivery",
  "perBodyByte",
] as const;
export type CpuTerm = (typeof cpuTerms)[number];

/** A load per second. */
export interface Load {
  /** How often the server turns to its subscribers: messages that meet one gap of a long poll are written out at once. */
  readonly publicationsPerSec: number;
  readonly requestsPerSec: number;
  /** Without the first of each answer to a poll, whose cost is the request's. */
  readonly deliveriesPerSec: number;
  readonly bodyBytesPerSec: number;
}

/** The constant in cores, the others in core seconds for each unit of load; 0 for a term left out. */
export type CpuModel = Readonly<Record<CpuTerm, number>>;

export interface CpuFit {
  /** The terms of a server whose trials run alone. */
  readonly terms: CpuModel;
  /** How many times as much the same load takes where trials run side by side. */
  readonly sideBySide: number;
  readonly cells: number;
  readonly leftOut: LeftOut | null;
}

/** |told − measured| / measured over the busy cells, each told by a fit to all others; null where none is busy. */
export interface LeftOut {
  readonly cells: number;
  readonly median: number;
  readonly worst: number;
}

export const loadOf: Readonly<Record<CpuTerm, (load: Load) => number>> = {
  constant: () => 1,
  perPublication: ({ publicationsPerSec }) => publicationsPerSec,
  perRequest: ({ requestsPerSec }) => requestsPerSec,
  // A lone request wakes the process; the more there are, the more of them share a turn of the event loop.
  perRootRequest: ({ requestsPerSec }) => Math.sqrt(requestsPerSec),
  perDelivery: ({ deliveriesPerSec }) => deliveriesPerSec,
  perBodyByte: ({ bodyBytesPerSec }) => bodyBytesPerSec,
};

/** The cores that the model gives a load. */
export const coresAt = (model: CpuModel, load: Load): number =>
  cpuTerms.reduce((sum, term) => sum + model[term] * loadOf[term](load), 0);

/** The weight of the model itself beside the cells around: that of a trial half way to the end of its reach. */
export const modelWeight = 1;

/** Cells with less CPU, in cores, are left out of the error: what a process does besides its work is as much. */
export const busyCores = 0.05;
