// English: the frame of the page, its first lines, and what stands around every chart.
import { count } from "../../writing/numbers.ts";
import { englishBasics } from "./basics.ts";

const { trials } = englishBasics;

/** A head or a sentence, and what belongs to it. */
type Item = readonly [text: string, more: string];

export const englishPage = {
  /** The language's name on the switch between languages. */
  ownName: "English",
  skip: "Skip to the results",
  eyebrow: "Short polling, long polling, server-sent events and WebSocket compared",
  partial: {
    head: "Partial run.",
    text: "Not every planned trial was run. The figures rest on the trials that were run.",
  },
  warning: "Warning.",
  /** The causes that left trials without a result. */
  causes: {
    head: "Not measured.",
    alone: (scenarios: string, transports: string): string =>
      `run such trials alone by --scenarios ${scenarios} --transports ${transports} --trials 1`,
  },
  contents: "Contents",
  footer: (id: string, started: string): string =>
    `Run ${id}, ${started}. This file is complete: it needs no server and no network.`,
  /** The number of planned trials, and the parts that tell what became of them. */
  standing: (planned: number, parts: string): string => `${trials(planned)} planned: ${parts}`,
  /** Numbers of trials by their status; `missing` ones were not run. */
  statuses: {
    measured: (number: number): string => `${count(number)} measured`,
    saturated: (number: number): string => `${count(number)} saturated`,
    invalid: (number: number): string => `${count(number)} invalid`,
    failed: (number: number): string => `${count(number)} failed`,
    missing: (number: number): string => `${count(number)} not run`,
  },
  glance: {
    median: "median response time",
    mean: "mean response time",
    bytes: "bytes per delivery",
    requests: "requests per delivery",
  },
  /** Below the bytes of a row of polls with minimal headers. */
  browserHeads: (bytes: string): string => `${bytes} in a browser`,
  showRatios: (baseline: string): string => `Ratios to ${baseline}, with what the tests told`,
  /** The texts that scripts offer at tables and charts; {shown} and {all} are numbers that a script fills in. */
  tools: {
    link: "Copy link",
    markdown: "Copy Markdown",
    csv: "Save CSV",
    /** On the buttons themselves. */
    short: { link: "Link", markdown: "Markdown", csv: "CSV" },
    copied: "Copied",
    refused: "The browser refused to copy",
    filter: "Filter rows",
    shown: "{shown} of {all} rows",
  },
  themes: { label: "Colours", system: "Auto", light: "Light", dark: "Dark" },
  reading: {
    link: "How to read the numbers",
    numbers: {
      title: "How to read the numbers",
      items: [
        ["One estimator", "A figure is the median over trials, and below it stands its 95 % interval."],
        [
          "The exception is p99",
          "99 of 100 deliveries of all trials together came within this time, since one trial has too few messages. The tail is each trial's own.",
        ],
        [
          "One memory figure",
          "JavaScript heap and external memory on the server for one waiting subscriber. In silence the same memory is counted for each further subscriber, as a slope.",
        ],
        ["Response time", "It counts from the instant at which a message was meant to be published."],
        [
          "Bytes",
          "They are counted at the subscribers' sockets, with minimal headers. The smaller figure is with a browser's headers.",
        ],
      ] satisfies readonly Item[],
    },
    limits: {
      title: "What this does not cover",
      /** The id of the section that tells more stands behind an item's text; empty where there is none. */
      items: [
        ["Server and clients share one machine, unless they were bound to cores of their own.", "rig"],
        ["The link has a delay at most: no loss, no jitter, no limit of bandwidth.", "rig"],
        ["No TLS, no HTTP/2 and no proxy stands between.", ""],
        ["One server process in one language; how many subscribers it could hold is not measured.", ""],
        ["A pooled p99 is up to some 4 % too high where one subscriber of a hundred is far behind.", "trials"],
        ["The machine's speed is seen before and after a trial, not during it.", "trials"],
        ["The floor of a fan-out is measured for one number of subscribers.", "rig"],
      ] satisfies readonly Item[],
      more: "More of this",
      method: (file: string): string => `The method's limits in full: ${file}, section 5.`,
    },
  },
  chart: {
    howToRead: "How to read",
    data: "Data",
    dataOf: (title: string): string => `${title}: data`,
  },
};
