// Whether a trial's numbers may be believed. A trial that lost or spoilt a delivery failed; one whose rig was the limit is
// invalid. Pure. Every reason says what to change.

import type { Disconnections } from "../../servers/server.ts";
import { isFaultless, type LoopLoad, type Measurements, type TrialRecord } from "../record/trial.ts";

interface Assessment {
  readonly status: TrialRecord["status"];
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** Beyond these, the numbers are those of the rig. */
const limits = {
  busiestProcessUtilization: 0.9,
  achievedShare: 0.98,
  publishDelayP50Ms: 5,
  loopDelayP99Ms: 250,
  otherCores: 0.5,
  linkUtilization: 0.7,
} as const;

/** Whether other work on the machine made the trial invalid, so that it may come out valid another time. */
export const wasDisturbed = ({ status, machine }: TrialRecord): boolean => {
  const otherCores = machine?.otherCores ?? null;
  return status === "invalid" && otherCores !== null && otherCores > limits.otherCores;
};

/** Beyond these a reader is told, but the numbers stand. */
const noteworthy = {
  publishDelayMs: 2,
  serverUtilization: 0.9,
  loopDelayP99Ms: 20,
  otherCores: 0.2,
  runDelayShare: 0.1,
  gcShare: 0.05,
  gcPauseMs: 20,
  littlesDeviation: 0.25,
  /** The times of a browser's pages may be off by this much. */
  offsetBoundMs: 0.5,
} as const;

/** With fewer deliveries, chance alone makes Little's ratio unsteady. */
const steadySample = 368;

export const assess = (m: Measurements, disconnections: Disconnections): Assessment => {
  const failures = [...deliveryFailures(m), ...accountingFailures(m)];
  const warnings = [...warningsOf(m), ...disconnectionWarnings(disconnections)];
  if (failures.length > 0) return { status: "failed", reasons: failures, warnings };
  const reasons = rigLimits(m);
  return { status: reasons.length > 0 ? "invalid" : "measured", reasons, warnings };
};

/** The sentences whose condition holds. */
const sentences = (...all: readonly (string | false)[]): readonly string[] =>
  all.filter((sentence) => sentence !== false);

const deliveryFailures = ({ deliveries: d }: Measurements): readonly string[] => {
  if (isFaultless(d)) return [];
  const counts = `${d.lost} lost, ${d.duplicated} duplicated, ${d.outOfOrder} out of order, ${d.foreign} foreign, ${d.altered} altered`;
  return [`of ${d.expected} deliveries ${counts}; subscribers affected: ${d.subscribersAffected}`];
};

const accountingFailures = ({ bytes }: Measurements): readonly string[] =>
  sentences(
    bytes.unaccounted !== 0 &&
      `${bytes.unaccounted} bytes at the clients' sockets belong to no kind: the transport's client has to book every byte`,
  );

const rigLimits = ({ generator: g, publishDelayMs, machine, link, clock }: Measurements): readonly string[] =>
  sentences(
    g.busiestProcessUtilization > limits.busiestProcessUtilization &&
      tooBusy(`used ${wholePercent(g.busiestProcessUtilization)} of a core`, clock !== null),
    g.achievedRate < limits.achievedShare * g.offeredRate &&
      `the publisher made ${wholePercent(g.achievedRate / g.offeredRate)} of the offered rate: lower --rate`,
    publishDelayMs.p50 !== null &&
      publishDelayMs.p50 > limits.publishDelayP50Ms &&
      `half of all messages were published more than ${limits.publishDelayP50Ms} ms late: lower --rate or --subscribers`,
    g.loopDelayP99Ms > limits.loopDelayP99Ms &&
      `a client process stalled for ${Math.round(g.loopDelayP99Ms)} ms (p99): stop other work, or lower --rate or --subscribers`,
    machine.otherCores !== null &&
      machine.otherCores > limits.otherCores &&
      `other work used ${machine.otherCores.toFixed(1)} cores of this machine: stop it, or measure elsewhere`,
    link.cpuUtilization > limits.linkUtilization &&
      `the delaying link used ${wholePercent(link.cpuUtilization)} of a core: lower --rate, --subscribers or --body`,
  );

const tooBusy = (share: string, inBrowser: boolean): string =>
  inBrowser
    ? `a process of Chromium ${share}: lower --rate or --subscribers`
    : `a client process ${share}: raise --client-processes or lower --rate or --subscribers`;

const warningsOf = (m: Measurements): readonly string[] => {
  const { publishDelayMs, responseTimeMs, server, generator } = m;
  const late = publishDelayMs.p99 ?? publishDelayMs.p90;
  return [
    ...sentences(
      late !== null &&
        late > noteworthy.publishDelayMs &&
        `messages were published up to ${late.toFixed(1)} ms late (p99, or p90 in a small sample); response times include this`,
      responseTimeMs.count === 0 &&
        generator.offeredRate > 0 &&
        "no message was due in the window, so there is no response time: raise --rate or --measure",
      server.cpuUtilization > noteworthy.serverUtilization &&
        `the server used ${wholePercent(server.cpuUtilization)} of a core: it was saturated`,
      generator.loopDelayP99Ms > noteworthy.loopDelayP99Ms &&
        `the clients' event loop was ${generator.loopDelayP99Ms.toFixed(0)} ms late (p99): deliveries were stamped late`,
    ),
    ...clockWarnings(m),
    ...machineWarnings(m),
    ...byteWarnings(m),
  ];
};

const clockWarnings = ({ clock }: Measurements): readonly string[] =>
  clock === null || clock.offsetBoundMs + clock.driftMs <= noteworthy.offsetBoundMs
    ? []
    : [
        `a page's clock is known to within ${clock.offsetBoundMs.toFixed(2)} ms and moved by ${clock.driftMs.toFixed(2)} ms: the page's times are as uncertain`,
      ];

const machineWarnings = ({ server, generator, machine, responseTimeMs }: Measurements): readonly string[] => {
  const { otherCores, littlesRatio } = machine;
  return [
    ...sentences(
      otherCores !== null &&
        otherCores > noteworthy.otherCores &&
        `other work used ${otherCores.toFixed(1)} cores of this machine`,
    ),
    ...loopWarnings("server", server),
    ...loopWarnings("clients", generator),
    ...sentences(
      littlesRatio !== null &&
        Math.abs(littlesRatio - 1) > noteworthy.littlesDeviation &&
        responseTimeMs.count >= steadySample &&
        `the trial was not in a steady state: outstanding deliveries were ${wholePercent(littlesRatio)} of rate × mean response time (Little's law)`,
    ),
  ];
};

const loopWarnings = (side: string, { runDelayShare, gcPauseMaxMs, gcShare }: LoopLoad): readonly string[] => {
  const pauses = `${wholePercent(gcShare)} of the window, ${gcPauseMaxMs.toFixed(0)} ms at the longest`;
  return sentences(
    runDelayShare !== null &&
      runDelayShare > noteworthy.runDelayShare &&
      `the ${side} waited for a core during ${wholePercent(runDelayShare)} of the window`,
    (gcPauseMaxMs > noteworthy.gcPauseMs || gcShare > noteworthy.gcShare) &&
      `the ${side} collected garbage for ${pauses}`,
  );
};

const byteWarnings = ({ bytes }: Measurements): readonly string[] =>
  bytes.serverDisagrees === 0 || bytes.serverDisagrees === null
    ? []
    : [`server and clients counted ${bytes.serverDisagrees} bytes differently over the trial`];

const disconnectionWarnings = ({ tooSlow, silent }: Disconnections): readonly string[] =>
  sentences(
    tooSlow > 0 &&
      `the server disconnected ${tooSlow} subscribers that read too slowly; they resumed from their cursors`,
    silent > 0 && `the server disconnected ${silent} subscribers that answered no ping`,
  );

const wholePercent = (share: number): string => `${Math.round(share * 100)} %`;
