// Whether a trial's numbers may be believed. A trial that lost or spoilt a delivery failed; one whose rig was the limit is
// invalid; one whose server was the limit is saturated, which is a result. Pure.

import type { Disconnections } from "../../servers/server.ts";
import type { LoopLoad } from "../record/loads.ts";
import { type Remark, remarks } from "../record/remarks.ts";
import { deliveryFaults, isFaultless, type Measurements, type TrialRecord } from "../record/trial.ts";
import { isStalled, stallReasons, stallWarnings } from "./stalls.ts";

interface Assessment {
  readonly status: TrialRecord["status"];
  readonly reasons: readonly Remark[];
  readonly warnings: readonly Remark[];
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
  if (reasons.length > 0) return { status: "invalid", reasons, warnings: without(reasons, warnings) };
  const kept: readonly Remark[] = byMachine.length > 0 ? [{ code: "kept-busy" }, ...byMachine] : [];
  const saturation = saturationOf(m);
  return {
    status: saturation.length > 0 ? "saturated" : "measured",
    reasons: saturation,
    warnings: [...kept, ...without(kept, warnings)],
  };
};

/** The warnings of which nothing is said already. */
const without = (said: readonly Remark[], warnings: readonly Remark[]): readonly Remark[] =>
  warnings.filter(({ code }) => said.every((remark) => remark.code !== code));

const deliveryFailures = ({ deliveries }: Measurements): readonly Remark[] => {
  const { received: _, ...counts } = deliveries;
  return isFaultless(deliveries) ? [] : [{ code: "deliveries-spoilt", ...counts }];
};

const onlyLost = ({ deliveries }: Measurements): boolean =>
  deliveryFaults.every((fault) => fault === "lost" || deliveries[fault] === 0);

const accountingFailures = ({ bytes }: Measurements): readonly Remark[] =>
  remarks(bytes.unaccounted !== 0 && { code: "bytes-unaccounted", unaccountedBytes: bytes.unaccounted });

/** Whether publications were late, by the server's own work or by the machine; none where they were in time. */
const lateness = ({ generator: g, publishDelayMs }: Measurements, by: "server" | "machine"): readonly Remark[] =>
  remarks(
    g.achievedRate < limits.achievedShare * g.offeredRate && {
      code: `rate-missed-by-${by}`,
      achievedShare: g.achievedRate / g.offeredRate,
    },
    publishDelayMs.p50 !== null &&
      publishDelayMs.p50 > limits.publishDelayP50Ms && {
        code: `published-late-by-${by}`,
        limitMs: limits.publishDelayP50Ms,
      },
  );

/** Whether the pacing thread, which the server's own work does not hold up, woke in time. */
const woke = ({ generator: { pacerDelayP50Ms } }: Measurements): boolean =>
  pacerDelayP50Ms === null || pacerDelayP50Ms <= limits.publishDelayP50Ms;

/** The signs of a saturated server: its publications are late though their thread woke in time, or its core is used up. */
const saturationOf = (m: Measurements): readonly Remark[] => [
  ...(woke(m) ? lateness(m, "server") : []),
  ...remarks(
    m.server.cpuUtilization > limits.saturatedServer && {
      code: "server-core-used-up",
      cpuShare: m.server.cpuUtilization,
    },
  ),
];

/** The machine was the limit: what it ran beside the trial, or a publisher's thread that it did not run in time. */
const machineLimits = (m: Measurements): readonly Remark[] => {
  const { otherCores } = m.machine;
  return [
    ...(woke(m) ? [] : lateness(m, "machine")),
    ...remarks(otherCores !== null && otherCores > limits.otherCores && { code: "other-work", otherCores }),
  ];
};

/** The load generator or the link was the limit. */
const rigLimits = ({ generator: g, link, clock }: Measurements): readonly Remark[] =>
  remarks(
    g.busiestProcessUtilization > limits.busiestProcessUtilization && {
      code: clock === null ? "client-too-busy" : "chromium-too-busy",
      cpuShare: g.busiestProcessUtilization,
    },
    link.cpuUtilization > limits.linkUtilization && { code: "link-too-busy", cpuShare: link.cpuUtilization },
  );

const warningsOf = (m: Measurements): readonly Remark[] => {
  const { publishDelayMs, responseTimeMs, server, generator } = m;
  const late = publishDelayMs.p99 ?? publishDelayMs.p90;
  return [
    ...remarks(
      late !== null && late > noteworthy.publishDelayMs && { code: "published-late", lateMs: late },
      responseTimeMs.count === 0 && generator.offeredRate > 0 && { code: "no-message-due" },
      server.loopDelayMaxMs > noteworthy.busyMs &&
        !isStalled(server) && { code: "server-loop-held", heldMs: server.loopDelayMaxMs },
      generator.loopDelayP99Ms > noteworthy.loopDelayP99Ms && {
        code: "clients-loop-late",
        lateMs: generator.loopDelayP99Ms,
      },
    ),
    ...stallWarnings(m),
    ...clockWarnings(m),
    ...machineWarnings(m),
    ...byteWarnings(m),
  ];
};

const clockWarnings = ({ clock }: Measurements): readonly Remark[] =>
  clock === null || clock.offsetBoundMs + clock.driftMs <= noteworthy.offsetBoundMs
    ? []
    : [{ code: "page-clock-uncertain", offsetMs: clock.offsetBoundMs, driftMs: clock.driftMs }];

const machineWarnings = ({ server, generator, machine, responseTimeMs }: Measurements): readonly Remark[] => {
  const { otherCores, littlesRatio } = machine;
  return [
    ...remarks(otherCores !== null && otherCores > noteworthy.otherCores && { code: "other-work", otherCores }),
    ...loopWarnings("server", server),
    ...loopWarnings("clients", generator),
    ...remarks(
      littlesRatio !== null &&
        Math.abs(littlesRatio - 1) > noteworthy.littlesDeviation &&
        responseTimeMs.count >= steadySample && { code: "unsteady", outstandingShare: littlesRatio },
    ),
  ];
};

const loopWarnings = (
  side: "server" | "clients",
  { runDelayShare, gcPauseMaxMs, gcShare }: LoopLoad,
): readonly Remark[] =>
  remarks(
    runDelayShare !== null &&
      runDelayShare > noteworthy.runDelayShare && { code: `${side}-waited`, waitShare: runDelayShare },
    (gcPauseMaxMs > noteworthy.gcPauseMs || gcShare > noteworthy.gcShare) && {
      code: `${side}-collected`,
      gcShare,
      pauseMs: gcPauseMaxMs,
    },
  );

const byteWarnings = ({ bytes: { serverDisagrees } }: Measurements): readonly Remark[] =>
  serverDisagrees === 0 || serverDisagrees === null
    ? []
    : [{ code: "bytes-counted-differently", differentBytes: serverDisagrees }];

const disconnectionWarnings = ({ tooSlow, silent }: Disconnections): readonly Remark[] =>
  remarks(
    tooSlow > 0 && { code: "subscribers-too-slow", subscribers: tooSlow },
    silent > 0 && { code: "subscribers-silent", subscribers: silent },
  );
