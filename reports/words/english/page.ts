// English: the frame of the page, its first lines, and what stands around every chart.
import { count } from "../../writing/numbers.ts";
import { englishBasics } from "./basics.ts";

const { trials } = englishBasics;

export const englishPage = {
  /** As a switch between languages names it. */
  ownName: "English",
  skip: "Skip to the results",
  eyebrow: "Short polling, long polling, server-sent events and WebSocket compared",
  partial: { head: "Partial run.", text: "Not every planned trial was run; the figures rest on those that were." },
  warning: "Warning.",
  contents: "Contents",
  footer: (id: string, started: string): string =>
    `Run ${id}, ${started}. This file is complete: it needs no server and no network.`,
  /** How many of the planned trials stand behind the page. */
  standing: (planned: number, parts: string): string => `${trials(planned)} planned: ${parts}`,
  /** Of trials, by what became of them. */
  statuses: {
    measured: (number: number): string => `${count(number)} measured`,
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
