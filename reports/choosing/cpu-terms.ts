// Server CPU as a sum of what there is to do. Pure. Runs in Node and in the browser; knows nothing of how the terms are fitted.

export const cpuTerms = ["constant", "perRequest", "perDelivery", "perBodyByte"] as const;
export type CpuTerm = (typeof cpuTerms)[number];

/** A load per second. */
export interface Load {
  readonly requestsPerSec: number;
  readonly deliveriesPerSec: number;
  readonly bodyBytesPerSec: number;
}

/** The constant in cores, the others in core seconds for each request, delivery and body byte; 0 for a term left out. */
export type CpuModel = Readonly<Record<CpuTerm, number>>;

export interface CpuFit {
  readonly terms: CpuModel;
  readonly cells: number;
  /** Median and maximum of |fitted − measured| / measured over the cells. */
  readonly medianError: number;
  readonly worstError: number;
}

export const loadOf: Readonly<Record<CpuTerm, (load: Load) => number>> = {
  constant: () => 1,
  perRequest: ({ requestsPerSec }) => requestsPerSec,
  perDelivery: ({ deliveriesPerSec }) => deliveriesPerSec,
  perBodyByte: ({ bodyBytesPerSec }) => bodyBytesPerSec,
};

/** The cores that the model gives a load. */
export const coresAt = (model: CpuModel, load: Load): number =>
  cpuTerms.reduce((sum, term) => sum + model[term] * loadOf[term](load), 0);
