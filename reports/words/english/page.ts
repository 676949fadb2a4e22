// English: the frame of the page, its first lines, and what stands around every chart.
import { count } from "../../writing/numbers.ts";
import { englishBasics } from "./basics.ts";

const { trials } = englishBasics;

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
  chart: {
    howToRead: "How to read this.",
    data: "Data",
    dataOf: (title: string): string => `${title}: data`,
  },
};
