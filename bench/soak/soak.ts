// A soak: subscribers of every transport at one live server, for long, and what there is to find in the end: messages lost,
// memory that grows, sockets and timers left behind.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Disconnections } from "../../servers/server.ts";
import { TrialFailure } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import type { SoakOptions } from "../options/soak-options.ts";
import { transports } from "../transports.ts";
import type { Share, ShareCounts, SoakClientCalls } from "./client-process.ts";
import type { MemoryReading } from "./growth.ts";
import type { LedgerCounts } from "./ledger.ts";
import { openPage } from "./page.ts";
import { lastSeqOf, pace, pause } from "./requests.ts";
import type { Resources } from "./resources.ts";
import type { SoakServerCalls } from "./server-process.ts";
import { type ChatFindings, startVisitors } from "./visitors.ts";

/** One of the soak's processes, over the whole of it. */
export interface ProcessFindings {
  readonly name: string;
  readonly memory: readonly MemoryReading[];
  /** What it did not let go of. */
  readonly left: Resources;
}

export interface SoakFindings {
  readonly published: number;
  readonly shares: readonly (Share & ShareCounts)[];
  /** null where nobody came so far. */
  readonly chat: ChatFindings | null;
  /** Whom the server let go by itself. */
  readonly disconnections: Disconnections;
  readonly processes: readonly ProcessFindings[];
  /** Subscriptions that ended early, processes that died, what visitors were refused, what the server complained of. */
  readonly failures: readonly string[];
  readonly interrupted: boolean;
}

/** As far as it has come. */
export interface SoakProgress {
  readonly minutes: number;
  readonly published: number;
  readonly counts: readonly LedgerCounts[];
  readonly memory: readonly (Pick<ProcessFindings, "name"> & { readonly reading: MemoryReading })[];
}

export interface SoakSetup {
  readonly options: SoakOptions;
  readonly signal: AbortSignal;
  /** Called once a minute. */
  readonly progress: (progress: SoakProgress) => void;
}

const bodyBytes = 256;
const pollEveryMs = 1_000;
const clientProcesses = 2;
/** After the last poll. */
const drainMs = 15_000;
const graceMs = 5_000;
/** Of messages in the log: a poller that falls further behind has lost them. */
const keptMs = 30_000;

/** Of the default transports, but no further make of one. */
export const soakedTransports: readonly string[] = Object.entries(transports).flatMap(([name, transport]) =>
  transport.byDefault && transport.variantOf === null ? [name] : [],
);

/** As even as can be: by transport, of each process. */
export const shareOut = (
  subscribers: number,
  names: readonly string[],
  processes: number,
): readonly (readonly Share[])[] => {
  const slots = Array.from({ length: processes }, () => names.map((transport) => ({ transport, subscribers: 0 })));
  for (let i = 0; i < subscribers; i++) {
    const slot = slots[Math.floor(i / names.length) % processes]?.[i % names.length];
    if (slot !== undefined) slot.subscribers++;
  }
  return slots.map((shares) => shares.filter(({ subscribers }) => subscribers > 0)).filter(({ length }) => length > 0);
};

/** Every so often, so that a line through the readings can be believed. */
const readingEveryMs = (durationMs: number): number => Math.min(20_000, Math.max(1_000, durationMs / 32));

interface Rig {
  readonly server: Child<SoakServerCalls>;
  readonly clients: readonly { readonly child: Child<SoakClientCalls>; readonly shares: readonly Share[] }[];
}

const node = { nodeOptions: ["--expose-gc"] } as const;

const nothing = { published: 0, shares: [], chat: null, disconnections: { tooSlow: 0, silent: 0 }, processes: [] };

/** What went wrong is a finding: rejects with what is a bug alone. */
export const soak = async ({ options, signal, progress }: SoakSetup): Promise<SoakFindings> => {
  const folder = mkdtempSync(join(tmpdir(), "push-transport-benchmark-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // A second Ctrl-C waits for nothing.
  process.once("exit", remove);
  const rig: Rig = {
    server: startChild<SoakServerCalls>(new URL("./server-process.ts", import.meta.url), "the server", node),
    clients: shareOut(options.subscribers, soakedTransports, clientProcesses).map((shares, i) => ({
      child: startChild<SoakClientCalls>(
        new URL("./client-process.ts", import.meta.url),
        `client process ${i + 1}`,
        node,
      ),
      shares,
    })),
  };
  try {
    return await observe(rig, options, join(folder, "log"), signal, progress);
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
    return { ...nothing, failures: [error.message], interrupted: signal.aborted };
  } finally {
    for (const { child } of rig.clients) await child.stop(graceMs);
    await rig.server.stop(graceMs);
    process.off("exit", remove);
    remove();
  }
};

const observe = async (
  { server, clients }: Rig,
  { minutes, ratePerSec }: SoakOptions,
  logFile: string,
  signal: AbortSignal,
  progress: SoakSetup["progress"],
): Promise<SoakFindings> => {
  const logMessages = Math.ceil((ratePerSec * keptMs) / 1000);
  const { url } = await server.call("start", { bodyBytes, logMessages, logFile });
  await Promise.all(clients.map(({ child, shares }) => child.call("connect", { url, shares, pollEveryMs, bodyBytes })));
  const visitors = await startVisitors(url);
  const page = openPage(url, pollEveryMs);
  const countsUpTo = async (lastSeq: number | null): Promise<readonly ShareCounts[]> =>
    (await Promise.all(clients.map(({ child }) => child.call("counts", { lastSeq })))).flat();
  const processes = [
    { name: "server", memory: () => server.call("memory", null) },
    ...clients.map(({ child }, i) => ({ name: `client process ${i + 1}`, memory: () => child.call("memory", null) })),
  ];
  const readings: MemoryReading[][] = processes.map(() => []);
  const read = async (): Promise<readonly MemoryReading[]> => {
    const now = await Promise.all(processes.map(({ memory }) => memory()));
    for (const [i, reading] of now.entries()) readings[i]?.push(reading);
    return now;
  };

  await pace(url, ratePerSec);
  const startedAt = hostClock();
  const durationMs = minutes * 60_000;
  let told = 0;
  while (!signal.aborted && hostClock() < startedAt + durationMs) {
    const nextAt = startedAt + ((readings[0]?.length ?? 0) + 1) * readingEveryMs(durationMs);
    await pause(Math.min(nextAt, startedAt + durationMs) - hostClock(), signal);
    const now = await read();
    const minute = Math.floor((hostClock() - startedAt) / 60_000);
    if (minute === told) continue;
    told = minute;
    const memory = now.flatMap((reading, i) =>
      processes[i] === undefined ? [] : [{ name: processes[i].name, reading }],
    );
    progress({ minutes: minute, published: await lastSeqOf(url), counts: await countsUpTo(null), memory });
  }
  await pace(url, 0);

  const published = await lastSeqOf(url);
  const deadline = hostClock() + pollEveryMs + drainMs;
  const ended = await Promise.all(clients.map(({ child }) => child.call("drain", { lastSeq: published, deadline })));
  await visitors.hush(deadline);
  await page.leave();
  // What comes twice may come late: with another poll than it came with first.
  await pause(2 * pollEveryMs, signal);
  const counts = await countsUpTo(published);
  const chat = visitors.counts();
  await visitors.leave();
  const left = await Promise.all(clients.map(({ child }) => child.call("leave", null)));
  const closed = await server.call("close", null);
  return {
    published,
    shares: clients
      .flatMap(({ shares }) => shares)
      .flatMap((share, i) => (counts[i] ? [{ ...share, ...counts[i] }] : [])),
    chat,
    disconnections: closed.disconnections,
    processes: processes.map(({ name }, i) => ({
      name,
      memory: readings[i] ?? [],
      left: [closed.left, ...left][i] ?? {},
    })),
    failures: [...ended.filter((why) => why !== null), ...visitors.failures, ...page.failures, ...closed.told],
    interrupted: signal.aborted,
  };
};
