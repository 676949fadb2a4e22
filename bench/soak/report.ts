// The findings of a soak, in words. Pure.

import { fitGrowth, type Growth, type GrowthVerdict, growthLimits, judgeGrowth, settled } from "./growth.ts";
import type { LedgerCounts } from "./ledger.ts";
import type { Resources } from "./resources.ts";
import type { ProcessFindings, SoakFindings, SoakProgress } from "./soak.ts";
import type { ChatFindings } from "./visitors.ts";

type Memory = keyof typeof growthLimits;

const names = {
  liveBytes: "live memory",
  rssBytes: "resident memory",
  logFileBytes: "the log's file",
} as const satisfies Record<Memory, string>;

const megabytes = (bytes: number | null): string => (bytes === null ? "–" : `${(bytes / 1024 ** 2).toFixed(1)} MB`);
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;

const sum = <K extends string>(counts: readonly Readonly<Record<K, number>>[], key: K): number =>
  counts.reduce((total, each) => total + each[key], 0);

const faultNames = {
  missing: "lost",
  duplicated: "duplicated",
  outOfOrder: "out of order",
  foreign: "foreign",
  altered: "altered",
} as const satisfies Partial<Record<keyof LedgerCounts, string>>;
const faultKeys = ["missing", "duplicated", "outOfOrder", "foreign", "altered"] as const;

export const formatSoakProgress = ({ minutes, published, counts, memory }: SoakProgress): string =>
  [
    [
      `minute ${minutes}: ${published} published`,
      `${sum(counts, "received")} delivered`,
      ...faultKeys.map((key) => `${sum(counts, key)} ${key === "missing" ? "missing" : faultNames[key]}`),
    ].join(", "),
    ...memory.map(
      ({ name, reading }) => `${name} ${megabytes(reading.rssBytes)} (live ${megabytes(reading.liveBytes)})`,
    ),
  ].join(" · ");

interface JudgedMemory {
  readonly growth: Growth | null;
  readonly verdict: GrowthVerdict;
}

const judgeMemory = ({ memory }: ProcessFindings, kind: Memory): JudgedMemory => {
  const points = settled(memory).flatMap((reading) => {
    const bytes = reading[kind];
    return bytes === null ? [] : [{ at: reading.at, bytes }];
  });
  const growth = fitGrowth(points);
  return { growth, verdict: judgeGrowth(memory, growth, growthLimits[kind]) };
};

/** The log's file is among them where the process keeps one. */
const kindsOf = ({ memory }: ProcessFindings): readonly Memory[] => [
  "liveBytes",
  "rssBytes",
  ...(memory.some(({ logFileBytes }) => logFileBytes !== null) ? ["logFileBytes" as const] : []),
];

const slopeOf = ({ growth }: JudgedMemory): string => {
  if (growth === null) return "slope unknown";
  const { bytesPerMinute, standardError } = growth;
  return `${bytesPerMinute < 0 ? "−" : "+"}${kilobytes(Math.abs(bytesPerMinute))} a minute (± ${kilobytes(2 * standardError)})`;
};

const listed = (left: Resources): string =>
  Object.entries(left)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(", ");

const amiss = (where: string, counts: LedgerCounts): readonly string[] =>
  faultKeys.every((key) => counts[key] === 0)
    ? []
    : [`${where}: ${faultKeys.map((key) => `${counts[key]} ${faultNames[key]}`).join(", ")}`];

/** One line each; none where everything arrived, nothing was left behind, and memory is flat or was seen for too short a time. */
export const faultsOf = (findings: SoakFindings): readonly string[] => [
  ...findings.failures,
  ...faultsOfDelivery(findings),
  ...faultsOfProcesses(findings),
];

const faultsOfDelivery = ({ published, shares, chat, disconnections, failures }: SoakFindings): readonly string[] => [
  ...(published === 0 && failures.length === 0 ? ["nothing was published"] : []),
  ...shares.flatMap((share) => amiss(share.transport, share)),
  ...shares.flatMap(({ transport, reconnects }) =>
    reconnects === 0 ? [] : [`${transport}: had to connect again ${reconnects} times`],
  ),
  ...(chat === null ? [] : amiss("the chat", chat)),
  ...(disconnections.tooSlow + disconnections.silent === 0
    ? []
    : [`the server disconnected ${disconnections.tooSlow} as too slow, and ${disconnections.silent} as silent`]),
];

const faultsOfProcesses = ({ processes }: SoakFindings): readonly string[] => [
  ...processes.flatMap(({ name, left }) =>
    Object.keys(left).length === 0 ? [] : [`${name} left behind: ${listed(left)}`],
  ),
  ...processes.flatMap((process) =>
    kindsOf(process).flatMap((kind) => {
      const judged = judgeMemory(process, kind);
      if (judged.verdict !== "grows") return [];
      return [
        `${process.name}: ${names[kind]} grows by ${slopeOf(judged)}; at most ${kilobytes(growthLimits[kind])} a minute are allowed`,
      ];
    }),
  ),
];

const chatLine = ({ visitors, entries, received }: ChatFindings): string =>
  `the chat: ${visitors} visitors, ${entries} entries; ${received} of ${visitors * entries} heard`;

/** A table by transport in 80 columns, a line for each process, and each fault by its kind. */
export const formatSoak = (findings: SoakFindings): string => {
  const { published, shares, chat, processes, interrupted } = findings;
  const faults = faultsOf(findings);
  const heads = ["subscribers", "expected", "received", "faults", "reconnects"];
  const row = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padEnd(20)}${cells.map((cell) => String(cell).padStart(12)).join("")}`;
  const transports = Map.groupBy(shares, ({ transport }) => transport);
  const rows = [...transports].map(([transport, all]) => {
    const subscribers = sum(all, "subscribers");
    const faulty = faultKeys.reduce((total, key) => total + sum(all, key), 0);
    return row(transport, [subscribers, subscribers * published, sum(all, "received"), faulty, sum(all, "reconnects")]);
  });
  const memory = processes.map((process) => {
    const last = process.memory.at(-1);
    const told = kindsOf(process).map((kind) => {
      const judged = judgeMemory(process, kind);
      const verdict = judged.verdict === "short" ? "too short a time to judge" : judged.verdict;
      return `${names[kind]} ${megabytes(last?.[kind] ?? null)}, ${slopeOf(judged)}: ${verdict}`;
    });
    return `${process.name}: ${told.join(" · ")}`;
  });
  const end =
    faults.length > 0 ? faults.map((fault) => `FAULT ${fault}`) : ["no fault: nothing lost, nothing left behind"];
  return [
    `${interrupted ? "interrupted after" : "in all"} ${published} messages`,
    row("", heads),
    ...rows,
    ...(chat === null ? [] : [chatLine(chat)]),
    ...memory,
    ...end,
  ].join("\n");
};
