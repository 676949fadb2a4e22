// Walks the plan's schedule: at each instant it appends a message to the log, and notes when it was meant to go and when it
// went. Knows nothing of transports.

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { MessageLog } from "../../servers/log.ts";
import type { Clock } from "../machine/clock.ts";
import type { Gap } from "../machine/pulse.ts";
import type { PublicationColumns } from "../measurement/observations.ts";
import { plannedBodies } from "../plan/bodies.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Agenda, Tick } from "./pacer-thread.ts";

export interface PublishPlan {
  /** Instants of the messages, in ms on the host clock; ascending. */
  readonly instants: Float64Array<ArrayBuffer>;
  readonly bodyBytes: number;
  readonly seed: number;
}

/** Run at its instant; `pacerCpuMs` is the CPU that the pacing thread has used by then. */
interface Mark {
  readonly at: number;
  readonly run: (pacerCpuMs: number) => void;
}

const isTick = (message: unknown): message is Tick =>
  typeof message === "object" && message !== null && "index" in message && "cpuMs" in message;

const isGap = (message: unknown): message is Gap =>
  typeof message === "object" && message !== null && "from" in message && "to" in message;

/** One plan after another, each once the one before is done. */
export interface Publisher {
  /** Resolves with what was published once every message and mark has had its turn, and rejects if the thread fails. */
  publish(log: MessageLog, plan: PublishPlan, marks: readonly Mark[]): Promise<PublicationColumns>;
  /** The stretches since the last plan was begun in which this process did not run, whatever its event loop did. */
  gaps(): readonly Gap[];
  stop(): Promise<void>;
}

/** Resolves once the pacing thread runs. */
export const startPublisher = async (clock: Clock): Promise<Publisher> => {
  const pacer = new Worker(new URL("./pacer-thread.ts", import.meta.url));
  const broken = new Promise<never>((_, reject) => {
    pacer.once("error", reject);
    pacer.once("exit", () => reject(new Error("the pacing thread ended before its time")));
  });
  broken.catch(() => {}); // Whoever waits for it hears of it.
  let gaps: Gap[] = [];
  let tick = (_: Tick): void => {};
  pacer.on("message", (told) => {
    if (isGap(told)) gaps.push(told);
    if (isTick(told)) tick(told);
  });
  // The thread's first message says that it is ready.
  await Promise.race([once(pacer, "message"), broken]);
  return {
    publish: (log, plan, marks) => {
      const { agenda, published } = agendaOf(log, plan, marks, clock);
      const task: Agenda = { instants: Float64Array.from(agenda, ({ at }) => at), askedAt: clock() };
      gaps = [];
      const done = new Promise<PublicationColumns>((resolve) => {
        tick = (told) => {
          valueAt(agenda, told.index).run(told);
          if (told.index === agenda.length - 1) resolve(published);
        };
      });
      pacer.postMessage(task);
      return Promise.race([done, broken]);
    },
    gaps: () => [...gaps],
    stop: () => pacer.terminate().then(() => undefined),
  };
};

interface Entry {
  readonly at: number;
  readonly run: (tick: Tick) => void;
}

/** Messages and marks in the order of their instants, and what will have been published once all have had their turn. */
const agendaOf = (
  log: MessageLog,
  { instants, bodyBytes, seed }: PublishPlan,
  marks: readonly Mark[],
  clock: Clock,
): { readonly agenda: readonly Entry[]; readonly published: PublicationColumns } => {
  const bodyOf = plannedBodies(bodyBytes, seed);
  const sentAt = new Float64Array(instants.length);
  const wokeAt = new Float64Array(instants.length);
  const cpuMs = new Float64Array(instants.length);
  let published = 0;
  const message = (intendedAt: number, tick: Tick): void => {
    const now = clock();
    wokeAt[published] = tick.wokeAt;
    cpuMs[published] = processCpuMs() - tick.cpuMs;
    sentAt[published++] = now;
    // This tree's log leaves the stamps out. The clients of an older revision take no message without them.
    log.append({ seq: log.lastSeq + 1, intendedAt, sentAt: now, body: bodyOf(published) });
  };
  const agenda = [
    ...Array.from(instants, (at) => ({ at, run: (tick: Tick) => message(at, tick) })),
    ...marks.map(({ at, run }) => ({ at, run: ({ cpuMs }: Tick) => run(cpuMs) })),
  ].sort((x, y) => x.at - y.at);
  return { agenda, published: { intendedAt: instants, wokeAt, sentAt, cpuMs } };
};

const processCpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
