// One WebSocket connection after its handshake, either side of it (RFC 6455 sections 5 to 7): bytes or a call in, a Step out.
// It does not know sockets, time, or where random bytes come from.
import { Assembler } from "./assembler.ts";
import { decodeClose, encodeClose } from "./close.ts";
import { closeCode } from "./close-codes.ts";
import { type FrameCounts, type OpenCounts, zeroCounts } from "./counts.ts";
import { type DeflateParameters, Deflater, Inflater } from "./deflate.ts";
import { ProtocolError } from "./error.ts";
import { encodeFrame, encodeHeader, encodeTextFrame, framingBytes, maxControlBytes, opcode } from "./frame.ts";
import { FrameDecoder, type Piece } from "./frame-decoder.ts";
import { maskInPlace, type RandomFill } from "./mask.ts";
import { addOutput, type Draft, draft, idle, type Step, sending } from "./step.ts";

export type { FrameCounts } from "./counts.ts";
export type { ConnectionEvent, Step } from "./step.ts";

export type Role = "server" | "client";

export interface ConnectionOptions {
  readonly role: Role;
  /** The longest message to receive, inflated; 1009 past it. */
  readonly maxMessageBytes?: number;
  /** The most frames of one message to receive; 1008 past it. */
  readonly maxFragments?: number;
  /** The parameters that the handshake agreed on; null or left out: nothing is compressed. */
  readonly deflate?: DeflateParameters | null;
  /** The source of mask keys: a client needs four bytes a frame. */
  readonly randomFill: RandomFill;
}

const defaultMaxMessageBytes = 1 << 20;
const defaultMaxFragments = 1 << 17;

/** A Step that hands over so many bytes of messages ends, so that a few bytes that inflate to much come one by one. */
const stepBytes = 65_536;

/** From here on, handing on the data as it is costs less than copying it behind its header. */
const viewBytes = 16_384;

const empty = Buffer.alloc(0);
/** A frame's mask key, between being drawn and being written. */
const frameKey = Buffer.alloc(4);

interface ControlFrame {
  readonly opcode: number;
  readonly data: Buffer;
}

export class Connection {
  readonly counts: { readonly received: FrameCounts; readonly sent: FrameCounts };
  readonly #received: OpenCounts = zeroCounts();
  readonly #sent: OpenCounts = zeroCounts();
  readonly #role: Role;
  readonly #randomFill: RandomFill;
  readonly #decoder: FrameDecoder;
  readonly #assembler: Assembler;
  readonly #deflater: Deflater | null;
  #receivedBytes = 0;
  /** Headers that have come of a message that has not ended. */
  #unfinishedFraming = 0;
  /** The bytes so far of a control frame that did not arrive at once. */
  #control = empty;
  /** The frame or fault that the last Step left to the next: the owner answers the messages before it first. */
  #waiting: ControlFrame | ProtocolError | null = null;
  /** The bytes of the messages of the Step that is being made, each counted as one more than it has; 0 without a message. */
  #stepMessageBytes = 0;
  /** The last Step said that there is more. */
  #more = false;
  #state: "open" | "closing" | "closed" = "open";

  constructor(options: ConnectionOptions) {
    const { role, deflate = null, maxMessageBytes = defaultMaxMessageBytes } = options;
    this.counts = { received: this.#received, sent: this.#sent };
    this.#role = role;
    this.#randomFill = options.randomFill;
    this.#decoder = new FrameDecoder(role === "server", deflate !== null);
    this.#deflater = deflate && new Deflater(...context(deflate, role));
    const inflater = deflate && new Inflater(...context(deflate, role === "server" ? "client" : "server"));
    this.#assembler = new Assembler(maxMessageBytes, options.maxFragments ?? defaultMaxFragments, inflater);
  }

  /** Closing: our close frame is out, the peer's is awaited. Closed: the close event is out, nothing is read or sent. */
  get state(): "open" | "closing" | "closed" {
    return this.#state;
  }

  /** Whether a frame has begun whose rest has not arrived yet. A message may pause between its frames, but not within one. */
  get midFrame(): boolean {
    return this.#state !== "closed" && this.#decoder.midFrame;
  }

  /** The payload that has come of a message that has not ended; compressed, if it is. */
  get unfinishedBytes(): number {
    return this.#assembler.unfinishedBytes;
  }

  /** The part of `counts.received.framingBytes` that is of a message that has not ended. */
  get unfinishedFramingBytes(): number {
    return this.#unfinishedFraming;
  }

  /**
   * Takes the next bytes. Those that a server receives are the connection's from now on: they are unmasked where they lie, and may
   * be kept until their message is complete. Those that a client receives are neither changed nor kept once a Step says that
   * there is no more. Throws RangeError where the last Step said that there is.
   */
  receive(chunk: Buffer): Step {
    if (this.#more) throw new RangeError("the last chunk is not worked off");
    this.#receivedBytes += chunk.length;
    if (this.#state === "closed") {
      this.#discard();
      return idle;
    }
    this.#decoder.feed(chunk);
    return this.#work();
  }

  /** Goes on in the chunk that the last Step left more of. */
  proceed(): Step {
    this.#more = false;
    return this.#state === "closed" ? idle : this.#work();
  }

  /** Tells the connection that TCP has ended, or broken. */
  receiveEnd(): Step {
    const step = draft(true);
    if (this.#state === "closed") return step;
    this.#state = "closing";
    this.#finish(step, closeCode.abnormal, "", "");
    return step;
  }

  /** Sends nothing once the connection is closing: a message that comes too late is dropped, as a browser does. */
  sendText(text: string): Step {
    if (this.#state !== "open") return idle;
    if (this.#deflater !== null) return this.#sendData(opcode.text, Buffer.from(text));
    return this.#sendFrame(encodeTextFrame(text, { mask: this.#mask() }));
  }

  /** Long data may become output as it is: it has to stay the same until it is written. */
  sendBinary(data: Buffer): Step {
    return this.#state === "open" ? this.#sendData(opcode.binary, data) : idle;
  }

  /** Throws RangeError for more than 125 bytes. */
  ping(data: Buffer = empty): Step {
    if (data.length > maxControlBytes) throw new RangeError("ping longer than 125 bytes");
    return this.#state === "open" ? sending(this.#controlFrame(opcode.ping, data)) : idle;
  }

  /** Starts the closing handshake (section 7.1.2). Throws RangeError for a code or reason that may not be sent. */
  close(code: number = closeCode.none, reason = ""): Step {
    const body = encodeClose(code, reason);
    if (this.#state !== "open") return idle;
    this.#state = "closing";
    return sending(this.#controlFrame(opcode.close, body));
  }

  /**
   * Fails the connection (section 7.1.7): the peer learns why, and nothing further is read of what it sends. Throws
   * RangeError as close() does.
   */
  fail(code: number, reason: string): Step {
    if (this.#state !== "open") return idle;
    const step = draft(true);
    this.#finish(step, code, reason, reason);
    return step;
  }

  /** Works through the chunk up to its end, or to where the owner has to act before anything further is made of it. */
  #work(): Step {
    const step = draft(false);
    this.#stepMessageBytes = 0;
    const decoder = this.#decoder;
    try {
      let on = this.#resume(step);
      while (on && decoder.next()) on = this.#take(decoder.piece, step);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (this.#stepMessageBytes > 0) this.#wait(error, step);
      else {
        // Section 7.1.7: the peer learns why, and TCP is ended without waiting for an answer.
        this.#finish(step, error.code, error.message, error.message);
        step.end = true;
      }
    }
    return step;
  }

  /** Takes up what the last Step left; returns whether there is any use in further pieces. */
  #resume(step: Draft): boolean {
    const waiting = this.#waiting;
    if (waiting === null) return true;
    this.#waiting = null;
    if (waiting instanceof ProtocolError) throw waiting;
    return this.#answer(waiting, step);
  }

  #wait(on: ControlFrame | ProtocolError | null, step: Draft): false {
    this.#waiting = on;
    this.#more = true;
    step.more = true;
    return false;
  }

  /** Returns whether this Step goes on. */
  #take(piece: Piece, step: Draft): boolean {
    const counts = this.#received;
    const length = piece.end - piece.start;
    if (piece.opcode >= opcode.close) {
      counts.controlBytes += length + (piece.begins ? piece.headerBytes : 0);
      return this.#takeControl(piece, step);
    }
    counts.payloadBytes += length;
    if (piece.begins) {
      counts.framingBytes += piece.headerBytes;
      this.#unfinishedFraming += piece.headerBytes;
    }
    const message = this.#assembler.take(piece);
    if (message === null) return true;
    this.#unfinishedFraming = 0;
    counts.messages++;
    step.events.push(message);
    this.#stepMessageBytes += 1 + (message.type === "text" ? message.text.length : message.data.length);
    return this.#stepMessageBytes < stepBytes || !this.#decoder.hasMore || this.#wait(null, step);
  }

  #takeControl(piece: Piece, step: Draft): boolean {
    if (piece.key !== 0) maskInPlace(piece.bytes, piece.start, piece.end, piece.key);
    const part = piece.bytes.subarray(piece.start, piece.end);
    const data = piece.begins ? Buffer.from(part) : Buffer.concat([this.#control, part]);
    this.#control = piece.ends ? empty : data;
    if (!piece.ends) return true;
    const frame = { opcode: piece.opcode, data };
    // A pong asks for nothing. The answer to anything else comes behind those to the messages before it.
    if (frame.opcode !== opcode.pong && this.#stepMessageBytes > 0) return this.#wait(frame, step);
    return this.#answer(frame, step);
  }

  #answer({ opcode: code, data }: ControlFrame, step: Draft): boolean {
    if (code === opcode.close) {
      const { code: status, reason } = decodeClose(data);
      this.#finish(step, status, reason, "");
      // Section 7.1.1: the server ends TCP first, so that the waiting state is not the client's.
      step.end = this.#role === "server";
      return false;
    }
    if (code === opcode.ping) {
      step.events.push({ type: "ping", data });
      if (this.#state === "open") addOutput(step, this.#controlFrame(opcode.pong, data));
    } else step.events.push({ type: "pong", data });
    return true;
  }

  /** The one place where a connection gets closed; our close frame goes out unless it already has. */
  #finish(step: Draft, code: number, reason: string, ourReason: string): void {
    if (this.#state === "open") addOutput(step, this.#controlFrame(opcode.close, encodeClose(code, ourReason)));
    this.#state = "closed";
    step.events.push({ type: "close", code, reason });
    this.#control = empty;
    this.#waiting = null;
    this.#more = false;
    this.#decoder.release();
    this.#assembler.release();
    this.#discard();
  }

  #discard(): void {
    const counts = this.#received;
    counts.discardedBytes = this.#receivedBytes - counts.payloadBytes - counts.framingBytes - counts.controlBytes;
  }

  #sendData(code: number, data: Buffer): Step {
    const mask = this.#mask();
    if (this.#deflater !== null)
      return this.#sendFrame(encodeFrame(code, this.#deflater.deflate(data), { mask, rsv1: true }));
    if (mask !== null || data.length < viewBytes) return this.#sendFrame(encodeFrame(code, data, { mask }));
    const header = encodeHeader(code, data.length, {});
    this.#count(data.length, header.length);
    return sending(header, data);
  }

  #sendFrame(frame: Buffer): Step {
    const framing = framingBytes(frame);
    this.#count(frame.length - framing, framing);
    return sending(frame);
  }

  #count(payloadBytes: number, framing: number): void {
    this.#sent.messages++;
    this.#sent.payloadBytes += payloadBytes;
    this.#sent.framingBytes += framing;
  }

  #controlFrame(code: number, data: Buffer): Buffer {
    const frame = encodeFrame(code, data, { mask: this.#mask() });
    this.#sent.controlBytes += frame.length;
    return frame;
  }

  /** Section 5.3: a new key for each frame of a client; a server has none (section 5.1). */
  #mask(): Buffer | null {
    if (this.#role === "server") return null;
    this.#randomFill(frameKey);
    return frameKey;
  }
}

/** The Steps of one chunk. Whoever takes them acts on each before the next is made. */
export function* stepsOf(connection: Connection, chunk: Buffer): Generator<Step> {
  let step = connection.receive(chunk);
  yield step;
  while (step.more) {
    step = connection.proceed();
    yield step;
  }
}

/** The window bits of one side's messages, and whether each of them stands alone. */
const context = (deflate: DeflateParameters, side: Role): readonly [bits: number, alone: boolean] =>
  side === "server"
    ? [deflate.serverMaxWindowBits, deflate.serverNoContextTakeover]
    : [deflate.clientMaxWindowBits, deflate.clientNoContextTakeover];
