// WebSocket: one connection, upgraded once, that carries the messages. Connects a socket to the protocol core, which the
// server uses too.

import { randomFillSync } from "node:crypto";
import { decodeMessage, historyGone, type Message, MessageError } from "../servers/protocol/message.ts";
import { closeCode } from "../servers/protocol/websocket/close-codes.ts";
import { Connection, type ConnectionEvent, type Step } from "../servers/protocol/websocket/connection.ts";
import type { DeflateOffer } from "../servers/protocol/websocket/deflate.ts";
import { ProtocolError } from "../servers/protocol/websocket/error.ts";
import { HandshakeError, UpgradeResponse, upgradeRequest } from "../servers/protocol/websocket/handshake.ts";
import { pooledRandom } from "../servers/protocol/websocket/random-pool.ts";
import { upgradeHeaders } from "./browser-headers.ts";
import { requestTimeout } from "./http-response.ts";
import { Lifeline, type Talk } from "./lifeline.ts";
import { type ClientSocket, hostOf } from "./socket.ts";
import { historyGoneBefore, patienceOf, type Subscribe, type SubscribeOptions } from "./subscriber.ts";

const randomFill = pooledRandom(randomFillSync);
/** RFC 6455 section 4.1: 16 bytes drawn anew for each connection. */
const nonce = Buffer.alloc(16);

/** Makes the client of the endpoint at `path`, which offers this compression. */
export const webSocketAt =
  (path: string, deflate: readonly DeflateOffer[]): Subscribe =>
  (url, deliver, options) =>
    Lifeline.start(url, options, (lifeline) => new FrameReader(lifeline, url, { path, deflate }, deliver, options));

export const subscribe: Subscribe = webSocketAt("/websocket", []);

const noneArrived = { messages: 0, bodyBytes: 0, textBytes: 0 };

/** Bytes of a connection that stand under a kind already. */
const noneBooked = { payload: 0, framing: 0, keepAlive: 0 };

interface Target {
  readonly path: string;
  readonly deflate: readonly DeflateOffer[];
}

/** Far more than a message of the largest body takes. */
const maxMessageBytes = 16 * 1024 * 1024;

class FrameReader implements Talk {
  readonly #lifeline: Lifeline;
  readonly #url: string;
  readonly #target: Target;
  readonly #deliver: (message: Message) => void;
  readonly #options: SubscribeOptions;
  #cursor: number;
  #upgrade: UpgradeResponse | null = null;
  #connection: Connection | null = null;
  /** Why the connection was closed, as far as close frames tell. */
  #farewell = "without a word";
  /** Bytes that arrived after the handshake of this connection. */
  #arrivedBytes = 0;
  #compressed = false;
  /** Messages that arrived and whose payload is not booked yet. */
  #arrived = noneArrived;
  #booked = noneBooked;

  constructor(
    lifeline: Lifeline,
    url: string,
    target: Target,
    deliver: (message: Message) => void,
    options: SubscribeOptions,
  ) {
    this.#lifeline = lifeline;
    this.#url = url;
    this.#target = target;
    this.#deliver = deliver;
    this.#options = options;
    this.#cursor = options.since;
  }

  opened(socket: ClientSocket): void {
    const { path, deflate } = this.#target;
    randomFill(nonce);
    const upgrade = { key: nonce.toString("base64"), deflate };
    this.#upgrade = new UpgradeResponse(upgrade);
    const request = upgradeRequest({
      ...upgrade,
      host: hostOf(this.#url).authority,
      path: `${path}?since=${this.#cursor}`,
      headers: this.#options.headers === "browser" ? upgradeHeaders(new URL(this.#url).origin, deflate.length > 0) : [],
    });
    this.#options.traffic.kinds.up.handshake += request.length;
    socket.write(request);
    this.#lifeline.expectAnswer(patienceOf(this.#options).answerMs);
  }

  received(socket: ClientSocket, chunk: Buffer): void {
    if (this.#upgrade === null) this.#frames(socket, chunk);
    else this.#handshake(socket, this.#upgrade, chunk);
  }

  /** A message or a header that the connection broke off is booked as framing, for nobody got a message. */
  gone(): string {
    if (this.#connection !== null) {
      const { payload, framing, keepAlive } = this.#booked;
      this.#options.traffic.kinds.down.framing += this.#arrivedBytes - payload - framing - keepAlive;
      this.#connection.receiveEnd();
      this.#connection = null;
    }
    return `closed (${this.#farewell})`;
  }

  leave(socket: ClientSocket): boolean {
    const connection = this.#connection;
    if (connection === null || connection.state !== "open") return false;
    this.#perform(socket, connection, () => connection.close(closeCode.normal));
    return true;
  }

  #handshake(socket: ClientSocket, upgrade: UpgradeResponse, chunk: Buffer): void {
    const { down } = this.#options.traffic.kinds;
    down.handshake += chunk.length;
    if (this.#lifeline.over) return;
    try {
      const answer = upgrade.receive(chunk);
      if (answer === null) return;
      down.handshake -= answer.rest.length;
      this.#upgrade = null;
      this.#compressed = answer.deflate !== null;
      this.#booked = noneBooked;
      this.#arrivedBytes = 0;
      this.#connection = new Connection({ role: "client", deflate: answer.deflate, maxMessageBytes, randomFill });
      this.#lifeline.expectNothing();
      this.#lifeline.ready();
      if (answer.rest.length > 0) this.#frames(socket, answer.rest);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (error instanceof HandshakeError && error.status === requestTimeout) {
        this.#lifeline.abandon(socket, `the server answered ${requestTimeout}`);
      } else this.#lifeline.finish({ kind: "failed", reason: `the upgrade failed: ${error.message}` });
    }
  }

  #frames(socket: ClientSocket, chunk: Buffer): void {
    this.#arrivedBytes += chunk.length;
    const connection = this.#connection;
    if (connection === null) return;
    let more = this.#perform(socket, connection, () => connection.receive(chunk));
    while (more) more = this.#perform(socket, connection, () => connection.proceed());
    if (connection.midFrame) this.#lifeline.expectEnd("frame");
    else this.#lifeline.expectNothing();
  }

  /** Lets `act` feed the connection, carries out the Step, and books the bytes of it. Returns whether there is more. */
  #perform(socket: ClientSocket, connection: Connection, act: () => Step): boolean {
    const { sent } = connection.counts;
    const sentBefore = sent.controlBytes;
    const step = act();
    this.#options.traffic.kinds.up.keepAlive += sent.controlBytes - sentBefore;
    for (const bytes of step.output) socket.write(bytes);
    for (const event of step.events) this.#event(event);
    this.#book(connection);
    if (step.end) socket.end();
    // The server has said its last word, and ends TCP first (RFC 6455 section 7.1.1).
    else if (connection.state === "closed") socket.linger();
    return step.more;
  }

  /**
   * Books what is whole: messages together with their frames' headers, so that no cut in time falls between the two. The payload
   * is booked as it was on the wire: less than the text where it was compressed.
   */
  #book(connection: Connection): void {
    const { received } = connection.counts;
    const { messages, bodyBytes, textBytes } = this.#arrived;
    const { traffic } = this.#options;
    const { down } = traffic.kinds;
    const framing = received.framingBytes + received.discardedBytes - connection.unfinishedFramingBytes;
    const keepAlive = received.controlBytes;
    down.framing += framing - this.#booked.framing;
    down.keepAlive += keepAlive - this.#booked.keepAlive;
    let { payload } = this.#booked;
    if (messages > 0) {
      const wireBytes = this.#compressed
        ? received.payloadBytes - connection.unfinishedBytes - this.#booked.payload
        : textBytes;
      payload += wireBytes;
      const bodyOnWire = Math.round((wireBytes * bodyBytes) / textBytes);
      traffic.messages += messages;
      down.body += bodyOnWire;
      down.envelope += wireBytes - bodyOnWire;
      this.#arrived = noneArrived;
    }
    this.#booked = { payload, framing, keepAlive };
  }

  #event(event: ConnectionEvent): void {
    if (event.type === "text") this.#message(event.text);
    else if (event.type === "binary")
      this.#lifeline.finish({ kind: "failed", reason: "the server sent a binary message" });
    else if (event.type === "close") this.#closeFrame(event.code, event.reason);
  }

  #message(text: string): void {
    try {
      const message = decodeMessage(text);
      const { messages, bodyBytes, textBytes } = this.#arrived;
      this.#arrived = {
        messages: messages + 1,
        bodyBytes: bodyBytes + Buffer.byteLength(message.body),
        textBytes: textBytes + Buffer.byteLength(text),
      };
      if (this.#lifeline.over) return;
      this.#cursor = message.seq;
      this.#lifeline.arrived();
      this.#deliver(message);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.#lifeline.finish({ kind: "failed", reason: `the server sent what is no message: ${error.message}` });
    }
  }

  #closeFrame(code: number, reason: string): void {
    this.#farewell = `${code} ${reason}`.trim();
    if (code !== historyGone.closeCode) return;
    this.#lifeline.finish(historyGoneBefore(/\d+$/.exec(reason)?.[0]));
  }
}
