// Whether a trial's numbers may be believed: what was lost makes it failed, a rig that was the limit makes it invalid.
// Pure; every reason says what to change.

import type { Disconnections } from "../servers/server.ts";
import type { Measurements, TrialRecord } from "./record.ts";

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
} as const;

export const judge = (m: Measurements, disconnections: Disconnections): Verdict => {
  const failures = [...deliveryFailures(m), ...accountingFailures(m)];
  const warnings = [...warningsOf(m), ...disconnectionWarnings(disconnections)];
  if (failures.length > 0) return { status: "failed", reasons: failures, warnings };
  const reasons = rigLimits(m);
  return { status: reasons.length > 0 ? "invalid" : "measured", reasons, warnings };
};

const deliveryFailures = ({ deliveries: d }: Measurements): readonly string[] => {
  if (d.lost + d.duplicated + d.outOfOrder === 0) return [];
  return [
    `of ${d.expected} deliveries ${d.lost} lost, ${d.duplicated} duplicated, ${d.outOfOrder} out of order, at ${d.subscribersAffected} subscribers`,
  ];
};

const accountingFailures = ({ bytes }: Measurements): readonly string[] => {
  if (bytes.unaccounted === 0) return [];
  return [`${bytes.unaccounted} bytes at the sockets belong to no kind: the accounting is wrong`];
};

const rigLimits = ({ generator: g, publishDelayMs }: Measurements): readonly string[] => {
  const reasons: string[] = [];
  if (g.busiestProcessUtilization > limits.busiestProcessUtilization) {
    reasons.push(
      `a client process used ${percent(g.busiestProcessUtilization)} of a core: raise --client-processes or lower --rate or --subscribers`,
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
  return reasons;
};

const warningsOf = ({ publishDelayMs, responseTimeMs, server, generator }: Measurements): readonly string[] => {
  const warnings: string[] = [];
  const late = publishDelayMs.p99 ?? publishDelayMs.p90;
  if (late !== null && late > 2) {
    warnings.push(
      `messages were published up to ${late.toFixed(1)} ms late (p99, else p90); response times include it`,
    );
  }
  if (responseTimeMs.count === 0) warnings.push("no message was due in the window: there is no response time");
  if (server.cpuUtilization > 0.9)
    warnings.push(`the server used ${percent(server.cpuUtilization)} of a core: it was saturated`);
  if (generator.loopDelayP99Ms > 20) {
    warnings.push(
      `the clients' event loop was ${generator.loopDelayP99Ms.toFixed(0)} ms late (p99): deliveries were stamped late`,
    );
  }
  return warnings;
};

const disconnectionWarnings = ({ tooSlow, silent }: Disconnections): readonly string[] => [
  ...(tooSlow === 0
    ? []
    : [`the server disconnected ${tooSlow} subscribers that read too slowly; they resumed from their cursors`]),
  ...(silent === 0 ? [] : [`the server disconnected ${silent} subscribers that answered no ping`]),
];

const percent = (share: number): string => `${Math.round(share * 100)} %`;
