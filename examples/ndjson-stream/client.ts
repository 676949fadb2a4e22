// NDJSON: one request, and down its answer, which does not end, comes a message a line. Every byte is booked by kind.

import { ChunkedBody } from "../../clients/chunked-body.ts";
import { HttpError, HttpResponseReader, readHeadStart } from "../../clients/http-response.ts";
import { Lifeline, type Talk } from "../../clients/lifeline.ts";
import { refuse } from "../../clients/poll-answer.ts";
import { pollRequest } from "../../clients/poll-request.ts";
import type { ClientSocket } from "../../clients/socket.ts";
import {
  countMessages,
  type End,
  patienceOf,
  type Subscribe,
  type SubscribeOptions,
  type Traffic,
} from "../../clients/subscriber.ts";
import { decodeMessage, type Message, MessageError } from "../../servers/protocol/message.ts";

export const subscribe: Subscribe = (url, deliver, options) =>
  Lifeline.start(url, options, (lifeline) => new LineReader(lifeline, url, deliver, options));

/** The chunk that is arriving: its messages, its bytes, how many of them are payload, and how many are empty lines. */
interface Chunk {
  readonly messages: Message[];
  bytes: number;
  payload: number;
  emptyLines: number;
}

const noChunk = (): Chunk => ({ messages: [], bytes: 0, payload: 0, emptyLines: 0 });

const nothing = Buffer.alloc(0);
const lineFeed = 0x0a;
/** A message of the largest body that can be asked for fits easily. */
const maxLineBytes = 16 * 1024 * 1024;

/** Reads the answer and books its bytes: the head is handshake, as of every stream, and bytes that carry no message are framing. */
class LineReader implements Talk {
  readonly #lifeline: Lifeline;
  readonly #deliver: (message: Message) => void;
  readonly #traffic: Traffic;
  readonly #answerMs: number;
  readonly #request: (cursor: number) => Buffer;
  #cursor: number;
  #body: ChunkedBody | null = null;
  /** The part that has arrived of a head, a refusal or a line. */
  #pending: Buffer = nothing;
  #chunk = noChunk();
  /** Bytes of the stream that are booked under no kind yet. */
  #unbookedBytes = 0;

  constructor(lifeline: Lifeline, url: string, deliver: (message: Message) => void, options: SubscribeOptions) {
    this.#lifeline = lifeline;
    this.#deliver = deliver;
    this.#traffic = options.traffic;
    this.#request = pollRequest(url, "/ndjson-stream", options);
    this.#answerMs = patienceOf(options).answerMs;
    this.#cursor = options.since;
  }

  opened(socket: ClientSocket): void {
    const request = this.#request(this.#cursor);
    this.#traffic.kinds.up.handshake += request.length;
    socket.write(request);
    this.#lifeline.expectAnswer(this.#answerMs);
  }

  received(socket: ClientSocket, bytes: Buffer): void {
    try {
      if (this.#body === null) this.#head(socket, bytes);
      else this.#stream(this.#body, bytes);
    } catch (error) {
      if (!(error instanceof HttpError || error instanceof MessageError)) throw error;
      this.#lifeline.finish({ kind: "failed", reason: `the server's stream cannot be read: ${error.message}` });
    }
  }

  /** All bytes of the connection are booked. The next one begins with a head. */
  gone(): string {
    this.#body = null;
    this.#pending = nothing;
    this.#book(this.#unbookedBytes);
    return "closed by the server";
  }

  /** Bytes that are on their way are still read, so that both sides count the same. */
  leave(socket: ClientSocket, { kind }: End): boolean {
    if (kind !== "closed") return false;
    socket.end();
    return true;
  }

  #head(socket: ClientSocket, bytes: Buffer): void {
    const { down } = this.#traffic.kinds;
    down.handshake += bytes.length;
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const head = readHeadStart(this.#pending);
    if (head === null) return;
    if (head.status !== 200) {
      const response = new HttpResponseReader().receive(this.#pending);
      if (response === null) return;
      down.handshake -= response.body.length;
      down.envelope += response.body.length;
      refuse(this.#lifeline, socket, response);
      return;
    }
    if (!/\r\ntransfer-encoding:[ \t]*chunked/i.test(head.text)) throw new HttpError("a stream without chunks");
    const rest = this.#pending.subarray(head.headBytes);
    down.handshake -= rest.length;
    this.#pending = nothing;
    this.#body = new ChunkedBody({
      data: (part) => this.#data(part),
      chunkEnd: (bytes) => this.#chunkEnd(bytes),
      end: () => this.#lifeline.abandon(socket, "closed by the server"),
    });
    this.#lifeline.expectNothing();
    this.#lifeline.ready();
    this.#stream(this.#body, rest);
  }

  #stream(body: ChunkedBody, bytes: Buffer): void {
    this.#unbookedBytes += bytes.length;
    body.receive(bytes);
    if (body.midChunk) this.#lifeline.expectEnd("chunk");
    else this.#lifeline.expectNothing();
  }

  #data(part: Buffer): void {
    this.#chunk.bytes += part.length;
    let rest = Buffer.concat([this.#pending, part]);
    for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
      this.#line(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    if (rest.length > maxLineBytes) throw new HttpError(`a line of more than ${maxLineBytes} bytes`);
    this.#pending = rest;
  }

  #line(line: Buffer): void {
    if (line.length === 0) {
      this.#chunk.emptyLines++;
      return;
    }
    const message = decodeMessage(line.toString());
    this.#chunk.messages.push(message);
    this.#chunk.payload += line.length;
    if (this.#lifeline.over) return;
    this.#cursor = message.seq;
    this.#lifeline.arrived();
    this.#deliver(message);
  }

  #chunkEnd(overheadBytes: number): void {
    this.#book(this.#chunk.bytes + overheadBytes);
  }

  /**
   * Books a chunk as a whole, so that no cut in time falls between its messages and their framing. A chunk of empty lines alone
   * is there to keep the stream alive, its size and all.
   */
  #book(wholeBytes: number): void {
    const { messages, bytes, payload, emptyLines } = this.#chunk;
    const kind = bytes > 0 && emptyLines === bytes ? "keepAlive" : "framing";
    this.#traffic.kinds.down[kind] += wholeBytes - payload;
    countMessages(this.#traffic, messages, payload);
    this.#unbookedBytes -= wholeBytes;
    this.#chunk = noChunk();
  }
}
