// The published table of headers (docs/method.md, section 4, T1): the heads of polls beside the framing of a WebSocket. Pure.

import type { TrialNumber } from "../record/metrics.ts";
import type { Run } from "../record/run.ts";
import type { Conditions, MeasuredTrial } from "../record/trial.ts";
import {
  applicationBytes,
  mapped,
  measuredIn,
  messagesIn,
  over,
  type PublishedCell,
  ratioIn,
  tableCell,
  wireBytes,
} from "./cells.ts";
import { lubbersAndGreco } from "./publications.ts";
import { type PublishedRow, type PublishedTable, row } from "./rows.ts";

/** The published heads as they go over the wire: 716 bytes of request and 193 of answer, line ends included. */
const publishedHeadBytes = 909;
const frameHeaderBytes = 2;
/** The headers of IPv4 and of TCP with timestamps. */
const segmentBytes = 20 + 32;
/** A poll takes a request, an answer and its acknowledgement; a frame takes itself and its acknowledgement. */
const segments = { poll: 3, frame: 2 } as const;
/** The publication's megabit. */
const mebi = 2 ** 20;

const headBytesPerPoll = ({ requests: { headBytes } }: MeasuredTrial): number | null => {
  const answer = headBytes.fullAnswer ?? headBytes.emptyAnswer;
  return headBytes.request === null || answer === null ? null : headBytes.request + answer;
};

const framingPerMessage = (trial: MeasuredTrial): number | null => over(trial.bytes.framing, messagesIn(trial));

/** The heads of a poll, or the framing of a pushed message. */
const headerBytes = (trial: MeasuredTrial): number | null =>
  trial.conditions.pollEveryMs === null ? framingPerMessage(trial) : headBytesPerPoll(trial);

const headerBytesPerSecond = (trial: MeasuredTrial): number | null => {
  if (trial.conditions.pollEveryMs === null) {
    return over(trial.bytes.framing, (trial.conditions.subscribers * trial.measureMs) / 1000);
  }
  const perPoll = headBytesPerPoll(trial);
  return perPoll === null ? null : perPoll * trial.requests.perSubscriberSecond;
};

/** The publication counted the body alone, without the JSON around it. */
const withoutEnvelope = (trial: MeasuredTrial, bytes: number | null): number | null =>
  bytes === null ? null : bytes - trial.bytes.envelope;

export const headersTable = (run: Run): PublishedTable => {
  const polling = (headers: Conditions["headers"]) =>
    tableCell(run, "t1-headers", "short-polling", (conditions) => conditions.headers === headers);
  const replay = polling("published");
  const socket =
    tableCell(run, "t1-headers", "websocket", ({ headers }) => headers === "published") ??
    tableCell(run, "t1-headers", "websocket");
  return {
    id: "T1",
    publication: lubbersAndGreco,
    claim:
      "Each poll of a stock ticker carries 871 bytes of headers, each WebSocket message 2: of 100 000 clients that want news " +
      "every second, polling takes 665 Mbit/s for its headers alone and WebSocket 1.5.",
    rows: [
      row("Headers of a poll, the published ones", "bytes", {
        published: 871,
        predicted: publishedHeadBytes,
        measured: measuredIn(replay, headerBytes),
      }),
      row("Headers of a poll, this harness's", "bytes", { measured: measuredIn(polling("minimal"), headerBytes) }),
      row("Headers of a poll, a browser's", "bytes", { measured: measuredIn(polling("browser"), headerBytes) }),
      row("Framing of a WebSocket message", "bytes", {
        published: 2,
        predicted: frameHeaderBytes,
        measured: measuredIn(socket, headerBytes),
      }),
      ...publishedMegabits.map(({ clients, polling }) =>
        bandwidthRow(clients, "polling", polling, publishedHeadBytes, replay),
      ),
      ...publishedMegabits.map(({ clients, socket: published }) =>
        bandwidthRow(clients, "WebSocket", published, frameHeaderBytes, socket),
      ),
      ...levelRows(replay, socket),
    ],
    footnotes: [
      "871 counts the characters of the header lines without their line ends; on the wire the same heads take 909 bytes.",
      "A megabit is 2^20 bits there, and so it is here.",
      "The published ratio leaves out the message itself, TCP and IP, and grows smaller at each level that is counted in.",
      "The 2 bytes are those of a draft's framing; RFC 6455 keeps them up to a payload of 125 bytes, and adds 4 to what a client sends.",
      "TCP/IP is predicted with 52 bytes a segment: three segments a poll, two a WebSocket message, acknowledgements included.",
      "An extrapolated row multiplies the bytes of one subscriber; so many were not connected.",
    ],
  };
};

const publishedMegabits = [
  { clients: 1000, polling: 6.6, socket: 0.015 },
  { clients: 10_000, polling: 66, socket: 0.153 },
  { clients: 100_000, polling: 665, socket: 1.526 },
] as const;

/** The bandwidth at one poll or message a second for each client. */
const bandwidthRow = (
  clients: number,
  transport: string,
  published: number,
  bytes: number,
  cell: PublishedCell | null,
): PublishedRow => {
  const megabits = (bytesPerSecond: number): number => (bytesPerSecond * 8 * clients) / mebi;
  return row(`Headers of ${clients} clients, ${transport}`, "Mbit/s", {
    published,
    predicted: megabits(bytes),
    measured: mapped(measuredIn(cell, headerBytesPerSecond), megabits),
    extrapolated: cell !== null && clients > cell.summary.conditions.subscribers,
  });
};

/** Polling over WebSocket, with more and more counted in. */
const levelRows = (replay: PublishedCell | null, socket: PublishedCell | null): readonly PublishedRow[] => {
  const bodyBytes = replay?.summary.conditions.bodyBytes ?? 20;
  const ratio = (polled: number, pushed: number): number => (publishedHeadBytes + polled) / (frameHeaderBytes + pushed);
  const payload = measuredIn(socket, (trial) => over(trial.bytes.body + trial.bytes.envelope, messagesIn(trial)));
  const [poll, frame] = [segments.poll * segmentBytes, segments.frame * segmentBytes];
  const sent = (polled: number, pushed: number): number | null =>
    payload === null ? null : ratio(payload.median + "[]".length + polled, payload.median + pushed);
  const level = (label: string, predicted: number | null, number: TrialNumber, published: number | null = null) =>
    row(`Polling over WebSocket, ${label}`, "×", { published, predicted, measured: ratioIn(replay, socket, number) });
  const alone = `${bodyBytes} bytes of body alone`;
  return [
    level("headers", ratio(0, 0), headerBytes, 435.5),
    level(`application level, ${alone}`, ratio(bodyBytes, bodyBytes), (t) => withoutEnvelope(t, applicationBytes(t))),
    level(`TCP/IP level, ${alone}`, ratio(bodyBytes + poll, bodyBytes + frame), (t) =>
      withoutEnvelope(t, wireBytes(t)),
    ),
    level("application level, as sent", sent(0, 0), applicationBytes),
    level("TCP/IP level, as sent", sent(poll, frame), wireBytes),
  ];
};
