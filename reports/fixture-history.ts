// Many runs for tests, made from the fixed one with seeded noise: a day apart, and from one of them on with a change. They
// are invented and no measurement.

import { type Random, seededRandom } from "../bench/random.ts";
import type { Environment, Run } from "../bench/record.ts";
import { trendMetrics } from "../bench/runs.ts";
import { fixtureRun } from "./fixture.ts";
import { digestRun } from "./history.ts";
import type { HistoryRun } from "./trends.ts";

interface Setting {
  readonly environment?: Partial<Environment>;
  readonly profile?: string;
}

/** Uniform noise of at most 1 % each way. */
const jitter = (random: Random): number => 0.99 + 0.02 * random();

/** The run of that day, in which WebSocket's median response time is so many times the fixed one. */
export const runOfDay = (
  day: number,
  factor = 1,
  { environment, profile }: Setting = {},
  from: Run = fixtureRun,
): HistoryRun => {
  const random = seededRandom(day, 0x4157);
  return {
    ...from,
    profile: profile ?? from.profile,
    id: `run-${day}`,
    startedAt: new Date(Date.UTC(2026, 0, 1 + day, 9, 30)).toISOString(),
    environment: { ...from.environment, ...environment },
    scenarios: from.scenarios.map(({ name }) => name),
    trials: { measured: from.trials.length, invalid: 0, failed: 0 },
    cells: from.summaries.map((summary) => {
      const metrics = { ...summary.metrics };
      for (const name of trendMetrics) {
        const known = metrics[name];
        const shift = summary.transport.startsWith("websocket") && name === "responseTimeP50Ms" ? factor : 1;
        const noise = jitter(random) * shift;
        if (known !== null) {
          const [low, high] = [known.low, known.high].map((end) => (end === null ? null : end * noise));
          metrics[name] = { ...known, median: known.median * noise, low: low ?? null, high: high ?? null };
        }
      }
      return { ...summary, metrics };
    }),
    digest: digestRun(from),
  };
};

/** Newest first, as they are read. */
export const manyRuns = (count: number, changedFrom = count, factor = 1): readonly HistoryRun[] =>
  Array.from({ length: count }, (_, day) => runOfDay(day, day < changedFrom ? 1 : factor)).toReversed();
