// The published table of headers (METHOD section 4, T1): the heads of polls beside the framing of a WebSocket. Pure.

import type { Run } from "../record/run.ts";
import type { Conditions, MeasuredTrial } from "../record/trial.ts";
import {
  applicationBytes,
  mapped,
  measuredIn,
  messagesIn,
  over,
  type PublishedCell,
  type PublishedRow,
  type PublishedTable,
  ratioIn,
  tableCell,
  wireBytes,
} from "./cells.ts";

/** The published heads as they go over the wire: 716 bytes of request and 193 of answer, line ends included. */
const publishedHeadBytes = 909;
const frameHeaderBytes = 2;
/** IPv4 and TCP with timestamps. */
const segmentBytes = 20 + 32;
/** Request, answer and its acknowledgement; frame and its acknowledgement. */
const segments = { poll: 3, frame: 2 } as const;
/** The publication's megabit. */
const mebi = 2 ** 20;

const headBytesPerPoll = ({ requests: { headBytes } }: MeasuredTrial): number | null => {
  const answer = headBytes.fullAnswer ?? headBytes.emptyAnswer;
  return headBytes.request === null || answer === null ? null : headBytes.request + answer;
};

const framingPerMessage = (trial: MeasuredTrial): number | null => over(trial.bytes.framing, messagesIn(trial));

/** Of a poll, or of a frame. */
const headerBytes = (trial: MeasuredTrial): number | null =>
  trial.conditions.pollEveryMs === null ? framingPerMessage(trial) : headBytesPerPoll(trial);

const headerBytesPerSecond = (trial: MeasuredTrial): number | null => {
  if (trial.conditions.pollEveryMs === null) {
    return over(trial.bytes.framing, (trial.conditions.subscribers * trial.measureMs) / 1000);
  }
  const perPoll = headBytesPerPoll(trial);
  return perPoll === null ? null : perPoll * trial.requests.perSubscriberSecond;
};

/** As the publication counted: the body stands alone, without the JSON around it. */
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
    publication: {
      authors: "Lubbers and Greco",
      title: "HTML5 WebSocket: A Quantum Leap in Scalability for the Web",
      year: 2010,
    },
    claim:
      "Each poll of a stock ticker carries 871 bytes of headers, each WebSocket message 2: of 100 000 clients that want news " +
      "every second, polling takes 665 Mbit/s for its headers alone and WebSocket 1.5.",
    rows: [
      headRow("Headers of a poll, the published ones", 871, publishedHeadBytes, replay),
      headRow("Headers of a poll, this harness's", null, null, polling("minimal")),
      headRow("Headers of a poll, a browser's", null, null, polling("browser")),
      headRow("Framing of a WebSocket message", 2, frameHeaderBytes, socket),
      ...bandwidthRows("polling", [6.6, 66, 665], publishedHeadBytes, replay),
      ...bandwidthRows("WebSocket", [0.015, 0.153, 1.526], frameHeaderBytes, socket),
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

const headRow = (
  label: string,
  published: number | null,
  predicted: number | null,
  cell: PublishedCell | null,
): PublishedRow => ({
  label,
  unit: "bytes",
  published,
  predicted,
  measured: measuredIn(cell, headerBytes),
  extrapolated: false,
});

const clientNumbers = [1000, 10_000, 100_000] as const;

/** At one poll or message a second for each client. */
const bandwidthRows = (
  transport: string,
  published: readonly [number, number, number],
  bytes: number,
  cell: PublishedCell | null,
): readonly PublishedRow[] =>
  clientNumbers.map((clients, index) => {
    const megabits = (bytesPerSecond: number): number => (bytesPerSecond * 8 * clients) / mebi;
    return {
      label: `Headers of ${clients} clients, ${transport}`,
      unit: "Mbit/s",
      published: published[index] ?? null,
      predicted: megabits(bytes),
      measured: mapped(measuredIn(cell, headerBytesPerSecond), megabits),
      extrapolated: cell !== null && clients > cell.summary.conditions.subscribers,
    };
  });

/** Polling over WebSocket. */
const levelRows = (replay: PublishedCell | null, socket: PublishedCell | null): readonly PublishedRow[] => {
  const bodyBytes = replay?.summary.conditions.bodyBytes ?? 20;
  const ratio = (polled: number, pushed: number): number => (publishedHeadBytes + polled) / (frameHeaderBytes + pushed);
  const payload = measuredIn(socket, (trial) => over(trial.bytes.body + trial.bytes.envelope, messagesIn(trial)));
  const [poll, frame] = [segments.poll * segmentBytes, segments.frame * segmentBytes];
  const sent = (polled: number, pushed: number): number | null =>
    payload === null ? null : ratio(payload.median + "[]".length + polled, payload.median + pushed);
  const row = (label: string, predicted: number | null, number: (trial: MeasuredTrial) => number | null) => ({
    label: `Polling over WebSocket, ${label}`,
    unit: "×",
    published: null,
    predicted,
    measured: ratioIn(replay, socket, number),
    extrapolated: false,
  });
  const alone = `${bodyBytes} bytes of body alone`;
  return [
    { ...row("headers", ratio(0, 0), headerBytes), published: 435.5 },
    row(`application level, ${alone}`, ratio(bodyBytes, bodyBytes), (t) => withoutEnvelope(t, applicationBytes(t))),
    row(`TCP/IP level, ${alone}`, ratio(bodyBytes + poll, bodyBytes + frame), (t) => withoutEnvelope(t, wireBytes(t))),
    row("application level, as sent", sent(0, 0), applicationBytes),
    row("TCP/IP level, as sent", sent(poll, frame), wireBytes),
  ];
};
