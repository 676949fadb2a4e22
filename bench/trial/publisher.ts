// Walks the plan's schedule: at each instant it appends a message to the log, and notes when it was meant to go and when it
// went. Knows nothing of transports.

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

export interface Publisher {
  /** Resolves with what was published once every message and mark has had its turn, and rejects if the thread fails. */
  readonly done: Promise<PublicationColumns>;
  /** The stretches in which this process did not run, whatever its event loop did, until the publisher is stopped. */
  gaps(): readonly Gap[];
  stop(): Promise<void>;
}

export const publish = (log: MessageLog, plan: PublishPlan, marks: readonly Mark[], clock: Clock): Publisher => {
  const bodyOf = plannedBodies(plan.bodyBytes, plan.seed);
  const sentAt = new Float64Array(plan.instants.length);
  const wokeAt = new Float64Array(plan.instants.length);
  const gaps: Gap[] = [];
  let published = 0;
  const message = (intendedAt: number, tick: Tick): void => {
    const now = clock();
    wokeAt[published] = tick.wokeAt;
    sentAt[published++] = now;
    // This tree's log leaves the stamps out. The clients of an older revision take no message without them.
    log.append({ seq: log.lastSeq + 1, intendedAt, sentAt: now, body: bodyOf(published) });
  };
  const agenda = [
    ...Array.from(plan.instants, (at) => ({ at, run: (tick: Tick) => message(at, tick) })),
    ...marks.map(({ at, run }) => ({ at, run: ({ cpuMs }: Tick) => run(cpuMs) })),
  ].sort((x, y) => x.at - y.at);

  const task: Agenda = { instants: Float64Array.from(agenda, ({ at }) => at), askedAt: clock() };
  const pacer = new Worker(new URL("./pacer-thread.ts", import.meta.url), { workerData: task });
  const done = new Promise<PublicationColumns>((resolve, reject) => {
    pacer.on("message", (told) => {
      if (isGap(told)) gaps.push(told);
      if (!isTick(told)) return;
      valueAt(agenda, told.index).run(told);
      if (told.index === agenda.length - 1) resolve({ intendedAt: plan.instants, wokeAt, sentAt });
    });
    pacer.once("error", reject);
    pacer.once("exit", () => reject(new Error("the pacing thread ended before its time")));
  });
  done.catch(() => {}); // Whoever waits for it hears of it.
  return { done, gaps: () => [...gaps], stop: () => pacer.terminate().then(() => undefined) };
};
