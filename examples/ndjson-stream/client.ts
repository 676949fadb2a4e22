// NDJSON: one request, and down its answer, which does not end, comes a message a line. Every byte is booked by kind.

import { ChunkedBody } from "../../clients/chunked-body.ts";
import { HttpError, HttpResponseReader, readHeadStart } from "../../clients/http-response.ts";
import { refusal } from "../../clients/poll-answer.ts";
import { pollRequest } from "../../clients/poll-request.ts";
import { dial, lingerMs, lossOf } from "../../clients/socket.ts";
import { countMessages, type End, rejectEarlyEnd, type Subscribe, type Traffic } from "../../clients/subscriber.ts";
import { decodeMessage, type Message, MessageError } from "../../servers/protocol/message.ts";

const nothing = Buffer.alloc(0);
const lineFeed = 0x0a;
/** A message of the largest body that can be asked for fits easily. */
const maxLineBytes = 16 * 1024 * 1024;

export const subscribe: Subscribe = (url, deliver, options) =>
  new Promise((resolve, reject) => {
    const { traffic } = options;
    const ended = Promise.withResolvers<End>();
    const released = Promise.withResolvers<void>();
    let over = false;
    rejectEarlyEnd(ended.promise, options.since, reject);

    const finish = (end: End): void => {
      if (over) return;
      over = true;
      ended.resolve(end);
      if (end.kind !== "closed") {
        socket.destroy();
        return;
      }
      // What is on its way is still read, so that both sides count the same bytes.
      socket.end();
      const timer = setTimeout(() => socket.destroy(), lingerMs);
      released.promise.then(() => clearTimeout(timer));
    };
    const close = (): Promise<void> => {
      finish({ kind: "closed" });
      return released.promise;
    };
    const answer = new Answer(traffic, {
      open: () => resolve({ ended: ended.promise, close }),
      refused: finish,
      message: (message) => {
        if (!over) deliver(message);
      },
    });
    const socket = dial(url, traffic, {
      open: () => {
        const request = pollRequest(url, "/ndjson-stream", options)(options.since);
        traffic.kinds.up.handshake += request.length;
        socket.write(request);
      },
      data: (chunk) => {
        try {
          answer.receive(chunk);
        } catch (error) {
          if (!(error instanceof HttpError || error instanceof MessageError)) throw error;
          finish({ kind: "failed", reason: `the server's stream cannot be read: ${error.message}` });
        }
      },
      closed: (reason) => {
        finish({ kind: "failed", reason: lossOf(url, reason ?? "closed by the server") });
        released.resolve();
      },
    });
  });

interface AnswerOwner {
  open(): void;
  refused(end: End): void;
  message(message: Message): void;
}

/** Reads the answer and books its bytes: the head is handshake, as of every stream, and what carries no message is framing. */
class Answer {
  readonly #traffic: Traffic;
  readonly #owner: AnswerOwner;
  #body: ChunkedBody | null = null;
  /** Of a head, a refusal or a line that is not complete. */
  #pending: Buffer = nothing;
  /** Data of the chunk that is arriving, and how much of it are empty lines. */
  #chunk = { bytes: 0, emptyLines: 0 };

  constructor(traffic: Traffic, owner: AnswerOwner) {
    this.#traffic = traffic;
    this.#owner = owner;
  }

  /** `bytes` are valid until the call returns. Throws HttpError and MessageError. */
  receive(bytes: Buffer): void {
    if (this.#body === null) this.#head(bytes);
    else this.#stream(this.#body, bytes);
  }

  #head(bytes: Buffer): void {
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
      this.#owner.refused(refusal(response));
      return;
    }
    if (!/\r\ntransfer-encoding:[ \t]*chunked/i.test(head.text)) throw new HttpError("a stream without chunks");
    const rest = this.#pending.subarray(head.headBytes);
    down.handshake -= rest.length;
    this.#pending = nothing;
    this.#body = new ChunkedBody({ data: (part) => this.#data(part), chunkEnd: (bytes) => this.#chunkEnd(bytes) });
    this.#owner.open();
    this.#stream(this.#body, rest);
  }

  #stream(body: ChunkedBody, bytes: Buffer): void {
    this.#traffic.kinds.down.framing += bytes.length;
    body.receive(bytes);
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
    this.#traffic.kinds.down.framing -= line.length;
    countMessages(this.#traffic, [message], line.length);
    this.#owner.message(message);
  }

  /** A chunk of empty lines alone is there to keep the stream alive, its size and all. */
  #chunkEnd(overheadBytes: number): void {
    const { bytes, emptyLines } = this.#chunk;
    this.#chunk = { bytes: 0, emptyLines: 0 };
    if (bytes === 0 || emptyLines < bytes) return;
    const { down } = this.#traffic.kinds;
    down.framing -= bytes + overheadBytes;
    down.keepAlive += bytes + overheadBytes;
  }
}
