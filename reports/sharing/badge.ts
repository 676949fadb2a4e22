// A run's answer as a badge: JSON that shields.io draws (https://shields.io/badges/endpoint-badge). Pure.
import type { Run } from "../../bench/record/run.ts";
import { figure } from "../writing/numbers.ts";

interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: "blue" | "lightgrey" | "red";
}

const plain = (text: string): string => text.replaceAll("\u202f", " ");

/** The soonest of the run's first scenario that has response times, by its median; what went wrong, where anything did. */
export const badgeOf = ({ trials, summaries, transports }: Pick<Run, "trials" | "summaries" | "transports">): Badge => {
  const badge = { schemaVersion: 1, label: "push transports" } as const;
  const failed = trials.filter(({ status }) => status === "failed").length;
  if (failed > 0) return { ...badge, message: `${failed} of ${trials.length} trials failed`, color: "red" };
  const timed = summaries.flatMap(({ scenario, transport, metrics: { responseTimeP50Ms } }) =>
    responseTimeP50Ms === null ? [] : [{ scenario, transport, median: responseTimeP50Ms.median }],
  );
  const [soonest] = timed
    .filter(({ scenario }) => scenario === timed[0]?.scenario)
    .toSorted((a, b) => a.median - b.median);
  if (soonest === undefined) return { ...badge, message: "nothing measured", color: "lightgrey" };
  const label = transports.find(({ name }) => name === soonest.transport)?.label ?? soonest.transport;
  return { ...badge, message: plain(`${label} ${figure(soonest.median)} ms p50`), color: "blue" };
};
