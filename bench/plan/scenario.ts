// What a scenario is, and which profiles there are. Types and names only.

import type { Conditions } from "../record/trial.ts";

/** A list makes a sweep: the scenario is run under every combination. */
export interface Scenario {
  readonly name: string;
  readonly why: string;
  readonly schedule: Conditions["schedule"];
  readonly subscribers: readonly number[];
  /** Of a silent schedule: 0. */
  readonly ratePerSec: readonly number[];
  readonly bodyBytes: readonly number[];
  readonly oneWayMs: readonly number[];
  readonly pollEveryMs: readonly number[];
  readonly holdMs: number;
  /** null: what the command line says. */
  readonly headers: readonly Conditions["headers"][] | null;
  /** null: those that the command line names. */
  readonly transports: readonly string[] | null;
  readonly trials: number;
  readonly warmupMs: number;
  readonly measureMs: number;
  /** Also the variants of a chosen transport are measured. */
  readonly variants: boolean;
  /** Trials that may run at the same time, since each hardly loads the machine; 1: each alone. */
  readonly atOnce: number;
}

export const profileNames = ["quick", "default", "full", "gate"] as const;

export type ProfileName = (typeof profileNames)[number];
