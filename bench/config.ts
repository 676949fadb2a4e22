// A config file's contents: its type for those who write one, and its reading, where every key and value is checked and
// named with its place. Pure; the file is loaded elsewhere.

import type { CountMetric, TimeMetric } from "./gate/metrics.ts";
import type { againstTable, planTable, ValuesOf } from "./options/option-table.ts";

/** A share of the base; or that share and, in the metric's unit, what is allowed on top of it. */
export type ToleranceConfig = number | { readonly relative: number; readonly slack?: number };

export interface BenchConfig extends ValuesOf<typeof againstTable> {
  readonly plan?: ValuesOf<typeof planTable>;
  /** Of lost, repeated and reordered deliveries none is ever tolerated. */
  readonly tolerances?: Readonly<Partial<Record<CountMetric | TimeMetric, ToleranceConfig>>>;
}

/** For the types' sake: `export default defineConfig({ … })`. */
export const defineConfig = (config: BenchConfig): BenchConfig => config;
