import { describe, expect, test } from "vitest";
import type { PublishedTable } from "../bench/published.ts";
import { isPublished } from "../bench/published.ts";
import { sampleEstimate, sampleRun } from "../bench/sample-run.ts";
import { renderPublished } from "./page-published.ts";
import { namePublication, viewPublished } from "./published-view.ts";
import { english } from "./words/english.ts";

const seen = (text: unknown): string => String(text).replaceAll("\u202f", " ");

const table: PublishedTable = {
  id: "T1",
  publication: { authors: "Lubbers and Greco", title: "A <b>leap", year: 2010 },
  claim: "Polling is dear.",
  rows: [
    {
      label: "Headers",
      unit: "Mbit/s",
      published: 6.6,
      predicted: 6.94,
      measured: sampleEstimate(7, 1),
      extrapolated: true,
    },
    { label: "Ratio", unit: "×", published: 435.5, predicted: null, measured: null, extrapolated: false },
    {
      label: "Items",
      unit: "%",
      published: "not all",
      predicted: 10,
      measured: sampleEstimate(10),
      extrapolated: false,
    },
    { label: "Clients", unit: "clients", published: 100_000, predicted: null, measured: null, extrapolated: true },
    {
      label: "Heads",
      unit: "bytes",
      published: null,
      predicted: null,
      measured: sampleEstimate(282),
      extrapolated: false,
    },
  ],
  footnotes: ["It counts characters."],
};

describe("a published table", () => {
  const page = seen(renderPublished({ tables: [table], missing: ["T2", "T3"] }, [], english));

  test.each([
    '<th scope="row">Headers</th><td>6.6 Mbit/s</td><td>6.94 Mbit/s</td><td>7 Mbit/s<small>6 – 8; extrapolated</small></td>',
    '<th scope="row">Ratio</th><td>435.5 ×</td><td class="absent">–</td><td class="absent">not run</td>',
    '<th scope="row">Items</th><td>not all</td><td>10 %</td><td>10 %</td>',
    '<th scope="row">Clients</th><td>100 000 clients</td><td class="absent">–</td><td class="absent">not run</td>',
    '<th scope="row">Heads</th><td class="absent">not given</td><td class="absent">–</td><td>282 bytes</td>',
    "T1 · Lubbers and Greco: A &lt;b&gt;leap (2010)",
    "<li>It counts characters.</li>",
    "Not in this run: T2 and T3.",
    "an extrapolated figure is a product of what fewer subscribers measured",
  ])("shows %s", (part) => expect(page).toContain(part));

  test("whose authors and year are not known is named by its title", () =>
    expect(namePublication({ authors: null, title: "Counts", year: null })).toBe("Counts"));
});

describe("the published section", () => {
  test.each([
    ["t1-headers", true],
    ["t8-throughput", true],
    ["sparse", false],
    ["rates", false],
  ])("stands for the scenario %s: %s", (scenario, expected) => expect(isPublished(scenario)).toBe(expected));

  test("is none of a run without published scenarios", () => {
    expect(viewPublished(sampleRun([{ scenario: "broadcast", transport: "websocket" }]))).toBeNull();
    expect(renderPublished(null, [], english)).toBe(false);
  });

  test("has the tables that the run has a cell for, and names the others", () => {
    const run = sampleRun([
      {
        scenario: "t7-rfc6202",
        transport: "long-polling",
        conditions: { ratePerSec: 1, holdMs: 2000 },
        metrics: { responseTimeMeanMs: sampleEstimate(50) },
      },
    ]);
    const view = viewPublished(run);
    expect(view?.tables.map(({ id }) => id)).toEqual(["T7"]);
    expect(view?.missing).toEqual(["T1", "T2", "T3", "T4", "T5", "T6", "T8"]);
  });
});
