// A plan in words, and about how long it takes: what --dry-run tells. Pure.

import { estimatedMs, type Plan, type PlannedTrial } from "./plan.ts";

/** The run's own work before the first trial and after the last one, as measured on two cores. */
const aroundMs = 12_000;

export const minutesAndSeconds = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const countOf = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

/** Distinct values of a factor, in their order; null where no trial responds to it. */
const valuesOf = (trials: readonly PlannedTrial[], of: (trial: PlannedTrial) => number | null): string | null => {
  const values = [...new Set(trials.map(of).filter((value) => value !== null))].toSorted((a, b) => a - b);
  return values.length === 0 ? null : values.map((value) => Number(value.toPrecision(3))).join(", ");
};

const outlineScenario = (name: string, trials: readonly PlannedTrial[]): string => {
  const transports = [...new Set(trials.map(({ transport }) => transport))];
  const factors = [
    ["subscribers", valuesOf(trials, ({ conditions }) => conditions.subscribers)],
    ["messages/s", valuesOf(trials, ({ conditions }) => conditions.ratePerSec)],
    ["B bodies", valuesOf(trials, ({ conditions }) => conditions.bodyBytes)],
    ["ms away", valuesOf(trials, ({ conditions }) => conditions.oneWayMs)],
    ["ms between polls", valuesOf(trials, ({ conditions }) => conditions.pollEveryMs)],
    ["ms of window", valuesOf(trials, ({ measureMs }) => measureMs)],
  ] as const;
  const told = factors.flatMap(([unit, values]) => (values === null ? [] : [`${values} ${unit}`]));
  return `${name}: ${countOf(trials.length, "trial")} of ${transports.join(", ")}\n  ${told.join(" · ")}`;
};

/** A paragraph a scenario, then the whole: trials, steps, and about how long. */
export const outlineOf = ({ scenarios, steps }: Plan, sides: number): string => {
  const trials = steps.flat();
  const paragraphs = scenarios.flatMap(({ name }) => {
    const own = trials.filter(({ scenario }) => scenario === name);
    return own.length === 0 ? [] : [outlineScenario(name, own)];
  });
  const ms = aroundMs + sides * steps.reduce((sum, step) => sum + estimatedMs(step), 0);
  const twice = sides === 1 ? "" : `, on ${sides} revisions in turns`;
  const whole = `${countOf(trials.length, "trial")} in ${countOf(steps.length, "step")}${twice}: about ${minutesAndSeconds(ms)}. Nothing was measured.`;
  return [...paragraphs, whole].join("\n\n");
};
