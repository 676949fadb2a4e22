// Server-sent events: one request, whose answer does not end and carries the messages. It behaves as an EventSource does,
// but reconnects at once.

import { EventStreamError, EventStreamParser, type StreamEvent } from "../servers/protocol/event-stream.ts";
import { decodeMessage, type Message, MessageError } from "../servers/protocol/message.ts";
import { eventSourceHeaders, type Header, headerLines } from "./browser-headers.ts";
import { ChunkedBody } from "./chunked-body.ts";
import { HttpError, HttpResponseReader, readHeadStart } from "./http-response.ts";
import { Lifeline, type Talk } from "./lifeline.ts";
import { refuse } from "./poll-answer.ts";
import { type ClientSocket, hostOf } from "./socket.ts";
import { countMessages, type End, patienceOf, type Subscribe, type SubscribeOptions } from "./subscriber.ts";

export const subscribe: Subscribe = (url, deliver, options) =>
  Lifeline.start(url, options, (lifeline) => new StreamReader(lifeline, url, deliver, options));

/** Far more than a message of the largest body takes. */
const maxEventBytes = 16 * 1024 * 1024;

const nothing = Buffer.alloc(0);

/** The readers of a stream that is open. */
interface Stream {
  readonly body: ChunkedBody;
  readonly parser: EventStreamParser;
}

/** The chunk that is arriving: its messages, its bytes, and how many of them are payload and comments. The rest is framing. */
interface Chunk {
  readonly messages: Message[];
  data: number;
  payload: number;
  comments: number;
}

const noChunk = (): Chunk => ({ messages: [], data: 0, payload: 0, comments: 0 });

class StreamReader implements Talk {
  readonly #lifeline: Lifeline;
  readonly #url: string;
  readonly #deliver: (message: Message) => void;
  readonly #options: SubscribeOptions;
  #lastEventId = "";
  /** The part that has arrived of an answer's head. */
  #head: Buffer = nothing;
  /** Reads an answer that is no stream. */
  #refusal: HttpResponseReader | null = null;
  #stream: Stream | null = null;
  /** Bytes of the stream that are booked under no kind yet. */
  #unbookedBytes = 0;
  #chunk = noChunk();

  constructor(lifeline: Lifeline, url: string, deliver: (message: Message) => void, options: SubscribeOptions) {
    this.#lifeline = lifeline;
    this.#url = url;
    this.#deliver = deliver;
    this.#options = options;
  }

  opened(socket: ClientSocket): void {
    const request = requestOf(this.#url, this.#options, this.#lastEventId);
    this.#options.traffic.kinds.up.handshake += request.length;
    socket.write(request);
    this.#lifeline.expectAnswer(patienceOf(this.#options).answerMs);
  }

  received(socket: ClientSocket, chunk: Buffer): void {
    try {
      if (this.#stream !== null) this.#receive(this.#stream, chunk);
      else this.#answer(socket, chunk);
    } catch (error) {
      const known = error instanceof HttpError || error instanceof EventStreamError || error instanceof MessageError;
      if (!known) throw error;
      this.#lifeline.finish({ kind: "failed", reason: `the server's stream cannot be read: ${error.message}` });
    }
  }

  /** A stream that broke, or was ended, is asked for anew from its last id. */
  gone(): string {
    this.#bookMessages();
    this.#options.traffic.kinds.down.framing += this.#unbookedBytes;
    this.#unbookedBytes = 0;
    this.#head = nothing;
    this.#refusal = null;
    this.#stream = null;
    return "closed by the server";
  }

  /** Bytes that are on their way are still read, so that both sides count the same. */
  leave(socket: ClientSocket, { kind }: End): boolean {
    if (kind !== "closed" || this.#stream === null) return false;
    socket.end();
    return true;
  }

  /** The head opens the stream, as a handshake does. A refusal is booked as handshake altogether. */
  #answer(socket: ClientSocket, chunk: Buffer): void {
    const { down } = this.#options.traffic.kinds;
    down.handshake += chunk.length;
    if (this.#lifeline.over) return;
    if (this.#refusal !== null) {
      this.#refuse(socket, this.#refusal, chunk);
      return;
    }
    const bytes = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const head = readHeadStart(bytes);
    if (head === null) {
      this.#head = Buffer.from(bytes);
      return;
    }
    if (head.status !== 200) {
      this.#refusal = new HttpResponseReader();
      this.#refuse(socket, this.#refusal, bytes);
      return;
    }
    if (!/\r\ncontent-type:[ \t]*text\/event-stream[ \t]*(;|\r\n|$)/i.test(head.text)) {
      throw new HttpError("no event stream");
    }
    if (!/\r\ntransfer-encoding:[ \t]*chunked/i.test(head.text)) throw new HttpError("a stream without chunks");
    const rest = bytes.subarray(head.headBytes);
    down.handshake -= rest.length;
    const stream = this.#openStream(socket);
    this.#lifeline.expectNothing();
    this.#lifeline.ready();
    if (rest.length > 0) this.#receive(stream, rest);
  }

  /** Any status but 200, 204 among them, says that there is no use in coming back (WHATWG HTML section 9.2.3). */
  #refuse(socket: ClientSocket, reader: HttpResponseReader, chunk: Buffer): void {
    const response = reader.receive(chunk);
    if (response !== null) refuse(this.#lifeline, socket, response);
  }

  #openStream(socket: ClientSocket): Stream {
    const parser = new EventStreamParser(maxEventBytes, this.#lastEventId);
    const body = new ChunkedBody({
      data: (part) => {
        const before = parser.commentBytes;
        this.#chunk.data += part.length;
        const events = parser.receive(part);
        this.#chunk.comments += parser.commentBytes - before;
        for (const event of events) this.#event(event);
      },
      chunkEnd: (overheadBytes) => this.#bookChunk(overheadBytes),
      end: () => this.#lifeline.abandon(socket, "closed by the server"),
    });
    this.#unbookedBytes = 0;
    this.#chunk = noChunk();
    this.#stream = { body, parser };
    return this.#stream;
  }

  #receive({ body }: Stream, bytes: Buffer): void {
    this.#unbookedBytes += bytes.length;
    body.receive(bytes);
    if (body.midChunk) this.#lifeline.expectEnd("chunk");
    else this.#lifeline.expectNothing();
  }

  #event({ type, data, lastEventId }: StreamEvent): void {
    if (type !== "message") return;
    const message = decodeMessage(data);
    this.#chunk.messages.push(message);
    this.#chunk.payload += Buffer.byteLength(data);
    if (this.#lifeline.over) return;
    this.#lastEventId = lastEventId;
    this.#lifeline.arrived();
    this.#deliver(message);
  }

  #bookMessages(): void {
    const { messages, payload } = this.#chunk;
    countMessages(this.#options.traffic, messages, payload);
    this.#unbookedBytes -= payload;
    this.#chunk = noChunk();
  }

  /**
   * Books a chunk as a whole, so that no cut in time falls between its messages and their framing. A chunk of nothing but
   * comments keeps the stream alive: its size line is booked as that too.
   */
  #bookChunk(overheadBytes: number): void {
    const { data, payload, comments } = this.#chunk;
    const { down } = this.#options.traffic.kinds;
    const keepAlive = comments > 0 && comments === data ? comments + overheadBytes : comments;
    const framing = data + overheadBytes - payload - keepAlive;
    down.keepAlive += keepAlive;
    down.framing += framing;
    this.#unbookedBytes -= keepAlive + framing;
    this.#bookMessages();
  }
}

/** Every request's address has the first cursor, as an EventSource's has: Last-Event-ID tells what has arrived since. */
const requestOf = (url: string, { since, headers }: SubscribeOptions, lastEventId: string): Buffer => {
  const host: Header = ["Host", hostOf(url).authority];
  const lines: readonly Header[] =
    headers === "browser"
      ? [host, ["Connection", "keep-alive"], ...eventSourceHeaders(new URL(url).origin, lastEventId)]
      : [
          host,
          ["Accept", "text/event-stream"],
          ...(lastEventId === "" ? [] : [["Last-Event-ID", lastEventId] as const]),
        ];
  return Buffer.from(`GET /server-sent-events?since=${since} HTTP/1.1\r\n${headerLines(lines)}\r\n`, "latin1");
};
