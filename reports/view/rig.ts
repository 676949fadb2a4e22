// The rig as plain data: the time that the harness and its link add, how far they can be trusted, and how loaded they were.
// Knows nothing of HTML.

import type { ClockBound, LinkKind } from "../../bench/record/loads.ts";
import type { Ceiling, FanOutFloor, Floor, Run } from "../../bench/record/run.ts";
import type { Distribution } from "../../bench/record/times.ts";
import { clientProcessesOf, type Measurements, type TrialRecord } from "../../bench/record/trial.ts";
import { median } from "../../bench/statistics/stats.ts";
import { isBrowserArm, type TransportView } from "../legend/transports.ts";

type Percentiles = Pick<Distribution, "p50" | "p99" | "p999">;

export interface FloorView {
  readonly oneWayMs: number;
  readonly kind: LinkKind;
  /** The CPU of the program that delays, in cores. */
  readonly cpuUtilization: number;
  readonly closed: Percentiles;
  readonly paced: Percentiles;
  /** Half of the paced round trip minus what was asked for. */
  readonly errorMs: { readonly p50: number | null; readonly p99: number | null };
}

/** The middle one of a transport's trials, and the worst. */
export interface Worst {
  readonly median: number;
  readonly most: number;
}

export interface RigLoad {
  readonly transport: string;
  readonly label: string;
  readonly trials: number;
  readonly generatorCpu: Worst | null;
  readonly loopUtilization: { readonly server: Worst | null; readonly clients: Worst | null };
  readonly gcPauseMs: { readonly server: Worst | null; readonly clients: Worst | null };
  readonly runDelayShare: { readonly server: Worst | null; readonly clients: Worst | null };
  readonly otherCores: Worst | null;
  /** The middle one, and the two ends: 1 is steady. */
  readonly littlesRatio: { readonly least: number; readonly median: number; readonly most: number } | null;
  /** Bytes that server and clients counted differently, over all trials; null where only the server counted. */
  readonly disagreement: number | null;
}

export interface Rig {
  readonly link: Run["link"];
  /** The floors as measured; a panel's chart draws the one over its own link. */
  readonly measuredFloors: readonly Floor[];
  readonly floors: readonly FloorView[];
  /** The floor of a fan-out; null where none was measured. */
  readonly fanOut: FanOutFloor | null;
  readonly ceilings: readonly Ceiling[];
  /** How many processes hold a trial's load clients: the different numbers, ascending. */
  readonly clientProcesses: readonly number[];
  readonly loads: readonly RigLoad[];
  /** The worst of all trials with a browser; null where there was none. */
  readonly clock: ClockBound | null;
}

const viewFloor = ({ oneWayMs, link, closedRoundTripMs, pacedRoundTripMs }: Floor): FloorView => {
  const error = (roundTripMs: number | null): number | null =>
    roundTripMs === null ? null : roundTripMs / 2 - oneWayMs;
  return {
    oneWayMs,
    kind: link.kind,
    cpuUtilization: link.cpuUtilization,
    closed: closedRoundTripMs,
    paced: pacedRoundTripMs,
    errorMs: { p50: error(pacedRoundTripMs.p50), p99: error(pacedRoundTripMs.p99) },
  };
};

type Loaded = Pick<Measurements, "server" | "generator" | "machine" | "bytes">;

const worstOf = (loads: readonly Loaded[], read: (load: Loaded) => number | null): Worst | null => {
  const values = loads.flatMap((load) => read(load) ?? []);
  return values.length === 0 ? null : { median: median(values), most: Math.max(...values) };
};

const viewLoad = ({ name, label }: TransportView, trials: readonly TrialRecord[]): readonly RigLoad[] => {
  const loads = trials.flatMap((trial) => (trial.transport === name && trial.status !== "failed" ? [trial] : []));
  if (loads.length === 0) return [];
  const of = (read: (load: Loaded) => number | null): Worst | null => worstOf(loads, read);
  const ratios = loads.flatMap(({ machine }) => machine.littlesRatio ?? []);
  const disagreed = loads.flatMap(({ bytes }) => bytes.serverDisagrees ?? []);
  return [
    {
      transport: name,
      label,
      trials: loads.length,
      generatorCpu: of(({ generator }) => generator.cpuUtilization),
      loopUtilization: {
        server: of(({ server }) => server.loopUtilization),
        clients: of(({ generator }) => generator.loopUtilization),
      },
      gcPauseMs: {
        server: of(({ server }) => server.gcPauseMaxMs),
        clients: of(({ generator }) => generator.gcPauseMaxMs),
      },
      runDelayShare: {
        server: of(({ server }) => server.runDelayShare),
        clients: of(({ generator }) => generator.runDelayShare),
      },
      otherCores: of(({ machine }) => machine.otherCores),
      littlesRatio:
        ratios.length === 0 ? null : { least: Math.min(...ratios), median: median(ratios), most: Math.max(...ratios) },
      disagreement: disagreed.length === 0 ? null : disagreed.reduce((sum, bytes) => sum + bytes, 0),
    },
  ];
};

/** Invalid trials are included: the rig's load shows why they are invalid. */
export const viewRig = (run: Run, transports: readonly TransportView[]): Rig => ({
  link: run.link,
  measuredFloors: run.floors,
  floors: run.floors.map(viewFloor),
  fanOut: run.floors.find(({ fanOut }) => fanOut !== null)?.fanOut ?? null,
  ceilings: run.ceilings,
  clientProcesses: clientProcessesOfRun(run),
  loads: transports.flatMap((view) => viewLoad(view, run.trials)),
  clock: worstClock(run.trials),
});

/** A browser's pages are held by Chromium. */
const clientProcessesOfRun = ({ trials, environment }: Run): readonly number[] => {
  const held = trials.filter(({ transport }) => !isBrowserArm(transport));
  const numbers = new Set(held.map(({ conditions }) => clientProcessesOf(conditions, environment.cores)));
  return [...numbers].toSorted((a, b) => a - b);
};

const worstClock = (trials: readonly TrialRecord[]): ClockBound | null => {
  const clocks = trials.flatMap(({ clock }) => clock ?? []);
  if (clocks.length === 0) return null;
  return {
    offsetBoundMs: Math.max(...clocks.map(({ offsetBoundMs }) => offsetBoundMs)),
    driftMs: Math.max(...clocks.map(({ driftMs }) => driftMs)),
  };
};
