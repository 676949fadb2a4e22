// English: the page of many runs.
import { schema } from "../../../bench/record/run.ts";
import type { ComparedMetric } from "../../../bench/record/summary.ts";
import type { UnreadReason } from "../../../bench/record/unread.ts";
import { count } from "../../writing/numbers.ts";
import type { Standing } from "../vocabulary.ts";
import { englishBasics } from "./basics.ts";

const { inSentence, cores } = englishBasics;
const runs = (number: number): string => `${count(number)} ${number === 1 ? "run" : "runs"}`;

export const englishIndex = {
  eyebrow: "Short polling, long polling, server-sent events and WebSocket compared, run after run",
  footer: (plans: number): string =>
    `This page is made from the results.json in each folder. It shows the trends of the ${count(plans)} plans that were run last. This file needs no server and no network.`,
  changed: (all: number, changes: number): string =>
    `${runs(all)}: ${count(changes)} ${changes === 1 ? "change was" : "changes were"} detected`,
  noRun: "No run yet",
  unchanged: (all: number): string => `${runs(all)}: no change was detected`,
  tooFew: (all: number): string => `${runs(all)}: too few of one plan to tell a change`,
  newest: (at: string): string => `The newest run, of ${at}`,
  newestTrials: (trials: string): string => `: ${trials}.`,
  comparing: {
    title: "Compare these two",
    why: "The command judges HEAD against BASE, number by number, and writes a page beside HEAD's own.",
    base: "BASE, the run before:",
    head: "HEAD, the run to judge:",
    copy: "Copy the command",
    copied: "Copied",
    made: "The comparison of these two",
  },
  changes: {
    title: "Changes",
    none: "No change was detected.",
    how: "How changes are found",
    method:
      "A change is a cut between two runs, with at least three runs on each side, across which the figures differ by more than chance explains. The test uses energy statistics of logarithms (Matteson and James 2014) and permutations. The chance of one or more false claims on this page is at most 1 % (Holm). The first figure is the median of the runs from the change before to this one. The second is the median of the runs from this change to the next.",
    /** It ends before the name of the run. */
    sentence: (
      transport: string,
      metric: string,
      from: string,
      to: string,
      scenario: string,
      profile: string,
    ): string =>
      `${transport}, ${inSentence(metric)}: ${from} → ${to}, ${scenario}, ${profile} profile, at the run of `,
    end: ".",
    nothingAgain: "A plan that was run four times on one machine gets charts of its figures over time.",
    scope: (lines: number, short: number): string => {
      const looked = `${count(lines)} ${lines === 1 ? "line" : "lines"} of the charts below ${lines === 1 ? "was" : "were"} searched for changes.`;
      return short === 0
        ? looked
        : `${looked} ${count(short)} of them ${short === 1 ? "has" : "have"} too few runs yet for a change to be told from chance.`;
    },
  },
  runs: {
    title: "Runs",
    why: "The newest run stands first. All trials of a measured run count. The rig was the limit in some trials of an invalid run. Some trials of a failed run have a fault or did not finish. A partial run was stopped early.",
    caption: "One row a run",
    none: "There is no run yet.",
    older: (number: number): string => `${count(number)} older`,
    olderCaption: "Older runs",
    heads: ["Run", "Result and command", "Validity", "Commit", "Made with"],
    standings: { measured: "measured", invalid: "invalid", failed: "failed", partial: "partial" } satisfies Readonly<
      Record<Standing, string>
    >,
    trials: (measured: number, planned: number, invalid: number, failed: number): string =>
      `${count(measured)} of ${count(planned)} trials measured${invalid > 0 ? `, ${count(invalid)} invalid` : ""}${failed > 0 ? `, ${count(failed)} failed` : ""}`,
    withChanges: "with uncommitted changes",
  },
  unread: {
    title: "Not read",
    why: "The figures of these folders are on no chart. Each row says why. A page in such a folder can still be opened.",
    caption: "One row a folder",
    heads: ["Folder", "Why"],
    /** By the detail: the system's or a parser's word, or the schema that was found. */
    reasons: {
      "under way": () => "it has no results.json: its run is under way, or was stopped before it could be written",
      "no run": () => "it holds no run: it has neither results.json nor run.jsonl",
      unreadable: (why) => `its results.json cannot be read (${why})`,
      damaged: (why) => `its results.json is damaged (${why})`,
      "other schema": (found) => `its schema is ${found}, and this version reads ${schema}`,
      "no folder": (why) => `the folder cannot be read (${why})`,
    } satisfies Readonly<Record<UnreadReason["code"], (detail: string) => string>>,
  },
  trends: {
    title: (scenario: string, profile: string): string => `Trends of ${scenario}, ${profile} profile`,
    why: (number: number): string => `${count(number)} runs of one plan on one machine; seeds may differ.`,
    noCharts: "There are no charts here, because no run has a figure for them.",
    machine: (cpu: string, coreCount: number, platform: string, namespaces: boolean): string =>
      `${cpu}, ${cores(coreCount)}, ${platform}, ${namespaces ? "through network namespaces" : "over the host's loopback"}`,
    news: { commit: "commit", node: (from: string, to: string): string => `Node ${from} → ${to}`, cpu: "CPU" },
    metrics: {
      responseTimeP50Ms: "Response time, p50",
      responseTimeTailMs: "Response time, tail of a trial",
      bytesPerDelivery: "Bytes per delivery",
      requestsPerDelivery: "Requests per delivery",
      serverCpuMsPerThousandDeliveries: "Server CPU per 1000 deliveries",
    } satisfies Readonly<Record<ComparedMetric, string>>,
    description: (title: string, number: number, names: string): string =>
      `Line chart: ${inSentence(title)} over ${number} runs in the order of time, for ${names}, in percent of each one's median.`,
    axis: "% of the line's median",
    order: "The runs stand in the order of time, named by date and commit. A plus sign means uncommitted changes.",
    ownMedian: "Each line is in percent of its own median over these runs. The figure after its name is its 100 %.",
    bands: "The pale bands are 95 % intervals of single runs, cut off at the frame.",
    change: "An upright line with a ring and a number marks a change from the list at the top.",
    node: "A dotted upright line marks a change of Node's version. No line is drawn or judged across it.",
    notDrawn: (names: string): string => `Not drawn: ${names}, with a median of 0.`,
    last: (drawn: number, all: number): string =>
      `The chart shows the last ${drawn} of ${all} runs. The table has all.`,
    low: (label: string): string => `${label}, low`,
    high: (label: string): string => `${label}, high`,
    run: "Run",
    commit: "Commit",
    isNew: "What is new",
    changeNumber: (number: number): string => `change ${number}`,
    medians: (title: string): string => `${title}: medians of each run`,
  },
};
