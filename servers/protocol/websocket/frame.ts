// Writing frames (RFC 6455 section 5.2). It does not know messages, connections, or which side masks.
import { maskCopy, maskInPlace, readKey } from "./mask.ts";

/** RFC 6455 section 11.8. */
export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export const finBit = 0x80;
export const rsv1Bit = 0x40;
export const maskBit = 0x80;
/** The longest payload that a control frame may have (section 5.5), and that needs no extended length. */
export const maxControlBytes = 125;

export interface FrameOptions {
  /** Whether this is the last frame of its message; true if left out. */
  readonly fin?: boolean;
  /** Set on the first frame of a compressed message (RFC 7692 section 6). */
  readonly rsv1?: boolean;
  /** Four unpredictable bytes, from a client; a server's frame has none. */
  readonly mask?: Buffer | null;
}

/** How long the header of a frame is, its mask included. */
export const headerBytes = (payloadBytes: number, masked: boolean): number =>
  (payloadBytes <= maxControlBytes ? 2 : payloadBytes <= 0xffff ? 4 : 10) + (masked ? 4 : 0);

/** How much of an encoded frame is header and mask. */
export const framingBytes = (frame: Buffer): number => {
  const second = frame[1] ?? 0;
  const length = second & ~maskBit;
  return (length <= maxControlBytes ? 2 : length === 126 ? 4 : 10) + (second >= maskBit ? 4 : 0);
};

/** One whole frame, its length in the shortest form. The payload is copied. */
export const encodeFrame = (code: number, payload: Buffer, options: FrameOptions = {}): Buffer => {
  const frame = Buffer.allocUnsafe(headerBytes(payload.length, isMasked(options)) + payload.length);
  const start = writeHeader(frame, code, payload.length, options);
  if (isMasked(options)) maskCopy(frame, start, payload, 0, payload.length, readKey(frame, start - 4));
  else frame.set(payload, start);
  return frame;
};

/** The frame of a text message, encoded straight to its place. */
export const encodeTextFrame = (text: string, options: FrameOptions = {}): Buffer => {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerBytes(length, isMasked(options)) + length);
  const start = writeHeader(frame, opcode.text, length, options);
  frame.write(text, start, "utf8");
  if (isMasked(options)) maskInPlace(frame, start, frame.length, readKey(frame, start - 4));
  return frame;
};

const isMasked = (options: FrameOptions): boolean => options.mask !== undefined && options.mask !== null;

/** Writes the header to the start of `frame` and returns where the payload begins. */
const writeHeader = (frame: Buffer, code: number, length: number, options: FrameOptions): number => {
  frame[0] = code | (options.fin === false ? 0 : finBit) | (options.rsv1 === true ? rsv1Bit : 0);
  const masked = isMasked(options) ? maskBit : 0;
  let start = 2;
  if (length <= maxControlBytes) frame[1] = masked | length;
  else if (length <= 0xffff) {
    frame[1] = masked | 126;
    frame[2] = length >>> 8;
    frame[3] = length;
    start = 4;
  } else {
    frame[1] = masked | 127;
    frame.writeUInt32BE(Math.floor(length / 0x1_0000_0000), 2);
    frame.writeUInt32BE(length % 0x1_0000_0000, 6);
    start = 10;
  }
  const { mask } = options;
  if (mask === undefined || mask === null) return start;
  frame[start] = mask[0] ?? 0;
  frame[start + 1] = mask[1] ?? 0;
  frame[start + 2] = mask[2] ?? 0;
  frame[start + 3] = mask[3] ?? 0;
  return start + 4;
};
