// The type of a config file's contents, for those who write one. Their reading stands in options/config-reading.ts.

import type { CountMetric, TimeMetric } from "./gate/metrics.ts";
import type { ValuesOf } from "./options/command.ts";
import type { againstTable, planTable } from "./options/option-table.ts";

/** A share of the base; or that share and a slack on top of it, in the metric's unit. */
export type ToleranceConfig = number | { readonly relative: number; readonly slack?: number };

export interface BenchConfig extends ValuesOf<typeof againstTable> {
  readonly plan?: ValuesOf<typeof planTable>;
  /** The ledger of deliveries has no tolerance: none may be lost, repeated or out of order. */
  readonly tolerances?: Readonly<Partial<Record<CountMetric | TimeMetric, ToleranceConfig>>>;
}

/** Gives a config file its types: `export default defineConfig({ … })`. */
export const defineConfig = (config: BenchConfig): BenchConfig => config;
