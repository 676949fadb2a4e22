// Whether a trial's numbers may be believed: what was lost makes it failed, a rig that was the limit makes it invalid.
// Pure; every reason says what to change.

import type { Disconnections } from "../../servers/server.ts";
import { isFaultless, type Measurements, type TrialRecord } from "../record/trial.ts";

export interface Verdict {
  readonly status: TrialRecord["status"];
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** From these on, the generator is what was measured. */
const limits = {
  busiestProcessUtilization: 0.9,
  achievedShare: 0.98,
  publishDelayP50Ms: 5,
  loopDelayP99Ms: 250,
  /** Cores that other work on the machine used. */
  otherCores: 0.5,
  linkUtilization: 0.7,
} as const;

/** Whether other work on the machine made it invalid, so that the same trial may come out valid another time. */
export const wasDisturbed = ({ status, machine }: TrialRecord): boolean =>
  status === "invalid" && (machine?.otherCores ?? 0) > limits.otherCores;

/** Above these a reader is told, but the numbers stand. */
const noteworthy = {
  otherCores: 0.2,
  runDelayShare: 0.1,
  gcShare: 0.05,
  gcPauseMs: 20,
  littlesDeviation: 0.25,
  /** Of the pages' clocks. */
  offsetBoundMs: 0.5,
} as const;

/** Fewer deliveries than these are not steady for chance alone. */
const steadySample = 368;

export const judge = (m: Measurements, disconnections: Disconnections): Verdict => {
  const failures = [...deliveryFailures(m), ...accountingFailures(m)];
  const warnings = [...warningsOf(m), ...disconnectionWarnings(disconnections)];
  if (failures.length > 0) return { status: "failed", reasons: failures, warnings };
  const reasons = rigLimits(m);
  return { status: reasons.length > 0 ? "invalid" : "measured", reasons, warnings };
};

const deliveryFailures = ({ deliveries: d }: Measurements): readonly string[] => {
  if (isFaultless(d)) return [];
  const counts = `${d.lost} lost, ${d.duplicated} duplicated, ${d.outOfOrder} out of order, ${d.foreign} foreign, ${d.altered} altered`;
  return [`of ${d.expected} deliveries ${counts}, at ${d.subscribersAffected} subscribers`];
};

const accountingFailures = ({ bytes }: Measurements): readonly string[] => {
  if (bytes.unaccounted === 0) return [];
  return [`${bytes.unaccounted} bytes at the sockets belong to no kind: the accounting is wrong`];
};

const rigLimits = ({ generator: g, publishDelayMs, machine, link, clock }: Measurements): readonly string[] => {
  const reasons: string[] = [];
  if (g.busiestProcessUtilization > limits.busiestProcessUtilization) {
    const share = `used ${percent(g.busiestProcessUtilization)} of a core`;
    reasons.push(
      clock === null
        ? `a client process ${share}: raise --client-processes or lower --rate or --subscribers`
        : `a process of Chromium ${share}: lower --rate or --subscribers`,
    );
  }
  if (g.achievedRate < limits.achievedShare * g.offeredRate) {
    reasons.push(`the publisher made ${percent(g.achievedRate / g.offeredRate)} of the offered rate: lower --rate`);
  }
  if ((publishDelayMs.p50 ?? 0) > limits.publishDelayP50Ms) {
    reasons.push(
      `half of all messages were published more than ${limits.publishDelayP50Ms} ms late: lower --rate or --subscribers`,
    );
  }
  if (g.loopDelayP99Ms > limits.loopDelayP99Ms) {
    reasons.push(
      `a client process stalled for ${Math.round(g.loopDelayP99Ms)} ms (p99): the machine is too busy for this load`,
    );
  }
  if ((machine.otherCores ?? 0) > limits.otherCores) {
    reasons.push(
      `other work used ${(machine.otherCores ?? 0).toFixed(1)} cores of this machine: stop it, or measure elsewhere`,
    );
  }
  if (link.cpuUtilization > limits.linkUtilization) {
    reasons.push(
      `the delaying link used ${percent(link.cpuUtilization)} of a core: lower --rate, --subscribers or --body`,
    );
  }
  return reasons;
};

const warningsOf = (m: Measurements): readonly string[] => {
  const { publishDelayMs, responseTimeMs, server, generator } = m;
  const warnings: string[] = [];
  const late = publishDelayMs.p99 ?? publishDelayMs.p90;
  if (late !== null && late > 2) {
    warnings.push(
      `messages were published up to ${late.toFixed(1)} ms late (p99, else p90); response times include it`,
    );
  }
  if (responseTimeMs.count === 0 && generator.offeredRate > 0) {
    warnings.push("no message was due in the window: there is no response time");
  }
  if (server.cpuUtilization > 0.9)
    warnings.push(`the server used ${percent(server.cpuUtilization)} of a core: it was saturated`);
  if (generator.loopDelayP99Ms > 20) {
    warnings.push(
      `the clients' event loop was ${generator.loopDelayP99Ms.toFixed(0)} ms late (p99): deliveries were stamped late`,
    );
  }
  return [...warnings, ...clockWarnings(m), ...machineWarnings(m), ...byteWarnings(m)];
};

const clockWarnings = ({ clock }: Measurements): readonly string[] =>
  clock === null || clock.offsetBoundMs + clock.driftMs <= noteworthy.offsetBoundMs
    ? []
    : [
        `a page's clock is known to within ${clock.offsetBoundMs.toFixed(2)} ms (and moved ${clock.driftMs.toFixed(2)} ms): its times are as uncertain`,
      ];

const machineWarnings = ({ server, generator, machine, responseTimeMs }: Measurements): readonly string[] => {
  const warnings: string[] = [];
  if ((machine.otherCores ?? 0) > noteworthy.otherCores) {
    warnings.push(`other work used ${(machine.otherCores ?? 0).toFixed(1)} cores of this machine`);
  }
  for (const [side, load] of [
    ["server", server],
    ["clients", generator],
  ] as const) {
    if ((load.runDelayShare ?? 0) > noteworthy.runDelayShare) {
      warnings.push(`the ${side} waited for a core during ${percent(load.runDelayShare ?? 0)} of the window`);
    }
    if (load.gcPauseMaxMs > noteworthy.gcPauseMs || load.gcShare > noteworthy.gcShare) {
      const pauses = `${percent(load.gcShare)} of the window, ${load.gcPauseMaxMs.toFixed(0)} ms at the longest`;
      warnings.push(`the ${side} collected garbage for ${pauses}`);
    }
  }
  const { littlesRatio } = machine;
  const steady = littlesRatio === null || Math.abs(littlesRatio - 1) <= noteworthy.littlesDeviation;
  if (!steady && responseTimeMs.count >= steadySample) {
    warnings.push(
      `not a steady state: deliveries outstanding were ${percent(littlesRatio)} of rate × response time (Little's law)`,
    );
  }
  return warnings;
};

const byteWarnings = ({ bytes }: Measurements): readonly string[] =>
  bytes.serverDisagrees === 0 || bytes.serverDisagrees === null
    ? []
    : [`server and clients counted ${bytes.serverDisagrees} bytes differently over the trial`];

const disconnectionWarnings = ({ tooSlow, silent }: Disconnections): readonly string[] => [
  ...(tooSlow === 0
    ? []
    : [`the server disconnected ${tooSlow} subscribers that read too slowly; they resumed from their cursors`]),
  ...(silent === 0 ? [] : [`the server disconnected ${silent} subscribers that answered no ping`]),
];

const percent = (share: number): string => `${Math.round(share * 100)} %`;
