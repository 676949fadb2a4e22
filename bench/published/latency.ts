// Published tables of latency (docs/method.md, section 4, T2, T4 and T7): how many transits a message takes. Pure.

import { blackoutOf } from "../analysis/model.ts";
import type { Run } from "../record/run.ts";
import { measuredIn, over, type PublishedCell, tableCell, tableCells } from "./cells.ts";
import { lubbersAndGreco } from "./publications.ts";
import { metricRow, type PublishedRow, type PublishedTable, row } from "./rows.ts";

const meanRow = (label: string, published: PublishedRow["published"], cell: PublishedCell | null): PublishedRow =>
  metricRow(label, "ms", published, cell, "responseTimeMeanMs");

const rates = [1, 10, 50] as const;

export const transitsTable = (run: Run): PublishedTable => {
  const at = (transport: string, rate: number) =>
    tableCell(run, "t2-latency", transport, ({ ratePerSec }) => ratePerSec === rate);
  return {
    id: "T2",
    publication: lubbersAndGreco,
    claim:
      "Over a way of 50 ms, a polled message takes 150 ms, since answer and next request come first; a WebSocket's takes 50.",
    rows: [
      ...rates.map((rate) => meanRow(`WebSocket, mean at ${rate} messages/s`, 50, at("websocket", rate))),
      ...rates.map((rate) => meanRow(`Long polling, mean at ${rate} messages/s`, 150, at("long-polling", rate))),
      metricRow("Long polling, longest at 50 messages/s", "ms", 150, at("long-polling", 50), "responseTimeMaxMs"),
      ...rates.map((rate) => meanRow(`Short polling, mean at ${rate} messages/s`, null, at("short-polling", rate))),
    ],
    footnotes: [
      "150 ms is the most that a long poll's message can take, not what it takes: only what is published while no request waits takes longer than 50 ms.",
      "In the mean a long poll takes from 50 ms, where news is rare, to 100 ms, where it never stops.",
      "Short polling waits for its timetable: half the interval in the mean, far more than the way.",
    ],
  };
};

const distances = [20, 60, 110, 120, 140, 200] as const;
/** Four readings a second. */
const readingsEveryMs = 250;

export const distanceTable = (run: Run): PublishedTable => ({
  id: "T4",
  publication: {
    authors: "Pimentel and Nickerson",
    title: "Communicating and Displaying Real-Time Data with WebSocket",
    year: 2012,
  },
  claim:
    "With four readings a second, long polling is as fast as WebSocket until the one-way delay passes half the interval " +
    "between readings, and several times slower from there on.",
  rows: distances.flatMap((ms) => {
    const at = (transport: string) => tableCell(run, "t4-distance", transport, ({ oneWayMs }) => oneWayMs === ms);
    const beyond = ms > readingsEveryMs / 2;
    return [
      meanRow(
        `Long polling, ${ms} ms away`,
        beyond ? "several times WebSocket's" : "as WebSocket's",
        at("long-polling"),
      ),
      meanRow(`WebSocket, ${ms} ms away`, null, at("websocket")),
    ];
  }),
  footnotes: [
    "The knee lies where a request needs longer to come back than a reading to follow: at half the interval, 125 ms, less half the client's turnaround.",
    "The leap belongs to readings at a fixed rate. Under Poisson messages the same mean rises without a knee.",
    "Beyond the knee, readings and requests lock where their periods are in a ratio of small whole numbers; the prediction is the mean over phases.",
    "Several times slower is more than these answers show, which carry all readings that wait: they are at most three transits and a turnaround old.",
  ],
});

export const rfc6202Table = (run: Run): PublishedTable => ({
  id: "T7",
  publication: {
    authors: "Loreto, Saint-Andre, Salsano and Wilkins",
    title: "RFC 6202: Known Issues and Best Practices for the Use of Long Polling and Streaming in Bidirectional HTTP",
    year: 2011,
  },
  claim:
    "A long poll's message takes little more than one transit in the mean and over three at most; 30 s is a safe hold.",
  rows: [
    ...rates.flatMap((rate) => {
      const cell = tableCell(run, "t7-rfc6202", "long-polling", ({ ratePerSec }) => ratePerSec === rate);
      return [
        transitRow(`Mean at ${rate} messages/s`, 1, "responseTimeMeanMs", cell),
        transitRow(`Longest at ${rate} messages/s`, 3, "responseTimeMaxMs", cell),
      ];
    }),
    idleRow(run),
  ],
  footnotes: [
    "One transit in the mean holds for rare news; with news all the time it is two.",
    "The third transit is the next request's way. The client's turnaround comes on top of the three, and so does what TCP repeats.",
    "A transit is the one-way delay that this run measured.",
    "The idle rate follows from the hold alone, 1 in 30 s; the blackout makes the cycle a little longer.",
  ],
});

/** Nothing is told in transits where the run did not measure how long one takes. */
const transitRow = (
  label: string,
  published: number,
  name: "responseTimeMeanMs" | "responseTimeMaxMs",
  cell: PublishedCell | null,
): PublishedRow => {
  const oneWayMs = cell?.summary.delays.oneWayMs ?? null;
  return oneWayMs === null
    ? row(label, "transits", { published })
    : metricRow(label, "transits", published, cell, name, (ms) => ms / oneWayMs);
};

/** Read from a whole cycle of an empty poll, in any scenario that has one: a window may end within the hold. */
const idleRow = (run: Run): PublishedRow => {
  const cells = tableCells(
    run,
    ({ transport, conditions }) => transport === "long-polling" && conditions.holdMs === 30_000,
  );
  const idle = cells.find(({ trials }) => trials.some(({ requests }) => requests.emptyCycleMs !== null)) ?? null;
  const blackoutMs = idle === null ? null : blackoutOf(idle.summary.delays);
  return row("Requests of an idle subscriber, 30 s hold", "/s", {
    published: 0.0333,
    predicted: blackoutMs === null ? null : 1000 / (30_000 + blackoutMs),
    measured: measuredIn(idle, ({ requests }) => over(1000, requests.emptyCycleMs)),
  });
};
