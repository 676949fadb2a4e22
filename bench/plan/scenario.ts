// The type of a scenario, and the names of the profiles. Types and names only.

import type { Conditions } from "../record/trial.ts";

/** A scenario. A list makes a sweep: it is run under every combination. */
export interface Scenario {
  readonly name: string;
  readonly why: string;
  readonly schedule: Conditions["schedule"];
  readonly subscribers: readonly number[];
  /** 0 for a silent schedule. */
  readonly ratePerSec: readonly number[];
  readonly bodyBytes: readonly number[];
  readonly oneWayMs: readonly number[];
  readonly pollEveryMs: readonly number[];
  readonly holdMs: number;
  /** null: as the command line says. */
  readonly headers: readonly Conditions["headers"][] | null;
  /** null: those of the command line. */
  readonly transports: readonly string[] | null;
  readonly trials: number;
  /**
   * The trials of transports that need no more: those that poll at intervals, whose response time is the interval's, and other
   * makes of a transport. null: as many as the rest.
   */
  readonly fewerTrials: number | null;
  readonly warmupMs: number;
  readonly measureMs: number;
  /** Variants of a chosen transport are measured too. */
  readonly variants: boolean;
  /** How many trials may run side by side, since each hardly loads the machine; 1: each alone. */
  readonly atOnce: number;
  /** The scenario whose steps its trials join, since they wait anyway; null, and where the plan lacks it: steps of its own. */
  readonly beside: string | null;
}

export const profileNames = ["quick", "default", "full", "gate"] as const;

export type ProfileName = (typeof profileNames)[number];
