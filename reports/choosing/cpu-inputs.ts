// The inputs of the CPU's fit that a run holds: a point a cell, and the floods. Pure.
import type { Ceiling } from "../../bench/record/run.ts";
import { loadAt, type TransportInputs } from "./bare.ts";
import { type CpuPoint, fitCpu } from "./cpu-fit.ts";
import { type Cell, figuresOf, isDelivering, wayOf } from "./measured.ts";

export const pointsOf = (cells: readonly Cell[], floods: readonly Ceiling[]): readonly CpuPoint[] => {
  const points = cells.flatMap((cell): readonly CpuPoint[] => {
    const { serverCpuUtilization: cpu, requestsPerSubscriberSecond: requests, emptyShare } = cell.metrics;
    if (cpu === null || requests === null) return [];
    const place = { ...cell.conditions, ratePerSec: cell.ratePerSec };
    const requestsPerSec = requests.median * place.subscribers;
    return [
      {
        ...loadAt(wayOf(cell.conditions), place, requestsPerSec, emptyShare?.median ?? null),
        cores: cpu.median,
        trials: cell.measured.length,
        sideBySide: cell.sideBySide,
        place: isDelivering(cell) ? figuresOf(cell).place : null,
        flood: false,
      },
    ];
  });
  return [...points, ...floods.map(floodPoint)];
};

export const cpuOf = (
  cells: readonly Cell[],
  points: readonly CpuPoint[],
  elsewhere: number,
): TransportInputs["cpu"] => {
  const fit = fitCpu(points, elsewhere);
  if (fit !== null) return { from: "fit", ...fit };
  const costs = cells.flatMap((cell) => {
    const { serverCpuMsPerThousandDeliveries: cost } = cell.metrics;
    return cost === null || !isDelivering(cell)
      ? []
      : [{ deliveriesPerSec: cell.ratePerSec * cell.conditions.subscribers, msPerThousandDeliveries: cost.median }];
  });
  return { from: "nearest", cells: costs };
};

/** The body of the one message that the log of a flooded server holds (bench/rig/ceiling.ts). */
const floodBodyBytes = 256;

/** A full answer carries one message. */
const floodPoint = ({ answer, requestsPerSec, serverCpuUtilization }: Ceiling): CpuPoint => ({
  publicationsPerSec: 0,
  requestsPerSec,
  deliveriesPerSec: 0,
  bodyBytesPerSec: answer === "full" ? requestsPerSec * floodBodyBytes : 0,
  cores: serverCpuUtilization,
  trials: 1,
  sideBySide: false,
  place: null,
  flood: true,
});

/** With so much of its one core in use, the server itself was the limit of a flood. */
const fullCore = 0.9;

export const floodOf = (floods: readonly Ceiling[]): TransportInputs["flood"] => {
  const of = (answer: Ceiling["answer"]) => {
    const flood = floods.find((one) => one.answer === answer && one.requestsPerSec > 0);
    if (flood === undefined) return null;
    const { requestsPerSec, serverCpuUtilization: cores } = flood;
    return { leastCores: cores / requestsPerSec, mostPerSec: requestsPerSec / (cores < fullCore ? cores : 1) };
  };
  const [full, empty] = [of("full"), of("empty")];
  const either = full ?? empty;
  return either === null ? null : { full: full ?? either, empty: empty ?? either };
};
