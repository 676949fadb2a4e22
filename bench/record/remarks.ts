// Remarks about a trial or a run: codes with parameters, which each reader is told in words of his own language. Pure.

/**
 * Each code with the names of its parameters. A number's unit stands in its name: Ms, Share (from 0 to 1), Cores, Times, Bytes;
 * else it is a count. `why` and `metric` are texts, which stay as they were written.
 */
export const remarkParameters = {
  // Why a trial failed.
  failure: ["why"],
  "deliveries-spoilt": ["expected", "lost", "duplicated", "outOfOrder", "foreign", "altered", "subscribersAffected"],
  "bytes-unaccounted": ["unaccountedBytes"],
  // Why it is saturated.
  "rate-missed-by-server": ["achievedShare"],
  "published-late-by-server": ["limitMs"],
  "server-core-used-up": ["cpuShare"],
  // Why it is invalid.
  "rate-missed-by-machine": ["achievedShare"],
  "published-late-by-machine": ["limitMs"],
  "other-work": ["otherCores"],
  "client-too-busy": ["cpuShare"],
  "chromium-too-busy": ["cpuShare"],
  "link-too-busy": ["cpuShare"],
  "server-stood-still": ["stallMs"],
  "server-stood-still-often": ["stallShare"],
  "client-stalled": ["stallMs"],
  "client-stalled-often": ["stallShare"],
  "page-stalled": ["stallMs"],
  "page-stalled-often": ["stallShare"],
  "link-stalled": ["stallMs"],
  "link-stalled-often": ["stallShare"],
  "link-late": ["lateMs"],
  "publisher-woke-late": ["lateMs"],
  "slow-phase-repeated": ["slowTimes"],
  // A trial's warnings.
  "kept-busy": [],
  "slow-phase": ["slowTimes"],
  "published-late": ["lateMs"],
  "no-message-due": [],
  "server-loop-held": ["heldMs"],
  "clients-loop-late": ["lateMs"],
  "server-paused": ["stallMs", "stallShare"],
  "client-paused": ["stallMs", "stallShare"],
  "link-paused": ["stallMs", "stallShare"],
  "leader-stood-still": ["stallMs"],
  "page-clock-uncertain": ["offsetMs", "driftMs"],
  "server-waited": ["waitShare"],
  "clients-waited": ["waitShare"],
  "server-collected": ["gcShare", "pauseMs"],
  "clients-collected": ["gcShare", "pauseMs"],
  unsteady: ["outstandingShare"],
  "bytes-counted-differently": ["differentBytes"],
  "subscribers-too-slow": ["subscribers"],
  "subscribers-silent": ["subscribers"],
  // A run's warnings.
  partial: ["run", "planned"],
  "stopped-precise": ["trials", "metric", "widestShare", "askedShare"],
  "stopped-at-limit": ["trials", "metric", "widestShare", "askedShare"],
  "stopped-without-interval": ["trials", "metric", "askedShare"],
  "stopped-clients-too-busy": ["trials", "cpuShare"],
  "stopped-chromium-too-busy": ["trials", "cpuShare"],
  "stopped-link-too-busy": ["trials", "cpuShare"],
  "stopped-failing": ["trials", "why"],
  "busy-at-start": ["loadCores", "cores"],
  "one-core": [],
  "delayed-by-relay": [],
  "delayed-by-relay-because": ["why"],
  "lines-left-out": ["why"],
  "folder-made-again": [],
  "cores-not-split": ["why"],
  "other-work-before": ["otherCores"],
  "other-work-before-kept": ["otherCores"],
  "floor-unmeasured": ["oneWayMs", "why"],
  "ceiling-unmeasured": ["why"],
  // How bytes on the wire were counted.
  "wire-by-sockets": [],
  "wire-by-network": [],
  // Why they were not.
  "wire-behind-relay": [],
  "wire-untold": [],
  "wire-sockets-changed": ["sockets"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Parameters = typeof remarkParameters;

export type RemarkCode = keyof Parameters;

/** Parameters that are texts. */
const texts = ["why", "metric"] as const;

type Value<Name extends string> = Name extends (typeof texts)[number] ? string : number;

export type Remark = {
  readonly [Code in RemarkCode]: { readonly code: Code } & {
    readonly [Name in Parameters[Code][number]]: Value<Name>;
  };
}[RemarkCode];

export const isRemarkCode = (code: unknown): code is RemarkCode =>
  typeof code === "string" && Object.hasOwn(remarkParameters, code);

const isText = (name: string): boolean => texts.some((text) => text === name);

/** Whether it has a known code and each of its parameters, of its type. */
export const isRemark = (value: unknown): value is Remark => {
  if (typeof value !== "object" || value === null || !("code" in value) || !isRemarkCode(value.code)) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return remarkParameters[value.code].every((name) =>
    isText(name) ? typeof fields.get(name) === "string" : Number.isFinite(fields.get(name)),
  );
};

/** How a trial's bytes on the wire were counted, or why they were not. */
const wireCodes = [
  "wire-by-sockets",
  "wire-by-network",
  "wire-behind-relay",
  "wire-untold",
  "wire-sockets-changed",
] as const satisfies readonly RemarkCode[];

export type WireRemark = Extract<Remark, { readonly code: (typeof wireCodes)[number] }>;

export const isWireRemark = (value: unknown): value is WireRemark =>
  isRemark(value) && wireCodes.some((code) => code === value.code);

/** The remarks whose condition holds. */
export const remarks = (...all: readonly (Remark | false)[]): readonly Remark[] =>
  all.filter((remark) => remark !== false);
