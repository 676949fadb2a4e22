// The bytes that pass at the server's sockets: totals, as the sockets tell them, and apart from those the kinds, booked by
// the code that knows what it writes and reads. Knows no transport.

import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { LogEntry } from "./log.ts";
import { type ByteCounter, type KindCounter, noBytes, noRequests, type RequestCounter } from "./protocol/byte-kinds.ts";
import type { FrameCounts } from "./protocol/websocket/counts.ts";

/** The server's counts. Bytes that the system had taken when a connection broke count as sent. */
export interface ServerTraffic extends ByteCounter {
  /** Sockets whose last bytes are yet to be counted. */
  readonly openSockets: number;
  /** Connections that have come, whatever became of them. */
  readonly opened: number;
  /** Upgrades and streams among them. */
  readonly accepted: number;
  readonly requests: RequestCounter;
  /** Messages that were handed to sockets, counted with their bytes: once for each subscriber. */
  readonly messages: number;
}

/** Messages, and the bytes that they cost on a connection by kind. */
export interface MessageBytes {
  readonly messages: number;
  readonly body: number;
  readonly envelope: number;
  readonly framing: number;
}

/** How many bytes of one connection are booked by kind, beside those in `counts`. */
export interface Meter {
  up: number;
  down: number;
  /** The kind that bytes go to which nobody has booked when the connection closes, such as half a head. */
  rest: "httpHeaders" | "handshake" | "framing" | "keepAlive";
  /** The counts that the protocol core of an upgraded connection keeps; null for any other. */
  counts: { readonly received: FrameCounts; readonly sent: FrameCounts } | null;
}

interface Watched extends Meter {
  readonly socket: Socket;
}

/** One listener for all sockets: a listener for each would add some 280 bytes to what an idle connection costs. */
const listenerOf = (close: (socket: Socket) => void): ((this: Socket) => void) =>
  function (this: Socket) {
    close(this);
  };

/** The one place where the server's bytes are added up. Sockets that are not watched cost nothing and count nothing. */
export class TrafficCounter {
  readonly #open = new Map<Duplex, Watched>();
  #opened = 0;
  #accepted = 0;
  readonly #requests = noRequests();
  #messages = 0;
  /** Totals of the sockets that have closed; kinds of all sockets, but for what stands in an open connection's counts. */
  readonly #booked = noBytes();
  readonly #kinds = this.#booked.kinds;
  readonly #onClose = listenerOf((socket) => this.#close(socket));

  watch(socket: Socket): void {
    this.#opened++;
    this.#open.set(socket, { socket, up: 0, down: 0, rest: "httpHeaders", counts: null });
    socket.on("close", this.#onClose);
  }

  /** Books a request without a body: its head is all that was read since the request before. */
  bookRequest(socket: Duplex): void {
    const meter = this.#open.get(socket);
    if (meter === undefined) return;
    const read = meter.socket.bytesRead;
    this.#kinds.up.httpHeaders += read - meter.up;
    this.#requests.total++;
    meter.up = read;
  }

  /**
   * Books an answer that was handed to its socket: its head is what the socket took beside the body. An answer that waits
   * behind an earlier one, or that nobody takes any more, was not handed over; if it still goes out, it is booked as head
   * with what follows.
   */
  bookAnswer(socket: Duplex, { messages, body, envelope }: Omit<MessageBytes, "framing">): void {
    const meter = this.#open.get(socket);
    if (meter === undefined) return;
    const written = meter.socket.bytesWritten;
    const headBytes = written - meter.down - body - envelope;
    if (headBytes <= 0) return;
    const { down } = this.#kinds;
    down.httpHeaders += headBytes;
    down.body += body;
    down.envelope += envelope;
    this.#messages += messages;
    this.#countAnswer(headBytes, body + envelope === 0);
    meter.down = written;
  }

  #countAnswer(headBytes: number, empty: boolean): void {
    const requests = this.#requests;
    if (empty) {
      requests.empty++;
      requests.emptyAnswerHeadBytes += headBytes;
    } else {
      requests.fullAnswers++;
      requests.fullAnswerHeadBytes += headBytes;
    }
  }

  /** Books the body of a refusal that is about to be sent as envelope. Its head is booked with the next answer, or at the end. */
  bookRefusal(socket: Duplex, envelopeBytes: number): void {
    const meter = this.#open.get(socket);
    if (meter === undefined) return;
    this.#kinds.down.envelope += envelopeBytes;
    meter.down += envelopeBytes;
  }

  /**
   * Books the head of a request to upgrade, or for a stream, which `behind` bytes have followed already. Until it is
   * accepted, all else is handshake too.
   */
  bookUpgrade(socket: Duplex, behind: number): void {
    const meter = this.#open.get(socket);
    if (meter === undefined) return;
    const bytes = meter.socket.bytesRead - behind - meter.up;
    this.#kinds.up.handshake += bytes;
    meter.up += bytes;
    meter.rest = "handshake";
  }

  /**
   * Books the answer to the upgrade, or the stream's head, once that and nothing else has been written. `counts` are the
   * protocol core's; they are null where there is none, and then bytes that nobody books are control frames or comments.
   * The owner adds to the meter what it writes past the core.
   */
  bookAcceptance(socket: Duplex, counts: Meter["counts"]): Meter {
    const meter = this.#open.get(socket);
    if (meter === undefined) return { up: 0, down: 0, rest: "framing", counts: null };
    const bytes = meter.socket.bytesWritten - meter.down;
    this.#accepted++;
    this.#kinds.down.handshake += bytes;
    meter.down += bytes;
    meter.rest = counts === null ? "keepAlive" : "framing";
    meter.counts = counts;
    return meter;
  }

  /** Whether the upgrade of an open connection, or its stream, has been accepted. */
  hasAccepted(socket: Duplex): boolean {
    const rest = this.#open.get(socket)?.rest;
    return rest === "framing" || rest === "keepAlive";
  }

  /** Books what was written past a protocol core to keep a connection alive. */
  bookKeepAlive(bytes: number): void {
    this.#kinds.down.keepAlive += bytes;
  }

  /** Books messages that were written to so many sockets. */
  bookMessages({ messages, body, envelope, framing }: MessageBytes, sockets: number): void {
    const { down } = this.#kinds;
    this.#messages += messages * sockets;
    down.body += body * sockets;
    down.envelope += envelope * sockets;
    down.framing += framing * sockets;
  }

  /** The traffic since the server started, as of now. */
  traffic(): ServerTraffic {
    const counted = structuredClone(this.#booked);
    for (const meter of this.#open.values()) addSocket(counted, meter);
    const [opened, accepted, requests] = [this.#opened, this.#accepted, { ...this.#requests }];
    return { openSockets: this.#open.size, opened, accepted, requests, messages: this.#messages, ...counted };
  }

  /** The rest is negative where a connection broke: what was booked and never left is taken off again. */
  #close(socket: Socket): void {
    const meter = this.#open.get(socket);
    if (meter === undefined) return;
    this.#open.delete(socket);
    addSocket(this.#booked, meter);
    const { rest, counts } = meter;
    this.#kinds.up[rest] += socket.bytesRead - meter.up - bytesOf(counts?.received);
    this.#kinds.down[rest] += socket.bytesWritten - meter.down - bytesOf(counts?.sent);
  }
}

/** Adds a socket's totals, and what its protocol core has counted by kind. */
const addSocket = ({ bytes, kinds }: ByteCounter, { socket, counts }: Watched): void => {
  bytes.up += socket.bytesRead;
  bytes.down += socket.bytesWritten;
  if (counts === null) return;
  addFrames(kinds.up, counts.received);
  addFrames(kinds.down, counts.sent);
};

const addFrames = (kinds: KindCounter, counts: FrameCounts): void => {
  kinds.body += counts.payloadBytes;
  kinds.framing += counts.framingBytes + counts.discardedBytes;
  kinds.keepAlive += counts.controlBytes;
};

/** 0 where no protocol core counts. */
const bytesOf = (counts: FrameCounts | undefined): number =>
  counts === undefined ? 0 : counts.payloadBytes + counts.framingBytes + counts.controlBytes + counts.discardedBytes;

/** Divides a payload that carries just these messages; of a compressed one, bodies and JSON have their shares by length. */
export const bytesOfMessages = (
  entries: readonly LogEntry[],
  payloadBytes: number,
  framingBytes: number,
): MessageBytes => {
  let [bodyBytes, jsonBytes] = [0, 0];
  for (const entry of entries) {
    bodyBytes += entry.bodyBytes;
    jsonBytes += entry.json.length;
  }
  const body = Math.round((payloadBytes * bodyBytes) / jsonBytes);
  return { messages: entries.length, body, envelope: payloadBytes - body, framing: framingBytes };
};
