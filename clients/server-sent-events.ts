// Server-sent events: one request, and down its answer, which does not end, come the messages. As an EventSource does it,
// but that it comes back at once.

import { EventStreamError, EventStreamParser, type StreamEvent } from "../servers/protocol/event-stream.ts";
import { decodeMessage, type Message, MessageError } from "../servers/protocol/message.ts";
import { eventSourceHeaders, type Header } from "./browser-headers.ts";
import { ChunkedBody } from "./chunked-body.ts";
import { HttpError, HttpResponseReader, readHeadStart } from "./http-response.ts";
import { refusal } from "./poll-answer.ts";
import { type ClientSocket, dial, hostOf, lingerMs, lossOf } from "./socket.ts";
import {
  countMessages,
  type End,
  rejectEarlyEnd,
  type Subscribe,
  type SubscribeOptions,
  type Subscription,
} from "./subscriber.ts";

export const subscribe: Subscribe = (url, deliver, options) =>
  new Promise((resolve, reject) => {
    new Subscriber(url, deliver, options).start(resolve, reject);
  });

/** A message of the largest body that can be asked for fits easily. */
const maxEventBytes = 16 * 1024 * 1024;

const nothing = Buffer.alloc(0);

/** A stream that is open. */
interface Stream {
  readonly body: ChunkedBody;
  readonly parser: EventStreamParser;
}

/** What was booked of a chunk that is still arriving: all else in it is framing. */
interface ChunkBytes {
  data: number;
  payload: number;
  comments: number;
}

class Subscriber {
  readonly #url: string;
  readonly #deliver: (message: Message) => void;
  readonly #options: SubscribeOptions;
  readonly #ended = Promise.withResolvers<End>();
  readonly #released = Promise.withResolvers<void>();
  #onReady: (() => void) | null = null;
  #lastEventId = "";
  #socket: ClientSocket | null = null;
  /** Of an answer's head that is not complete. */
  #head: Buffer = nothing;
  /** Reads an answer that is no stream. */
  #refusal: HttpResponseReader | null = null;
  #stream: Stream | null = null;
  /** Of the stream, and of no kind yet. */
  #unbookedBytes = 0;
  #chunk: ChunkBytes = { data: 0, payload: 0, comments: 0 };
  /** The stream before this one broke, and nothing has arrived since. */
  #retried = false;
  #end: End | null = null;

  constructor(url: string, deliver: (message: Message) => void, options: SubscribeOptions) {
    this.#url = url;
    this.#deliver = deliver;
    this.#options = options;
  }

  start(resolve: (subscription: Subscription) => void, reject: (error: Error) => void): void {
    this.#onReady = () => resolve({ ended: this.#ended.promise, close: () => this.#close() });
    rejectEarlyEnd(this.#ended.promise, this.#options.since, reject);
    this.#dial();
  }

  #dial(): void {
    this.#head = nothing;
    this.#refusal = null;
    this.#stream = null;
    const socket = dial(this.#url, this.#options.traffic, {
      open: () => {
        const request = requestOf(this.#url, this.#options, this.#lastEventId);
        this.#options.traffic.kinds.up.handshake += request.length;
        socket.write(request);
      },
      data: (chunk) => this.#data(chunk),
      closed: (reason) => this.#closed(reason),
    });
    this.#socket = socket;
  }

  #data(chunk: Buffer): void {
    try {
      if (this.#stream !== null) this.#receive(this.#stream, chunk);
      else this.#answer(chunk);
    } catch (error) {
      const known = error instanceof HttpError || error instanceof EventStreamError || error instanceof MessageError;
      if (!known) throw error;
      this.#finish({ kind: "failed", reason: `the server's stream cannot be read: ${error.message}` });
    }
  }

  /** The head opens the stream as a handshake does; of an answer that is none, so is all of it. */
  #answer(chunk: Buffer): void {
    const { down } = this.#options.traffic.kinds;
    down.handshake += chunk.length;
    if (this.#end !== null) return;
    if (this.#refusal !== null) {
      this.#refuse(this.#refusal, chunk);
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
      this.#refuse(this.#refusal, bytes);
      return;
    }
    if (!/\r\ncontent-type:[ \t]*text\/event-stream[ \t]*(;|\r\n|$)/i.test(head.text)) {
      throw new HttpError("no event stream");
    }
    if (!/\r\ntransfer-encoding:[ \t]*chunked/i.test(head.text)) throw new HttpError("a stream without chunks");
    const rest = bytes.subarray(head.headBytes);
    down.handshake -= rest.length;
    const stream = this.#openStream();
    this.#onReady?.();
    this.#onReady = null;
    if (rest.length > 0) this.#receive(stream, rest);
  }

  /** Any status but 200, 204 among them, says that there is no use in coming back (WHATWG HTML section 9.2.3). */
  #refuse(reader: HttpResponseReader, chunk: Buffer): void {
    const response = reader.receive(chunk);
    if (response !== null) this.#finish(refusal(response));
  }

  #openStream(): Stream {
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
    });
    this.#unbookedBytes = 0;
    this.#chunk = { data: 0, payload: 0, comments: 0 };
    this.#stream = { body, parser };
    return this.#stream;
  }

  #receive({ body }: Stream, bytes: Buffer): void {
    this.#unbookedBytes += bytes.length;
    body.receive(bytes);
  }

  #event({ type, data, lastEventId }: StreamEvent): void {
    if (type !== "message") return;
    const message = decodeMessage(data);
    const payloadBytes = Buffer.byteLength(data);
    this.#chunk.payload += payloadBytes;
    this.#unbookedBytes -= payloadBytes;
    countMessages(this.#options.traffic, [message], payloadBytes);
    if (this.#end !== null) return;
    this.#lastEventId = lastEventId;
    this.#retried = false;
    this.#deliver(message);
  }

  /** A chunk of comments alone is there to keep the stream alive, its size and all. */
  #bookChunk(overheadBytes: number): void {
    const { data, payload, comments } = this.#chunk;
    const { down } = this.#options.traffic.kinds;
    const keepAlive = comments > 0 && comments === data ? comments + overheadBytes : comments;
    const framing = data + overheadBytes - payload - keepAlive;
    down.keepAlive += keepAlive;
    down.framing += framing;
    this.#unbookedBytes -= keepAlive + framing;
    this.#chunk = { data: 0, payload: 0, comments: 0 };
  }

  /** A stream that broke, or was ended, is asked for anew from its last id, once before anything arrives. */
  #closed(reason: string | null): void {
    this.#socket = null;
    this.#options.traffic.kinds.down.framing += this.#unbookedBytes;
    this.#unbookedBytes = 0;
    if (this.#end !== null) {
      this.#released.resolve();
    } else if (this.#retried) {
      this.#finish({ kind: "failed", reason: lossOf(this.#url, reason ?? "closed by the server") });
    } else {
      this.#retried = true;
      this.#dial();
    }
  }

  #finish(end: End): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#ended.resolve(end);
    const socket = this.#socket;
    if (socket === null) {
      this.#released.resolve();
    } else if (end.kind !== "closed" || this.#stream === null) {
      socket.destroy();
    } else {
      // What is on its way is still read, so that both sides count the same bytes.
      socket.end();
      const timer = setTimeout(() => socket.destroy(), lingerMs);
      this.#released.promise.then(() => clearTimeout(timer));
    }
  }

  #close(): Promise<void> {
    this.#finish({ kind: "closed" });
    return this.#released.promise;
  }
}

/** The address keeps the cursor of the first time; what came since then is said in Last-Event-ID. */
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
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`GET /server-sent-events?since=${since} HTTP/1.1\r\n${head}\r\n`, "latin1");
};
