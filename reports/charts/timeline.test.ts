import { describe, expect, it } from "vitest";
import { fixtureRun } from "../fixtures/run.ts";
import type { Row } from "../view/panels.ts";
import { buildReport } from "../view/report.ts";
import { english } from "../words/english/english.ts";
import { stretchesOf, timelineChart } from "./timeline.ts";

const { panels, transports } = buildReport(fixtureRun);
const [broadcast, sparse] = panels;
if (broadcast === undefined || sparse === undefined) throw new Error("the fixed run has lost its panels");
const [row] = broadcast.rows;
const [trial] = row?.measured ?? [];
if (row === undefined || trial === undefined) throw new Error("the fixed run has lost its trials");

/** A row whose trials have these mean times, one for each second from 0 s on; null where nothing was due. */
const withMeans = (trials: readonly (readonly (number | null)[])[]): { row: Row } => ({
  row: {
    ...row,
    measured: trials.map((means) => ({
      ...trial,
      timeline: means.flatMap((meanMs, i) =>
        meanMs === null ? [] : [{ fromMs: 1000 * i, meanMs, maxMs: 2 * meanMs, count: 4 }],
      ),
    })),
  },
});

describe("a stretch", () => {
  it.each([
    ["is the median over the trials, with the least and the most", [[1], [5], [3]], [[0, 3, 1, 5]]],
    ["is the mean of the middle two of an even number", [[1], [2], [4], [8]], [[0, 3, 1, 8]]],
    [
      "counts the trials in which something was due",
      [
        [1, null],
        [3, 7],
      ],
      [
        [0, 2, 1, 3],
        [1000, 7, 7, 7],
      ],
    ],
    ["of no time has no place on a log axis", [[0, 2]], [[1000, 2, 2, 2]]],
    [
      "that only a later trial has stands in its place",
      [
        [1, null, 3],
        [1, 2, 3],
      ],
      [
        [0, 1, 1, 1],
        [1000, 2, 2, 2],
        [2000, 3, 3, 3],
      ],
    ],
    ["needs a trial", [], []],
  ])("%s", (_, trials, stretches) => {
    const found = stretchesOf(withMeans(trials)).map((one) => [one.fromMs, one.medianMs, one.leastMs, one.mostMs]);
    expect(found).toEqual(stretches);
  });
});

it("there is a line a transport, and its data by second", () => {
  const chart = timelineChart(broadcast, transports, english);
  expect(chart?.table.headings).toEqual([
    "From (s)",
    ...["Short polling", "Long polling", "WebSocket", "WebSocket (ws package)"].flatMap((name) => [
      `${name}, median (ms)`,
      `${name}, least (ms)`,
      `${name}, most (ms)`,
    ]),
  ]);
  expect(chart?.table.rows.map(([second]) => second)).toEqual([0, 1.2, 2.4, 3.6, 4.8]);
});

it("a single stretch makes no line", () => {
  expect(timelineChart(sparse, transports, english)).toBeNull();
});
