// A soak: subscribers of every transport at one live server for a long time, and what it finds: messages lost, memory that
// grows, sockets and timers left behind.

import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Disconnections } from "../../servers/server.ts";
import { TrialFailure } from "../failure.ts";
import { type Child, startChild } from "../machine/child.ts";
import { hostClock } from "../machine/clock.ts";
import { makeTemporaryFolder, removeLeftFolders } from "../machine/temporary.ts";
import type { SoakOptions } from "../options/soak-options.ts";
import { valueAt } from "../statistics/value-at.ts";
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
  /** The resources that the process did not let go of. */
  readonly left: Resources;
}

export interface SoakFindings {
  readonly published: number;
  readonly shares: readonly (Share & ShareCounts)[];
  /** null where it failed before there were visitors. */
  readonly chat: ChatFindings | null;
  /** Connections that the server closed by itself. */
  readonly disconnections: Disconnections;
  readonly processes: readonly ProcessFindings[];
  /** Subscriptions that ended early, processes that died, what visitors were refused, what the server complained of. */
  readonly failures: readonly string[];
  readonly interrupted: boolean;
}

/** The state of a soak while it lasts. */
export interface SoakProgress {
  readonly minutes: number;
  readonly published: number;
  readonly counts: readonly LedgerCounts[];
  readonly memory: readonly (Pick<ProcessFindings, "name"> & { readonly reading: MemoryReading })[];
}

interface SoakSetup {
  readonly options: SoakOptions;
  readonly signal: AbortSignal;
  /** Called once a minute. */
  readonly progress: (progress: SoakProgress) => void;
}

const bodyBytes = 256;
const pollEveryMs = 1_000;
const clientProcesses = 2;
/** How long a delivery is still waited for after the last poll. */
const drainMs = 15_000;
const graceMs = 5_000;
/** How long the log keeps a message: a poller that falls further behind loses it. */
const keptMs = 30_000;

/** The default transports, without the variants of another one. */
export const soakedTransports: readonly string[] = Object.entries(transports)
  .filter(([, { byDefault, variantOf }]) => byDefault && variantOf === null)
  .map(([name]) => name);

/** The size of the part at `index` where a whole is shared as evenly as can be; the first parts get the remainder. */
const evenShare = (whole: number, parts: number, index: number): number =>
  Math.ceil(Math.max(0, whole - index) / parts);

/** The shares of each process, none of them empty. */
export const shareOut = (
  subscribers: number,
  names: readonly string[],
  processes: number,
): readonly (readonly Share[])[] => {
  const sharesOf = (process: number): readonly Share[] =>
    names.map((transport, i) => ({
      transport,
      subscribers: evenShare(evenShare(subscribers, names.length, i), processes, process),
    }));
  return Array.from({ length: processes }, (_, process) =>
    sharesOf(process).filter((share) => share.subscribers > 0),
  ).filter((shares) => shares.length > 0);
};

/** Often enough that a line through the readings can be believed. */
const readingEveryMs = (durationMs: number): number => Math.min(20_000, Math.max(1_000, durationMs / 32));

interface Rig {
  readonly server: Child<SoakServerCalls>;
  readonly clients: readonly { readonly child: Child<SoakClientCalls>; readonly shares: readonly Share[] }[];
}

const node = { nodeOptions: ["--expose-gc"] } as const;

const nothing = { published: 0, shares: [], chat: null, disconnections: { tooSlow: 0, silent: 0 }, processes: [] };

/** Anything that goes wrong on the way is a finding. Rejects on a bug alone. */
export const soak = async ({ options, signal, progress }: SoakSetup): Promise<SoakFindings> => {
  removeLeftFolders();
  const folder = makeTemporaryFolder("soak");
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // A second Ctrl-C exits at once, without the block below that removes the folder.
  process.once("exit", remove);
  const rig = startRig(options.subscribers);
  try {
    return await soakOn(rig, options, join(folder, "log"), signal, progress);
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

const startRig = (subscribers: number): Rig => ({
  server: startChild<SoakServerCalls>(new URL("./server-process.ts", import.meta.url), "the server", node),
  clients: shareOut(subscribers, soakedTransports, clientProcesses).map((shares, i) => {
    const file = new URL("./client-process.ts", import.meta.url);
    return { child: startChild<SoakClientCalls>(file, `client process ${i + 1}`, node), shares };
  }),
});

const soakOn = async (
  rig: Rig,
  options: SoakOptions,
  logFile: string,
  signal: AbortSignal,
  progress: SoakSetup["progress"],
): Promise<SoakFindings> => {
  const { server, clients } = rig;
  const url = await connectAll(rig, options, logFile);
  const visitors = await startVisitors(url);
  const page = openPage(url, pollEveryMs);
  const processes = watchedIn(rig);
  await pace(url, options.ratePerSec);
  await watchMemory(processes, options.minutes * 60_000, signal, async (minutes, memory) =>
    progress({ minutes, published: await lastSeqOf(url), counts: await countsUpTo(null, rig), memory }),
  );
  await pace(url, 0);

  const published = await lastSeqOf(url);
  const deadline = hostClock() + pollEveryMs + drainMs;
  const ended = await Promise.all(clients.map(({ child }) => child.call("drain", { lastSeq: published, deadline })));
  await visitors.hush(deadline);
  await page.leave();
  // A duplicate may come late: with the poll after the one that its message came with.
  await pause(2 * pollEveryMs, signal);
  const counts = await countsUpTo(published, rig);
  const chat = visitors.counts();
  await visitors.leave();
  const leftByClients = await Promise.all(clients.map(({ child }) => child.call("leave", null)));
  const closed = await server.call("close", null);
  const left = [closed.left, ...leftByClients];
  return {
    published,
    shares: clients.flatMap(({ shares }) => shares).map((share, i) => ({ ...share, ...valueAt(counts, i) })),
    chat,
    disconnections: closed.disconnections,
    processes: processes.map(({ name, memory }, i) => ({ name, memory, left: valueAt(left, i) })),
    failures: [...ended.filter((why) => why !== null), ...visitors.failures, ...page.failures, ...closed.told],
    interrupted: signal.aborted,
  };
};

/** Resolves to the server's address once every subscriber is ready. */
const connectAll = async ({ server, clients }: Rig, { ratePerSec }: SoakOptions, logFile: string): Promise<string> => {
  const logMessages = Math.ceil((ratePerSec * keptMs) / 1000);
  const { url } = await server.call("start", { bodyBytes, logMessages, logFile });
  await Promise.all(clients.map(({ child, shares }) => child.call("connect", { url, shares, pollEveryMs, bodyBytes })));
  return url;
};

/** The counts of every share, process by process. */
const countsUpTo = async (lastSeq: number | null, { clients }: Rig): Promise<readonly ShareCounts[]> =>
  (await Promise.all(clients.map(({ child }) => child.call("counts", { lastSeq })))).flat();

interface Watched {
  readonly name: string;
  readonly read: () => Promise<MemoryReading>;
  /** The readings so far. */
  readonly memory: MemoryReading[];
}

const watchedIn = ({ server, clients }: Rig): readonly Watched[] => [
  { name: "server", read: () => server.call("memory", null), memory: [] },
  ...clients.map(({ child }, i) => ({
    name: `client process ${i + 1}`,
    read: () => child.call("memory", null),
    memory: [],
  })),
];

/** Reads every process's memory now and then, for so long or until the signal; calls `eachMinute` with the newest. */
const watchMemory = async (
  processes: readonly Watched[],
  durationMs: number,
  signal: AbortSignal,
  eachMinute: (minutes: number, memory: SoakProgress["memory"]) => Promise<void>,
): Promise<void> => {
  const startedAt = hostClock();
  const endsAt = startedAt + durationMs;
  let told = 0;
  for (let round = 1; !signal.aborted && hostClock() < endsAt; round++) {
    await pause(Math.min(startedAt + round * readingEveryMs(durationMs), endsAt) - hostClock(), signal);
    const memory = await Promise.all(
      processes.map(async ({ name, read, memory }) => {
        const reading = await read();
        memory.push(reading);
        return { name, reading };
      }),
    );
    const minutes = Math.floor((hostClock() - startedAt) / 60_000);
    if (minutes === told) continue;
    told = minutes;
    await eachMinute(minutes, memory);
  }
};
