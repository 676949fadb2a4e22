// The published table of throughput (docs/method.md, section 4, T8): the share of a line that the heads of polls leave. Pure.

import type { TrialNumber } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import {
  applicationBytes,
  mapped,
  messagesIn,
  over,
  type PublishedCell,
  predictedIn,
  ratioIn,
  tableCell,
  wireBytes,
} from "./cells.ts";
import { type PublishedRow, type PublishedTable, row } from "./rows.ts";

const perMessage =
  (bytes: TrialNumber): TrialNumber =>
  (trial) =>
    over(bytes(trial), messagesIn(trial));

export const throughputTable = (run: Run): PublishedTable => {
  const socket = tableCell(run, "t8-throughput", "websocket");
  return {
    id: "T8",
    publication: {
      authors: "Puranik, Feiock and Hill",
      title: "Real-Time Monitoring using AJAX and WebSockets",
      year: 2013,
    },
    claim:
      "A WebSocket server takes half the bandwidth of a polled one for the same readings, and sends up to 215 % more readings " +
      "over the same bandwidth.",
    rows: ["short-polling", "long-polling"].flatMap((transport) => {
      const polling = tableCell(run, "t8-throughput", transport);
      return throughputRows(transport.replace("-", " "), polling, socket);
    }),
    footnotes: [
      "Half the bytes a message is 100 % more messages over the same line, not 215 %: the two published figures are not of the same conditions.",
      "The second figure is the most that was seen, not the mean.",
      "Both depend on the size of a reading, which the claim leaves out: the larger the body, the less there is to save.",
      "Short polling joins the messages of an interval in one answer, at the price of keeping them waiting; long polling does so only while its blackout lasts.",
    ],
  };
};

/** Predicted at application level alone, since how answers fall into segments is not modelled. */
const throughputRows = (
  label: string,
  polling: PublishedCell | null,
  socket: PublishedCell | null,
): readonly PublishedRow[] => {
  const levels = [
    {
      level: "application",
      bytes: applicationBytes,
      predicted: over(
        predictedIn(polling, "bytesPerSubscriberSecond"),
        predictedIn(socket, "bytesPerSubscriberSecond"),
      ),
    },
    { level: "TCP/IP", bytes: wireBytes, predicted: null },
  ];
  const saved = (ratio: number): number => 100 * (1 - 1 / ratio);
  const more = (ratio: number): number => 100 * (ratio - 1);
  return levels.flatMap(({ level, bytes, predicted }) => {
    const ratio = ratioIn(polling, socket, perMessage(bytes));
    const percentRow = (what: string, published: number, of: (ratio: number) => number): PublishedRow =>
      row(`${what} than ${label}, ${level} level`, "%", {
        published,
        predicted: predicted === null ? null : of(predicted),
        measured: mapped(ratio, of),
      });
    return [percentRow("Less bandwidth", 50, saved), percentRow("More messages over the same bandwidth", 215, more)];
  });
};
