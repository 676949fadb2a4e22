// English: the end of the page, where everything can be checked.
import type { TrialRecord } from "../../../bench/record/trial.ts";
import { count } from "../../writing/numbers.ts";

export const englishEvidence = {
  ledger: {
    title: "Delivery ledger",
    why: "Delivery comes before speed. The ledger holds what was owed to the subscribers and what came. A foreign delivery is of a message that was never published. An altered delivery has another body than the published one. All trials that kept a ledger count, failed ones too.",
    caption: "Deliveries by transport and scenario",
    all: "The ledger by transport and scenario",
    heads: [
      "Transport",
      "Scenario",
      "Trials",
      "Expected",
      "Received",
      "Lost",
      "Duplicated",
      "Out of order",
      "Foreign",
      "Altered",
      "Subscribers affected",
    ],
  },
  trials: {
    title: "Trials",
    why: "The trials stand in the order in which they ran. A saturated trial counts: the server's own load delayed it. An invalid trial was measured, but the rig was its limit. A failed trial has a fault in its deliveries or its byte counts, or did not finish. Invalid and failed trials enter no summary.",
    all: (number: number): string => `All ${count(number)} trials`,
    caption: "One row a trial",
    heads: {
      transport: "Transport",
      step: "Step",
      scenario: "Scenario",
      repetition: "Repetition",
      status: "Status",
      deliveries: "Deliveries",
      publishDelay: "Publish delay p50 / max",
      offered: "Planned rate",
      achieved: "Achieved rate",
      pacer: "Pacer CPU",
      wire: "Bytes on the wire",
      cpu: "CPU, server / clients",
      loopDelay: "Loop delay p99, server / clients",
      loop: "Loop utilisation, server / clients",
      gc: "Longest GC pause, server / clients",
      runDelay: "Waited for a core, server / clients",
      otherWork: "Other work",
      little: "Little's ratio",
      notes: "Reasons and warnings",
    },
    statuses: { measured: "measured", saturated: "saturated", invalid: "invalid", failed: "failed" } satisfies Readonly<
      Record<TrialRecord["status"], string>
    >,
  },
  units: { percentOfCore: "% of a core", cores: "cores" },
  defaults: {
    title: "Defaults that differ",
    caption: "What each transport does by default. Equal defaults are left out",
    heading: "Default",
    /** A run's own texts are English. */
    topic: (topic: string): string => topic,
    value: (value: string): string => value,
  },
  run: {
    title: "The run",
    why: "This command made the run. Its seed fixes the publish plan, the order of trials and the poll phases.",
    /** The file's name stands between the two. */
    results: [
      "Every number on this page comes from ",
      " in the run's folder. This file contains it, without the times of single messages and the histograms of service time and publish delay.",
    ] satisfies readonly [string, string],
    save: "Save results.json",
    facts: {
      run: "Run",
      started: "Started",
      ended: "Ended",
      profile: "Profile",
      seed: "Seed",
      commit: "Commit",
      processor: "Processor",
      pinned: "Cores of server and clients",
      memory: "Memory",
      platform: "Platform",
      files: "Open files",
      load: "Load average at the start",
    },
    pinned: { off: "as the system chose", split: "apart, one for the server" },
    notRecorded: "not recorded",
    notKnown: "not known",
    withChanges: " with uncommitted changes",
    kernel: (platform: string, kernel: string): string => `${platform}, kernel ${kernel}`,
    atMost: (number: number): string => `at most ${count(number)}`,
  },
};
