// Published tables of requests and of the server's work (docs/method.md, section 4, T3, T5 and T6). Pure.

import type { Run } from "../record/run.ts";
import { medianOrNull } from "../statistics/stats.ts";
import {
  applicationBytes,
  mapped,
  measuredIn,
  metricIn,
  over,
  type PublishedCell,
  plain,
  predictedIn,
  ratioIn,
  tableCell,
  tableCells,
  times,
} from "./cells.ts";
import { type PublishedRow, type PublishedTable, row } from "./rows.ts";

const publishEveryMs = [100, 500, 1500, 5000] as const;
const pullEveryMs = [500, 1500, 5000] as const;

export const pullTable = (run: Run): PublishedTable => {
  /** The cell with a message every so many ms, but for the rounding of a rate like 2/3 a second. */
  const at = (transport: string, everyMs: number, pollMs: number | null) =>
    tableCell(
      run,
      "t3-pull",
      transport,
      ({ ratePerSec, pollEveryMs }) => Math.abs(1000 / ratePerSec - everyMs) < 0.5 && pollEveryMs === pollMs,
    );
  return {
    id: "T3",
    publication: {
      authors: "Bozdag, Mesbah and van Deursen",
      title: "A Comparison of Push and Pull Techniques for AJAX",
      year: 2007,
    },
    claim:
      "Pull sees every change only when it is as frequent as publishing, and asks in vain when it is more frequent; push costs " +
      "the server seven times the CPU and fills it at 350 to 500 users.",
    rows: [
      ...publishEveryMs.flatMap((publishMs) =>
        pullEveryMs.flatMap((pullMs) => pullRows(publishMs, pullMs, at("short-polling", publishMs, pullMs))),
      ),
      row("Server CPU a delivery, push over pull, both every 0.5 s", "×", {
        published: 7,
        measured: ratioIn(
          at("websocket", 500, null),
          at("short-polling", 500, 500),
          ({ server }) => server.cpuMsPerThousandDeliveries,
        ),
      }),
      pushLoadRow(100, at("websocket", 100, null)),
    ],
    footnotes: [
      "All intervals are a tenth of the published ones, which were 1, 5, 15 and 50 s.",
      "Unique items are answers with news over messages: pull gave only the latest item there; here no message is lost, and one answer carries all that are new.",
      "Its push was Comet over HTTP on the servers of 2007; here it is WebSocket.",
      "CPU was compared at the same number of users, though push delivered more: here it is divided by what was delivered.",
    ],
  };
};

const pullRows = (publishMs: number, pullMs: number, cell: PublishedCell | null): readonly PublishedRow[] => {
  const setting = `published every ${publishMs / 1000} s, pulled every ${pullMs / 1000} s`;
  return [
    row(`Unique items, ${setting}`, "%", {
      published: pullMs <= publishMs ? "all" : "not all",
      predicted: 100 * Math.min(1, publishMs / pullMs),
      measured: measuredIn(cell, ({ requests }) => over(100, requests.messagesPerResponse)),
    }),
    row(`Empty polls, ${setting}`, "%", {
      predicted: 100 * Math.max(0, 1 - pullMs / publishMs),
      measured: mapped(metricIn(cell, "emptyShare"), (share) => 100 * share),
    }),
  ];
};

const pushLoadRow = (publishMs: number, cell: PublishedCell | null): PublishedRow => {
  const users = cell === null ? "" : ` to ${cell.summary.conditions.subscribers} subscribers`;
  return row(`Server CPU in use, pushed every ${publishMs / 1000} s${users}`, "% of a core", {
    published: "full at 350 to 500 users",
    measured: measuredIn(cell, ({ server }) => 100 * server.cpuUtilization),
  });
};

const countedTransports = ["short-polling", "long-polling", "websocket"] as const;

export const requestsTable = (run: Run): PublishedTable => {
  const random = tableCells(
    run,
    ({ transport, conditions }) =>
      conditions.schedule === "poisson" && countedTransports.some((name) => name === transport),
  );
  const ofLatency = random.filter(({ summary }) => summary.scenario === "t2-latency");
  return {
    id: "T5",
    publication: {
      authors: "Several",
      title: "Counts of requests for 100 messages, as tutorials give them",
      year: 2010,
    },
    claim: "For 100 messages a WebSocket makes one request, and polling by far more.",
    rows: (ofLatency.length > 0 ? ofLatency : random).map(requestsRow),
    footnotes: [
      "A count of requests means nothing without the rate of messages: at a high rate one answer carries many, and polling makes fewer requests than there are messages.",
      "The one request of a WebSocket is its upgrade, which is counted as handshake here: 0 requests.",
      "Predicted 100/(λT) for short polling, 100·R/λ for long polling, at the rate that was published in fact.",
    ],
  };
};

const requestsRow = (cell: PublishedCell): PublishedRow => {
  const { transport, conditions } = cell.summary;
  const { pollEveryMs, ratePerSec, oneWayMs } = conditions;
  const rates = cell.trials.map(({ generator }) => generator.offeredRate);
  const perSecond = predictedIn(cell, "requestsPerSubscriberSecond");
  const name = pollEveryMs === null ? transport.replace("-", " ") : `short polling every ${plain(pollEveryMs)} ms`;
  const setting = `${name}, ${plain(ratePerSec)} messages/s, ${plain(oneWayMs)} ms away`;
  return row(`Requests for 100 messages, ${setting}`, "requests", {
    published: transport === "websocket" ? 1 : null,
    predicted: times(over(perSecond, medianOrNull(rates) ?? ratePerSec), 100),
    measured: mapped(metricIn(cell, "requestsPerDelivery"), (requests) => 100 * requests),
  });
};

/** How many requests were published for the five updates. */
const updatesPublished = [
  { transport: "short-polling", label: "Short polling every 250 ms", requests: 20 },
  { transport: "long-polling", label: "Long polling", requests: 6 },
  { transport: "server-sent-events", label: "Server-sent events", requests: 1 },
  { transport: "websocket", label: "WebSocket", requests: 1 },
] as const;

/** How long five updates take, one a second. */
const updatesSec = 5;

export const updatesTable = (run: Run): PublishedTable => ({
  id: "T6",
  publication: {
    authors: "Abril",
    title: "A comparison between WebSockets, server-sent events, and polling",
    year: 2017,
  },
  claim:
    "For five updates, one a second, short polling every 250 ms makes 20 requests, long polling 6, a stream or a WebSocket one.",
  rows: updatesPublished.flatMap(({ transport, label, requests }) => {
    const cell = tableCell(run, "t6-updates", transport);
    const total = (perSecond: number | null): number | null => times(perSecond, updatesSec);
    return [
      row(`${label}: requests`, "requests", {
        published: requests,
        predicted: total(predictedIn(cell, "requestsPerSubscriberSecond")),
        measured: measuredIn(cell, (trial) => total(trial.requests.perSubscriberSecond)),
      }),
      row(`${label}: bytes`, "bytes", {
        predicted: total(predictedIn(cell, "bytesPerSubscriberSecond")),
        measured: measuredIn(cell, (trial) =>
          total(over(applicationBytes(trial), (trial.conditions.subscribers * trial.measureMs) / 1000)),
        ),
      }),
    ];
  }),
  footnotes: [
    "The sixth request of a long poll is the one that waits when the updates are over; a window of five seconds in a stream that goes on holds five.",
    "The one request of a pushed transport opens its connection, which is counted as handshake here: 0 requests.",
    "The published bytes are of a browser's headers on the heads of that server; ours are of the heads that the run names, and without TCP/IP.",
  ],
});
