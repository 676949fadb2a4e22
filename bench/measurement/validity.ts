// Whether a trial's numbers may be believed. A trial that lost or spoilt a delivery failed; one whose rig was the limit is
// invalid; one whose server was the limit is saturated, which is a result. Pure. Every reason says what to change.

import type { Disconnections } from "../../servers/server.ts";
import type { LoopLoad } from "../record/loads.ts";
import { deliveryFaults, isFaultless, type Measurements, type TrialRecord } from "../record/trial.ts";
import { sentences, wholePercent } from "./sentences.ts";
import { isStalled, stallReasons, stallWarnings } from "./stalls.ts";

interface Assessment {
  readonly status: TrialRecord["status"];
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** Beyond these, the numbers are those of the rig; a server above its share of a core is saturated. */
export const limits = {
  busiestProcessUtilization: 0.9,
  achievedShare: 0.98,
  publishDelayP50Ms: 5,
  saturatedServer: 0.9,
  otherCores: 0.5,
  linkUtilization: 0.7,
} as const;

/** Whether the machine made the trial invalid, by other work or by a stall, so that it may come out valid another time. */
export const wasDisturbed = ({ status, machine, server, generator, link }: TrialRecord): boolean => {
  if (status !== "invalid" || server === null || generator === null || link === null) return false;
  const otherCores = machine?.otherCores ?? null;
  // A client that is too busy stalls by its own work.
  const parts =
    generator.busiestProcessUtilization > limits.busiestProcessUtilization ? [server, link] : [server, link, generator];
  return (otherCores !== null && otherCores > limits.otherCores) || parts.some(isStalled);
};

/** Beyond these a reader is told, but the numbers stand. */
const noteworthy = {
  publishDelayMs: 2,
  busyMs: 250,
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

/** With `acceptBusy`, what other work of the machine may have spoilt counts all the same, and a warning says so. */
export const assess = (m: Measurements, disconnections: Disconnections, acceptBusy = false): Assessment => {
  const stalls = stallReasons(m);
  const losses = deliveryFailures(m);
  // A rig that stood still until the wait for the last deliveries was over proves no loss.
  const excused = stalls.length > 0 && onlyLost(m) ? losses : [];
  const failures = [...(excused.length > 0 ? [] : losses), ...accountingFailures(m)];
  const warnings = [...excused, ...warningsOf(m), ...disconnectionWarnings(disconnections)];
  if (failures.length > 0) return { status: "failed", reasons: [...stalls, ...failures], warnings };
  const byMachine = [...stalls, ...machineLimits(m)];
  const reasons = [...(acceptBusy ? [] : byMachine), ...rigLimits(m)];
  if (reasons.length > 0) return { status: "invalid", reasons, warnings };
  const accepted = acceptBusy ? byMachine.map((reason) => `kept by --accept-busy: ${reason}`) : [];
  const saturation = saturationOf(m);
  return {
    status: saturation.length > 0 ? "saturated" : "measured",
    reasons: saturation,
    warnings: [...accepted, ...warnings],
  };
};

const deliveryFailures = ({ deliveries: d }: Measurements): readonly string[] => {
  if (isFaultless(d)) return [];
  const counts = `${d.lost} lost, ${d.duplicated} duplicated, ${d.outOfOrder} out of order, ${d.foreign} foreign, ${d.altered} altered`;
  return [`of ${d.expected} deliveries ${counts}; subscribers affected: ${d.subscribersAffected}`];
};

const onlyLost = ({ deliveries }: Measurements): boolean =>
  deliveryFaults.every((fault) => fault === "lost" || deliveries[fault] === 0);

const accountingFailures = ({ bytes }: Measurements): readonly string[] =>
  sentences(
    bytes.unaccounted !== 0 &&
      `${bytes.unaccounted} bytes at the clients' sockets belong to no kind: the transport's client has to book every byte`,
  );

/** How many publications were late, in words; none where they were in time. */
const lateness = ({ generator: g, publishDelayMs }: Measurements): readonly string[] =>
  sentences(
    g.achievedRate < limits.achievedShare * g.offeredRate &&
      `the publisher made ${wholePercent(g.achievedRate / g.offeredRate)} of the offered rate`,
    publishDelayMs.p50 !== null &&
      publishDelayMs.p50 > limits.publishDelayP50Ms &&
      `half of all messages were published more than ${limits.publishDelayP50Ms} ms late`,
  );

/** Whether the pacing thread, which the server's own work does not hold up, woke in time. */
const woke = ({ generator: { pacerDelayP50Ms } }: Measurements): boolean =>
  pacerDelayP50Ms === null || pacerDelayP50Ms <= limits.publishDelayP50Ms;

/** The signs of a saturated server: its publications are late though their thread woke in time, or its core is used up. */
const saturationOf = (m: Measurements): readonly string[] => [
  ...(woke(m) ? lateness(m).map((late) => `${late}, since the server was busy: that is as much as it can do`) : []),
  ...sentences(
    m.server.cpuUtilization > limits.saturatedServer &&
      `the server used ${wholePercent(m.server.cpuUtilization)} of a core: that is as much as it can do`,
  ),
];

/** The machine was the limit: what it ran beside the trial, or a publisher's thread that it did not run in time. */
const machineLimits = (m: Measurements): readonly string[] => {
  const { otherCores } = m.machine;
  return [
    ...(woke(m)
      ? []
      : lateness(m).map((late) => `${late}, since its thread woke late: stop other work, or lower --rate`)),
    ...sentences(
      otherCores !== null &&
        otherCores > limits.otherCores &&
        `other work used ${otherCores.toFixed(1)} cores of this machine: stop it, or measure elsewhere`,
    ),
  ];
};

/** The load generator or the link was the limit. */
const rigLimits = ({ generator: g, link, clock }: Measurements): readonly string[] =>
  sentences(
    g.busiestProcessUtilization > limits.busiestProcessUtilization &&
      tooBusy(`used ${wholePercent(g.busiestProcessUtilization)} of a core`, clock !== null),
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
      server.loopDelayMaxMs > noteworthy.busyMs &&
        !isStalled(server) &&
        `the server's own work held its event loop up for ${Math.round(server.loopDelayMaxMs)} ms at a time`,
      generator.loopDelayP99Ms > noteworthy.loopDelayP99Ms &&
        `the clients' event loop was ${generator.loopDelayP99Ms.toFixed(0)} ms late (p99): deliveries were stamped late`,
    ),
    ...stallWarnings(m),
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
