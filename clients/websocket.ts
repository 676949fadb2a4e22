// WebSocket: one connection, upgraded once, down which the messages come. The glue between clients/socket.ts and the
// protocol core that the server uses too.

import { randomFillSync } from "node:crypto";
import { decodeMessage, historyGone, type Message, MessageError } from "../servers/protocol/message.ts";
import { closeCode } from "../servers/protocol/websocket/close-codes.ts";
import { Connection, type ConnectionEvent, type Step } from "../servers/protocol/websocket/connection.ts";
import type { DeflateOffer } from "../servers/protocol/websocket/deflate.ts";
import { ProtocolError } from "../servers/protocol/websocket/error.ts";
import { UpgradeResponse, upgradeRequest } from "../servers/protocol/websocket/handshake.ts";
import { pooledRandom } from "../servers/protocol/websocket/random-pool.ts";
import { upgradeHeaders } from "./browser-headers.ts";
import { type ClientSocket, dial, hostOf, lingerMs, lossOf } from "./socket.ts";
import { type End, rejectEarlyEnd, type Subscribe, type SubscribeOptions, type Subscription } from "./subscriber.ts";

const randomFill = pooledRandom(randomFillSync);
/** RFC 6455 section 4.1: 16 bytes drawn anew for each connection. */
const nonce = Buffer.alloc(16);

/** Subscribes at the endpoint `path`, with these offers of compression. */
export const webSocketAt =
  (path: string, deflate: readonly DeflateOffer[]): Subscribe =>
  (url, deliver, options) =>
    new Promise((resolve, reject) => {
      new Subscriber(url, { path, deflate }, deliver, options).start(resolve, reject);
    });

export const subscribe: Subscribe = webSocketAt("/websocket", []);

const noneArrived = { messages: 0, bodyBytes: 0, textBytes: 0 };

interface Target {
  readonly path: string;
  readonly deflate: readonly DeflateOffer[];
}

/** A message of the largest body that can be asked for fits easily. */
const maxMessageBytes = 16 * 1024 * 1024;

class Subscriber {
  readonly #url: string;
  readonly #target: Target;
  readonly #deliver: (message: Message) => void;
  readonly #options: SubscribeOptions;
  readonly #ended = Promise.withResolvers<End>();
  readonly #released = Promise.withResolvers<void>();
  #onReady: (() => void) | null = null;
  #cursor: number;
  #socket: ClientSocket | null = null;
  #upgrade: UpgradeResponse | null = null;
  #connection: Connection | null = null;
  /** Why the connection was closed, as far as close frames tell. */
  #farewell = "without a word";
  /** Since the handshake of this connection. */
  #arrivedBytes = 0;
  #compressed = false;
  /** Messages that arrived whose payload is not booked yet, and the payload that is. */
  #arrived = noneArrived;
  #bookedPayload = 0;
  /** The connection before this one broke, and nothing has arrived since. */
  #retried = false;
  #end: End | null = null;

  constructor(url: string, target: Target, deliver: (message: Message) => void, options: SubscribeOptions) {
    this.#url = url;
    this.#target = target;
    this.#deliver = deliver;
    this.#options = options;
    this.#cursor = options.since;
  }

  start(resolve: (subscription: Subscription) => void, reject: (error: Error) => void): void {
    this.#onReady = () => resolve({ ended: this.#ended.promise, close: () => this.#close() });
    rejectEarlyEnd(this.#ended.promise, this.#options.since, reject);
    this.#dial();
  }

  #dial(): void {
    const { path, deflate } = this.#target;
    randomFill(nonce);
    const upgrade = { key: nonce.toString("base64"), deflate };
    const response = new UpgradeResponse(upgrade);
    this.#upgrade = response;
    this.#connection = null;
    const socket = dial(this.#url, this.#options.traffic, {
      open: () => {
        const request = upgradeRequest({
          ...upgrade,
          host: hostOf(this.#url).authority,
          path: `${path}?since=${this.#cursor}`,
          headers:
            this.#options.headers === "browser" ? upgradeHeaders(new URL(this.#url).origin, deflate.length > 0) : [],
        });
        this.#options.traffic.kinds.up.handshake += request.length;
        socket.write(request);
      },
      data: (chunk) => {
        if (this.#upgrade === null) this.#frames(socket, chunk);
        else this.#handshake(socket, this.#upgrade, chunk);
      },
      closed: (reason) => this.#closed(reason),
    });
    this.#socket = socket;
  }

  #handshake(socket: ClientSocket, upgrade: UpgradeResponse, chunk: Buffer): void {
    const { down } = this.#options.traffic.kinds;
    down.handshake += chunk.length;
    if (this.#end !== null) return;
    try {
      const answer = upgrade.receive(chunk);
      if (answer === null) return;
      down.handshake -= answer.rest.length;
      this.#upgrade = null;
      this.#compressed = answer.deflate !== null;
      this.#bookedPayload = 0;
      this.#arrivedBytes = 0;
      this.#connection = new Connection({
        role: "client",
        deflate: answer.deflate,
        maxMessageBytes,
        randomFill,
      });
      this.#onReady?.();
      this.#onReady = null;
      if (answer.rest.length > 0) this.#frames(socket, answer.rest);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#finish({ kind: "failed", reason: `the upgrade failed: ${error.message}` });
    }
  }

  #frames(socket: ClientSocket, chunk: Buffer): void {
    this.#arrivedBytes += chunk.length;
    if (this.#connection !== null) this.#perform(socket, this.#connection, (connection) => connection.receive(chunk));
  }

  /** Feeds the connection, books what that cost by kind, and does what the Step says. */
  #perform(socket: ClientSocket, connection: Connection, act: (connection: Connection) => Step): void {
    const { received, sent } = connection.counts;
    const before = [received.framingBytes + received.discardedBytes, received.controlBytes, sent.controlBytes] as const;
    const step = act(connection);
    const { up, down } = this.#options.traffic.kinds;
    down.framing += received.framingBytes + received.discardedBytes - before[0];
    down.keepAlive += received.controlBytes - before[1];
    up.keepAlive += sent.controlBytes - before[2];
    for (const bytes of step.output) socket.write(bytes);
    for (const event of step.events) this.#event(event);
    this.#bookPayload(connection);
    if (step.end) socket.end();
  }

  /** Books the payload of the messages that were delivered, as it was on the wire: less than their text where compressed. */
  #bookPayload(connection: Connection): void {
    const { messages, bodyBytes, textBytes } = this.#arrived;
    if (messages === 0) return;
    this.#arrived = noneArrived;
    const { traffic } = this.#options;
    const wireBytes = this.#compressed ? connection.counts.received.payloadBytes - this.#bookedPayload : textBytes;
    this.#bookedPayload += wireBytes;
    const bodyOnWire = Math.round((wireBytes * bodyBytes) / textBytes);
    traffic.messages += messages;
    traffic.kinds.down.body += bodyOnWire;
    traffic.kinds.down.envelope += wireBytes - bodyOnWire;
  }

  #event(event: ConnectionEvent): void {
    if (event.type === "text") this.#message(event.text);
    else if (event.type === "binary") this.#finish({ kind: "failed", reason: "the server sent a binary message" });
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
      if (this.#end !== null) return;
      this.#cursor = message.seq;
      this.#retried = false;
      this.#deliver(message);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.#finish({ kind: "failed", reason: `the server sent what is no message: ${error.message}` });
    }
  }

  #closeFrame(code: number, reason: string): void {
    this.#farewell = `${code} ${reason}`.trim();
    if (code !== historyGone.closeCode) return;
    this.#finish({ kind: "history-gone", oldestSeq: Number(/\d+$/.exec(reason)?.[0] ?? Number.NaN) || null });
  }

  /** Of a message that the connection broke off: what has arrived is framing, for nobody got a message. */
  #bookRest(): void {
    if (this.#connection === null) return;
    this.#connection.receiveEnd();
    const { framingBytes, controlBytes, discardedBytes } = this.#connection.counts.received;
    const booked = framingBytes + controlBytes + discardedBytes + this.#bookedPayload;
    this.#options.traffic.kinds.down.framing += this.#arrivedBytes - booked;
    this.#connection = null;
  }

  /** A connection that broke is dialled anew from the cursor, once before anything arrives. */
  #closed(reason: string | null): void {
    this.#socket = null;
    this.#bookRest();
    if (this.#end !== null) {
      this.#released.resolve();
    } else if (this.#retried) {
      this.#finish({
        kind: "failed",
        reason: lossOf(this.#url, reason ?? `closed (${this.#farewell})`),
      });
    } else {
      this.#retried = true;
      this.#dial();
    }
  }

  #finish(end: End): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#ended.resolve(end);
    const [socket, connection] = [this.#socket, this.#connection];
    if (socket === null) {
      this.#released.resolve();
    } else if (connection === null || connection.state !== "open") {
      socket.destroy();
    } else {
      this.#perform(socket, connection, () => connection.close(closeCode.normal));
      const timer = setTimeout(() => socket.destroy(), lingerMs);
      this.#released.promise.then(() => clearTimeout(timer));
    }
  }

  #close(): Promise<void> {
    this.#finish({ kind: "closed" });
    return this.#released.promise;
  }
}
