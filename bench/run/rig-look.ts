// The rig's look at itself before the first trial: the noise floor, the ceiling, and the machine's other work. Knows no trial.

import { Interrupted, TrialFailure } from "../failure.ts";
import type { Pinning } from "../machine/pinning.ts";
import { watchMachine } from "../machine/processes.ts";
import { limits } from "../measurement/validity.ts";
import type { BenchOptions } from "../options/bench-options.ts";
import type { Plan } from "../plan/plan.ts";
import type { Remark } from "../record/remarks.ts";
import type { LinkWay } from "../record/run.ts";
import { measureCeilings } from "../rig/ceiling.ts";
import type { FanOut } from "../rig/fan-out.ts";
import { measureFloor } from "../rig/floor.ts";
import type { Fact } from "./facts.ts";
import type { Progress } from "./progress.ts";

interface RigLook {
  readonly options: BenchOptions;
  readonly link: LinkWay;
  readonly pinning: Pinning;
  readonly codeCache: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Stores a fact of the run, on every side. */
  readonly record: (fact: Fact) => void;
}

/** Rejects with Interrupted where the signal says so. What could not be measured is a warning on record. */
export const lookAtRig = async (plan: Plan, look: RigLook): Promise<void> => {
  const others = watchMachine(process.pid);
  await measureRig(plan, look);
  noticeOthers(others(), look);
};

/** Says early what other work of the machine will do to the trials. */
const noticeOthers = (otherCores: number | null, { options, progress, record }: RigLook): void => {
  if (otherCores === null || otherCores <= limits.otherCores) return;
  const code = options.acceptBusy ? "other-work-before-kept" : "other-work-before";
  progress.notice({ code, otherCores });
  record({ fact: "warning", remark: { code, otherCores } });
};

/** A link with so much delay or more. */
const delayedMs = 10;

/**
 * Measures the noise floor over each link of the plan, and the ceiling of the HTTP endpoints. Without them the run still
 * stands, with a warning.
 */
const measureRig = async (
  plan: Plan,
  { options, link, pinning, codeCache, signal, progress, record }: RigLook,
): Promise<void> => {
  const orWarning = async (remarkOf: (why: string) => Remark, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) throw new Interrupted("interrupted");
      if (!(error instanceof TrialFailure)) throw error;
      record({ fact: "warning", remark: remarkOf(error.message) });
    }
  };
  const delays = [...new Set(plan.steps.flat().map(({ conditions }) => conditions.oneWayMs))].toSorted((x, y) => x - y);
  progress.stage("measuring the noise floor");
  const floorOver = (oneWayMs: number): Promise<void> =>
    orWarning(
      (why) => ({ code: "floor-unmeasured", oneWayMs, why }),
      async () => {
        const fanOut = oneWayMs === delays[0] ? fanOutOf(plan) : null;
        record({
          fact: "floor",
          floor: await measureFloor({ link, oneWayMs, pinning, codeCache, fanOut, seed: options.seed, signal }),
        });
      },
    );
  // The least delay alone: its noise is what trials are held against. Beside a delay of 10 ms and more it is no matter.
  for (const oneWayMs of delays.filter((ms) => ms < delayedMs)) await floorOver(oneWayMs);
  await Promise.all(delays.filter((ms) => ms >= delayedMs).map(floorOver));
  if (options.profile !== "default" && options.profile !== "full") return;
  if (options.scenarios !== null) return;
  progress.stage("measuring the ceiling of the HTTP endpoints");
  await orWarning(
    (why) => ({ code: "ceiling-unmeasured", why }),
    async () => {
      for (const ceiling of await measureCeilings({ ...flood, codeCache, signal })) {
        record({ fact: "ceiling", ceiling });
      }
    },
  );
};

/** The least fan-out of the plan's first scenario that publishes anything; null where none does. */
const fanOutOf = (plan: Plan): FanOut | null => {
  const publishing = plan.steps.flat().filter(({ schedule }) => schedule.length > 0);
  const first = plan.scenarios.find(({ name }) => publishing.some(({ scenario }) => scenario === name));
  const [least] = publishing
    .filter(({ scenario }) => scenario === first?.name)
    .map(({ conditions }) => conditions)
    .toSorted((x, y) => x.subscribers - y.subscribers || x.bodyBytes - y.bodyBytes);
  return least ?? null;
};

/** The flood that measures the ceiling. */
const flood = { durationMs: 600, warmupMs: 200, connections: 50 } as const;
