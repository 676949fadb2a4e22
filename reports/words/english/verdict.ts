// English: the headline and the sentences of the verdict. A sentence says no more than its numbers do.
import { count } from "../../writing/numbers.ts";
import { englishBasics } from "./basics.ts";

const { capitalise, cores, join } = englishBasics;

export type Middle = "median" | "mean";

/** The heads of the load client's requests. */
type Heads = "minimal" | "browser" | "published";

const requestHeads: Readonly<Record<Heads, string>> = {
  minimal: "minimal heads",
  browser: "a browser's heads",
  published: "the heads of a browser of 2009",
};

export const englishVerdict = {
  nothing: "Nothing was measured",
  noTime: "No response time was measured",
  onlyTime: (word: Middle, said: string): string => `${capitalise(word)} response time: ${said}`,
  by: (time: string, name: string): string => `${time} by ${name}`,
  at: (name: string, time: string): string => `${name} at ${time}`,
  tooFewToRank: "too few trials to rank them",
  notTested: "not tested against each other",
  unranked: (word: Middle, times: string, why: string): string => `${capitalise(word)} response time: ${times}; ${why}`,
  sameFor: (names: string): string => `${names} took the same`,
  notToldFrom: (names: string): string => `${names} could not be told from it`,
  tooFewToTellFrom: (names: string): string => `too few trials to tell it from ${names}`,
  soonest: (name: string, time: string, word: Middle, others: string): string =>
    `${name} delivered soonest: ${time} at the ${word}, against ${others}`,
  delivered: (name: string, time: string, word: Middle, sooner: string, later: string): string =>
    `${name} delivered in ${time} at the ${word}${[
      sooner === "" ? "" : `sooner than ${sooner}`,
      later === "" ? "" : `later than ${later}`,
    ]
      .filter((part) => part !== "")
      .map((part, i) => `${i === 0 ? ", " : " and "}${part}`)
      .join("")}`,
  others: (number: number): string => `${count(number)} others`,
  othersAt: (number: number, least: string, most: string): string => `${count(number)} others at ${least} to ${most}`,
  /** "0.367 ms by WebSocket (0.336 to 0.383)". */
  said: (value: string, name: string, interval: string): string =>
    `${value} by ${name}${interval === "" ? "" : ` (${interval})`}`,
  notRanked: "fewer than six trials allow no ranking",
  untested: "no test was made, so no order is claimed",
  tookLess: (names: string, baseline: string): string => `${names} took less than ${baseline}`,
  tookMore: (names: string, baseline: string): string => `${names} took more than ${baseline}`,
  tookSame: (names: string, baseline: string): string => `${names} took the same as ${baseline}`,
  notTold: (names: string, baseline: string): string => `${names} could not be told from ${baseline}`,
  /** A name with what its comparison could have shown. */
  withSeen: (name: string, seen: string): string => (seen === "" ? name : `${name} (${seen} would have shown)`),
  saturated: (names: string): string => `saturated by its own load, and so ranked last: ${names}`,
  tooFew: (names: string, baseline: string): string => `there were too few trials to tell ${names} from ${baseline}`,
  trialsEach: (least: number, most: number): string =>
    `${least === most ? least : `${least} to ${most}`} ${most === 1 ? "trial" : "trials"} each`,
  nameWithSetting: (name: string, setting: string): string => `${name} ${setting}`,
  settingOf: (name: string, setting: string): string => `${name} ${setting.replace(/^hold /, "with a hold of ")}`,
  leftOut: (names: readonly string[]): string =>
    `${join(names)} had no valid trial and ${names.length === 1 ? "is" : "are"} left out`,
  latency: (panel: string, word: Middle, times: string, basis: string): string =>
    `${panel}: the ${word} response time was ${times}${basis === "" ? "" : `, with 95 % intervals over ${basis}`}`,
  cost: (sizes: string, heads: Heads | null): string =>
    `In the same trials a delivery moved ${sizes}, up and down together${heads === null ? "" : `, with ${requestHeads[heads]} in requests`}`,
  costInBrowser: (sizes: string): string => `with a browser's heads it would be ${sizes}`,
  costRatio: (inBrowser: string, measured: string, baseline: string): string =>
    `: ${inBrowser} as much as by ${baseline}, instead of ${measured}`,
  costRequests: (requests: string, several: boolean): string =>
    `a delivery took ${requests} requests${several ? ", in the same order" : ""}`,
  idle: (panel: string, requests: string): string =>
    `${panel}: requests per minute of a waiting subscriber were ${requests}`,
  sweepPoint: (time: string, requests: string, setting: string): string =>
    `${time} on average and ${requests} requests/s a subscriber (${setting})`,
  sweep: (title: string, name: string, from: string, to: string): string =>
    `${title}: ${name} went from ${from} to ${to}.`,
  cpu: (title: string, times: string): string =>
    `${title}: the server's processor time for a thousand deliveries was ${times}`,
  ledger: {
    none: "No delivery was expected, so none can be judged.",
    lost: (number: number): string => `${count(number)} lost`,
    duplicated: (number: number): string => `${count(number)} duplicated`,
    outOfOrder: (number: number): string => `${count(number)} out of order`,
    foreign: (number: number): string => `${count(number)} foreign`,
    altered: (number: number): string => `${count(number)} altered`,
    well: (expected: number): string => `All ${count(expected)} expected deliveries arrived once and in order.`,
    wrong: (expected: number, faults: string): string =>
      `${count(expected)} deliveries were expected. Faults: ${faults}.`,
  },
  rest: (measured: number, machineCores: number, cpu: string): string =>
    `This rests on ${count(measured)} measured ${measured === 1 ? "trial" : "trials"} on one machine (${cores(machineCores)} of ${cpu}).`,
  noTrial: "No trial was run, so nothing can be said about any transport.",
  noMeasuredTrial: (invalid: number, failed: number): string =>
    `No trial was measured (${count(invalid)} invalid, ${count(failed)} failed), so nothing can be said about latency or cost.`,
};
