// English: what a chart shows, as its title. Claims no more than the run's comparisons do.
import type { ComparedMetric } from "../../../bench/record/summary.ts";
import { englishBasics } from "./basics.ts";

const { capitalise, join } = englishBasics;

/** A name inside a sentence, and how many times the baseline's it has: "4.7 ×". */
export interface Times {
  readonly name: string;
  readonly times: string;
}

const all = (verb: string, found: readonly Times[]): string =>
  capitalise(join(found.map(({ name, times }, i) => (i === 0 ? `${name} ${verb} ${times}` : `${name} ${times}`))));

export const englishFindings = {
  times: (ratio: string): string => `${ratio}\u202f×`,
  differs: {
    responseTimeP50Ms: (found: readonly Times[], baseline: string): string =>
      `${all("took", found)} as long as ${baseline} at the median`,
    responseTimeTailMs: (found: readonly Times[], baseline: string): string =>
      `${all("took", found)} as long as ${baseline} in the tail`,
    bytesPerDelivery: (found: readonly Times[], baseline: string): string =>
      `${all("moved", found)} the bytes of ${baseline}`,
    requestsPerDelivery: (found: readonly Times[], baseline: string): string =>
      `${all("made", found)} the requests of ${baseline}`,
    serverCpuMsPerThousandDeliveries: (found: readonly Times[], baseline: string): string =>
      `${all("used", found)} the server CPU of ${baseline}`,
  } satisfies Readonly<Record<ComparedMetric, unknown>>,
  /** The quantities that are the same for all, within a margin. */
  same: {
    responseTimeP50Ms: "median response time",
    responseTimeTailMs: "response time in the tail",
    serverCpuMsPerThousandDeliveries: "server CPU",
  },
  alike: (names: readonly string[], baseline: string, what: string, within: string): string =>
    `${capitalise(join(names))} had the same ${what} as ${baseline} within ${within}`,
};
