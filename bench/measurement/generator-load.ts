// The work of a trial's load generator, and whether it kept up. Pure.

import type { ProcessLoad } from "../machine/load.ts";
import type { GeneratorLoad, LoopLoad } from "../record/loads.ts";
import { quantile } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { ClientWindow, Observations } from "./observations.ts";
import { type Span, stallOf } from "./stalls.ts";

/** Each number of the process where it is worst. */
export const worstLoop = (loads: readonly LoopLoad[]): LoopLoad => {
  const worst = (of: (load: LoopLoad) => number): number => Math.max(...loads.map(of));
  const runDelays = loads.map((load) => load.runDelayShare).filter((share) => share !== null);
  return {
    loopDelayP99Ms: worst((load) => load.loopDelayP99Ms),
    loopDelayMaxMs: worst((load) => load.loopDelayMaxMs),
    loopUtilization: worst((load) => load.loopUtilization),
    gcPauseMaxMs: worst((load) => load.gcPauseMaxMs),
    gcShare: worst((load) => load.gcShare),
    runDelayShare: runDelays.length < loads.length ? null : Math.max(...runDelays),
  };
};

/** The load of a client process together with that of the Chromium that it started: both generate the trial's load. */
const generatorLoadOf = ({ load, chromium }: ClientWindow): ProcessLoad & { readonly busiestMs: number } => {
  if (chromium === null) return { ...load, busiestMs: load.cpuMs };
  const { runDelayMs } = chromium;
  const waited = runDelayMs === null ? null : Math.max(load.runDelayShare ?? 0, runDelayMs / load.elapsedMs);
  const busiestMs = Math.max(load.cpuMs, chromium.busiestMs);
  return { ...load, cpuMs: load.cpuMs + chromium.cpuMs, busiestMs, runDelayShare: waited };
};

/** A message due at the window's very end may go out a little after it. */
const toleratedMs = 50;

export const generatorOf = (
  { publications, clients, server, windowFrom, windowTo, bytesPerIdleSubscriber }: Observations,
  inWindow: (at: number) => boolean,
  span: Span,
): GeneratorLoad => {
  const { intendedAt, sentAt, wokeAt } = publications;
  const perSecond = (instants: Float64Array): number =>
    instants.filter(inWindow).length / ((windowTo - windowFrom) / 1000);
  const pacerDelays = intendedAt
    .map((at, message) => (inWindow(at) ? valueAt(wokeAt, message) - at : Number.NaN))
    .filter((ms) => !Number.isNaN(ms))
    .sort();
  const loads = clients.map(({ window }) => generatorLoadOf(window));
  return {
    cpuUtilization: loads.reduce((cores, { cpuMs, elapsedMs }) => cores + cpuMs / elapsedMs, 0),
    busiestProcessUtilization: Math.max(...loads.map(({ busiestMs, elapsedMs }) => busiestMs / elapsedMs)),
    ...worstLoop(loads),
    ...stallOf(
      clients.map(({ gaps }) => gaps),
      span,
    ),
    bytesPerIdleSubscriber: bytesPerIdleSubscriber.clients,
    offeredRate: perSecond(intendedAt),
    achievedRate: perSecond(intendedAt.filter((_, message) => valueAt(sentAt, message) <= windowTo + toleratedMs)),
    pacerUtilization: server.pacerCpuMs / server.load.elapsedMs,
    pacerDelayP50Ms: pacerDelays.length === 0 ? null : quantile(pacerDelays, 0.5),
    pacerDelayMaxMs: pacerDelays.at(-1) ?? null,
  };
};
