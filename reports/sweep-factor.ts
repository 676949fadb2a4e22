// What a scenario was swept along, and where a value stands along it. Knows nothing of panels.
import type { Conditions } from "../bench/record-trial.ts";
import { type Factor, sharedFactors } from "./words/vocabulary.ts";

const headKinds: readonly Conditions["headers"][] = ["published", "minimal", "browser"];

/** A value's place along a sweep. */
export const placeOf = (factor: Factor, conditions: Conditions): number =>
  factor === "headers" ? headKinds.indexOf(conditions.headers) : (conditions[factor] ?? 0);

/** Two points are no curve: two values of a factor are two panels, of which each says more. */
const leastValues = 3;

/** Of the factors that all transports respond to, the one with the most values; else the poll interval, if it has several. */
export const sweptFactor = (all: readonly Conditions[]): Factor | null => {
  const valuesOf = (factor: Factor): number => new Set(all.flatMap((conditions) => conditions[factor] ?? [])).size;
  const [most] = sharedFactors.toSorted((a, b) => valuesOf(b) - valuesOf(a));
  if (most !== undefined && valuesOf(most) >= leastValues) return most;
  return valuesOf("pollEveryMs") > 1 ? "pollEveryMs" : null;
};
