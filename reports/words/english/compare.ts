// English: every text of the comparison of two runs. Knows nothing of how numbers are made.

import type { Tier } from "../../../bench/gate/metrics.ts";
import { gateLevel } from "../../../bench/gate/tolerances.ts";
import { groundWords } from "../../../bench/gate/words.ts";
import { manyBlocks } from "../../../bench/statistics/effects.ts";
import { count as grouped } from "../../writing/numbers.ts";
import { englishBasics } from "./basics.ts";
import { differences, factors, metrics, verdicts } from "./compare-names.ts";
import { type Counts, headline, tallied, tallyOrder } from "./compare-tally.ts";
import { englishPage } from "./page.ts";
import { plural } from "./plural.ts";

/** "Lost deliveries" loses its capital, "HTTP header bytes" keeps it. */
const inSentence = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;

export const englishCompare = {
  basics: englishBasics,
  page: englishPage,
  eyebrow: "Two runs compared: BASE and HEAD",
  base: "BASE",
  head: "HEAD",
  metrics,
  factors,
  where: (transport: string, scenario: string, setting: readonly string[]): string =>
    [transport, scenario, ...setting].join(", "),
  commits: {
    name: (commit: string | null, uncommitted: boolean): string =>
      `${commit === null ? "an unknown commit" : `commit ${commit}`}${uncommitted ? " with uncommitted changes" : ""}`,
    two: (base: string, head: string): string => `BASE is of ${base}, HEAD of ${head}.`,
    same: (both: string): string =>
      `BASE and HEAD are both of ${both}: a difference between them is not one of committed code.`,
  },
  inCells: (count: number): string => `in ${count} cells`,
  among: (where: string, cells: string): string => `${where} (${cells})`,
  verdicts,
  grounds: groundWords,
  differences,
  tiers: { count: "count", time: "time" } satisfies Record<Tier, string>,
  warning: "Warning",
  nothingCompared: "Nothing could be compared: no number was measured on both sides",
  headline,
  tallied,
  tallySentence: (counts: Counts): string =>
    `${tallyOrder.map((verdict) => tallied[verdict](counts[verdict])).join(", ")}.`,
  /** `others` is the number of further cells of that transport in which the same metric got worse. */
  sentence: (
    where: string,
    metric: string,
    [base, head]: readonly [string, string],
    why: string,
    others: number,
  ): string => {
    const also = others === 0 ? "" : `, and got worse in ${plural(others, "other cell", "other cells")} too`;
    return `${where}: ${inSentence(metric)} went from ${base} to ${head}${also}: ${why}.`;
  },
  more: (count: number): string => `${plural(count, "more regression stands", "more regressions stand")} in the table.`,
  untold: {
    "few trials": (count: number): string =>
      `${plural(count, "comparison has", "comparisons have")} too few trials for a test`,
    machine: (count: number): string =>
      `${plural(count, "time was", "times were")} measured on different machines or links`,
    plan: (count: number): string =>
      `${plural(count, "count depends", "counts depend")} on the plan, and the runs published other messages`,
    "missing in base": (count: number): string =>
      `${plural(count, "number has", "numbers have")} no measured trial in BASE`,
    "missing in head": (count: number): string =>
      `${plural(count, "number has", "numbers have")} no measured trial in HEAD`,
  },
  unmeasured: (names: readonly string[]): string =>
    `${plural(names.length, "cell has", "cells have")} no measured trial in either run (${[...names.slice(0, 3), ...(names.length > 3 ? ["…"] : [])].join(" · ")})`,
  notJudged: (parts: readonly string[]): string => `Not judged: ${parts.join("; ")}.`,
  caution:
    "The runs were made one after the other, so a change of the machine may have changed a time. Run both again, in turns, before you act on it. Counts need no such care.",
  changes: {
    title: "What changed",
    why: "The worst comparison stands first. The table holds all that are not the same, except those that could not be judged at all.",
    none: "No change was detected.",
    unknown:
      "It is not known whether anything changed, and that is no pass. Each run's own page says why its trials could not be measured.",
    noTime:
      "It is not known whether a response time changed, and that is no pass. Measure both again in turns and with more trials: npm run bench -- --against REVISION.",
    caption: "Comparisons that are not the same",
  },
  forest: {
    title: "Ratios at a glance",
    caption: "HEAD over BASE with its 95 % interval, worst first. The pale band counts as the same.",
    heads: { what: "Comparison", plot: "HEAD / BASE, log scale", ratio: "Ratio and verdict" },
    how: "How to read",
    howToRead:
      "A dot is the ratio of HEAD to BASE, and its bar the 95 % interval. The upright line is 1, no change. Right of it HEAD has more, and more is worse for all but messages per answer. The pale band is what counts as the same: only a bar that lies wholly inside it is “same”. An arrow shows that a bar goes on beyond the axis.",
    counts: (same: number): string =>
      `${grouped(same)} ${same === 1 ? "count is" : "counts are"} the same and ${same === 1 ? "has" : "have"} no row here.`,
    none: "No ratio could be judged.",
    rest: (number: number): string => `${grouped(number)} more`,
    restCaption: "HEAD over BASE, the rest",
  },
  columns: {
    where: "Where",
    metric: "Metric",
    base: "BASE",
    head: "HEAD",
    ratio: "HEAD / BASE",
    verdict: "Verdict",
    tier: "Tier",
    why: "Why",
    of: "Trials, or deliveries owed",
    p: "p, corrected",
    detectable: "Could have seen",
    tolerance: "Tolerance",
  },
  charts: {
    title: "Response times of both runs",
    why: "Each transport and setting has a chart. Those whose times changed come first.",
    rest: (count: number): string => `${plural(count, "chart", "charts")} of cells whose times did not change`,
    dropped: (count: number): string => `${count} more ${count === 1 ? "cell has" : "cells have"} no chart here.`,
    description: (where: string): string =>
      `Line chart of response time in ms against the percentile of deliveries, ${where}: BASE dashed, HEAD solid.`,
    howToRead:
      "A line leads from the fastest delivery on the left through the median (50 %) to the slow tail on the right. Lower is better. BASE is dashed, HEAD solid. All measured trials of a run are merged. The lines show where a difference lies, and the table tells whether it is one.",
    percentile: "Percentile (log scale of 1/(1−p))",
    responseTime: "ms (log scale)",
    run: "Run",
    deliveries: "Deliveries",
    data: "Data",
  },
  all: {
    title: "All comparisons",
    why: "The ratio is HEAD's median over BASE's. Of what was tested it is the middle of the ratios of repetitions in pairs, or of all trials, with its 95 % interval. Beside it stands the change that such data would have shown in four of five cases. What the code of a transport fixes has one line for all cells in which it came out alike.",
    caption: (where: string): string => `${where}: every metric`,
    summary: (count: number): string => plural(count, "comparison", "comparisons"),
    rest: (count: number): string =>
      plural(count, "cell in which no change was detected", "cells in which no change was detected"),
  },
  only: {
    title: "In one run only",
    base: "Only in BASE:",
    head: "Only in HEAD:",
  },
  ledger: {
    title: "Delivery ledger",
    why: "An arrow shows where the runs differ: BASE → HEAD. All trials that kept a ledger count.",
    /** The deliveries that were owed in each run, where all came once and as they were sent. */
    whole: (base: number, head: number): string =>
      `${grouped(base)} deliveries were owed in BASE and ${grouped(head)} in HEAD. None was lost, duplicated, out of order, foreign or altered.`,
    caption: "Deliveries by transport and scenario, BASE → HEAD",
    columns: [
      "Transport",
      "Scenario",
      "Expected",
      "Received",
      "Lost",
      "Duplicated",
      "Out of order",
      "Foreign",
      "Altered",
    ],
  },
  runs: {
    title: "The two runs",
    caption: "What differs between them",
    property: "Property",
    both: "Both",
    alike: (count: number): string => plural(count, "property is the same", "properties are the same"),
    alikeCaption: "What is the same in both",
    names: {
      id: "Run",
      startedAt: "Started",
      command: "Command",
      commit: "Commit",
      seed: "Seed",
      profile: "Profile",
      trials: "Trials",
      link: "Link",
      cpu: "Processor",
      cores: "Cores",
      memory: "Memory",
      platform: "Platform",
      kernel: "Kernel",
      load: "Load average at the start",
      node: "Node",
    },
    uncommitted: "with uncommitted changes",
    unknown: "not known",
    trials: (measured: number, invalid: number, failed: number): string =>
      `${measured} measured, ${invalid} invalid, ${failed} failed`,
  },
  method: {
    title: "How this is judged",
    paragraphs: [
      "What a transport's code fixes (bytes of heads, envelopes, frames and handshakes, each for one request, message or connection) is held exactly, but for one digit of a cursor or a length. One cause is one line, in however many scenarios it shows. Requests a delivery, messages an answer and a poller's bytes a delivery follow from how many messages travel together: a faster server lets fewer wait. They are “changed” and neither better nor worse. No lost, duplicated, reordered, foreign or altered delivery is tolerated.",
      `Times vary. Each has a tolerance: the change that is guarded against. One effect, on logarithms, gives ratio, interval, test and what could have been seen: over repetitions in pairs where both runs published the same messages (a paired t; from ${manyBlocks} pairs on, pairs far from the others count less), over all trials otherwise (Welch's t). A trial's tail is what 99 % of its own deliveries keep. A change is claimed where the test finds it at a level of ${gateLevel}, after Holm's correction over all times and memories of the page, and where it is at least half of the tolerance. At most one page in ${Math.round(2 / gateLevel)} has a false regression, before any rerun. “Same” means that the whole 95 % interval lies inside the tolerance. Anything else is “cannot tell”, with the size of the change that would have been found in four of five cases. Where that is more than the tolerance for each response time, no response time could be judged, and the comparison is no pass.`,
      "A run made with --against or --baseline runs the cells with such a regression again. It counts as a regression only if the rerun, judged by itself in the same way, finds it too. --against runs both sides again, on another plan. --baseline runs HEAD alone again, and compares it with the same stored run.",
    ],
  },
  footer: (base: string, head: string): string =>
    `BASE ${base}, HEAD ${head}. This file is complete: it needs no server and no network.`,
  junit: {
    suite: "push transports",
    whole: "the comparison as a whole",
    judged: "response times could be judged",
  },
  markdown: {
    rest: (count: number): string =>
      plural(
        count,
        "comparison is neither the same nor a regression",
        "comparisons are neither the same nor regressions",
      ),
    more: (count: number): string => `…and ${count} more; the page has them all.`,
    runs: "The two runs",
  },
  annotation: {
    title: (metric: string): string => `Regression: ${metric}`,
    more: (count: number): string => `${count} more regressions; the summary has them all.`,
    moreTitle: "More regressions",
    noPass: "No pass",
    warning: "About the two runs",
  },
};

export type CompareWords = typeof englishCompare;
