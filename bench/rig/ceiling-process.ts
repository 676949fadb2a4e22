// autocannon in a process of its own, so that its CPU is not the server's: an unpaced flood, counted in a window.
// Started by ceiling.ts.

import autocannon from "autocannon";
import { defaultServerOptions } from "../../servers/server.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { type ProcessLoad, watchLoad } from "../machine/load.ts";
import { type Gap, startPulse } from "../machine/pulse.ts";

interface FloodCall {
  readonly url: string;
  readonly connections: number;
  /** The status that every answer must have; any other is an error. */
  readonly status: number;
  /** The flood begins with the call, so that everything is warm by then. */
  readonly windowFrom: number;
  /** The window's length; it begins later where the process is held up, and is no shorter then. */
  readonly durationMs: number;
}

interface Flooded {
  /** Answers that arrived within the window. */
  readonly answers: number;
  /** Failures over the whole flood: of connections, and answers that timed out or had another status. */
  readonly errors: number;
  readonly load: ProcessLoad;
  /** The stretches over the whole flood in which this process's event loop did not turn. */
  readonly gaps: readonly Gap[];
}

export interface CeilingCalls {
  /** Answers once the process is up, however long that took. */
  ready(call: null): Promise<null>;
  flood(call: FloodCall): Promise<Flooded>;
}

/** Longer than a hold: autocannon's own default is shorter, and would count each held poll as failed. */
const timeoutSec = (2 * defaultServerOptions.holdMs) / 1000;
/** How often autocannon looks whether it is to stop. */
const sampleMs = 50;
/** Added to autocannon's own duration, which must not end before the window does. */
const spareSec = 60;

const calls = {
  ready: async () => null,
  flood: async ({ url, connections, status, windowFrom, durationMs }) => {
    let [answers, otherAnswers] = [0, 0];
    const stopped = Promise.withResolvers<autocannon.Result>();
    const duration = Math.ceil((windowFrom + durationMs - hostClock()) / 1000) + spareSec;
    const flood = autocannon(
      { url, connections, timeout: timeoutSec, duration, sampleInt: sampleMs },
      (error, result) => (error ? stopped.reject(error) : stopped.resolve(result)),
    );
    flood.on("response", (_, got) => {
      if (got === status) answers++;
      else otherAnswers++;
    });
    const pulse = startPulse(hostClock);
    await until(windowFrom);
    const tell = watchLoad();
    const before = answers;
    await until(hostClock() + durationMs);
    const within = answers - before;
    const load = tell();
    const gaps = pulse.gaps();
    pulse.stop();
    flood.stop();
    const { errors } = await stopped.promise;
    return { answers: within, errors: errors + otherAnswers, load, gaps };
  },
} satisfies CeilingCalls;

await answerCalls(calls);
process.exit();
