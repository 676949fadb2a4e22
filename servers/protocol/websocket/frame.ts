// Writing frames (RFC 6455 section 5.2). It does not know messages, connections, or which side masks.
import { memory, runBytes, scratch } from "./kernel.ts";
import { kernelFromBytes, maskCopy, maskInPlace, maskScratch, readKey } from "./mask.ts";

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
  const start = writeHeader(frame, 0, code, payload.length, options);
  if (isMasked(options)) maskCopy(frame, start, payload, 0, payload.length, readKey(frame, start - 4));
  else frame.set(payload, start);
  return frame;
};

/** The header alone, for a payload that follows as it is. */
export const encodeHeader = (code: number, payloadBytes: number, options: FrameOptions): Buffer => {
  const header = Buffer.allocUnsafe(headerBytes(payloadBytes, isMasked(options)));
  writeHeader(header, 0, code, payloadBytes, options);
  return header;
};

/** The frame of a text message, encoded straight to its place. */
export const encodeTextFrame = (text: string, options: FrameOptions = {}): Buffer =>
  text.length <= shortUnits ? encodeShortText(text, options) : encodeLongText(text, options);

/** Up to this length, in UTF-16 units, encoding a text twice as long as it needs costs less than asking for its length first. */
const shortUnits = 1024;
/** The longest header of a short text, which stays below 64 KiB. */
const shortHeaderBytes = 8;
/** The most bytes that a unit takes in UTF-8. */
const mostUnitBytes = 3;
const slabBytes = 65_536;
/** Room for short texts, whose lengths show once they are encoded. What is behind `slabUsed` belongs to nobody yet. */
let slab = Buffer.allocUnsafeSlow(slabBytes);
let slabUsed = 0;

const encodeShortText = (text: string, options: FrameOptions): Buffer => {
  if (slabBytes - slabUsed < shortHeaderBytes + mostUnitBytes * text.length) {
    slab = Buffer.allocUnsafeSlow(slabBytes);
    slabUsed = 0;
  }
  const at = slabUsed;
  const put = !isMasked(options) ? putText : text.length < kernelFromBytes ? putFewMasked : putMaskedText;
  slabUsed = put(text, at, options);
  return slab.subarray(at, slabUsed);
};

/** Puts a short text's frame at `at` of the slab and returns where it ends. */
const putText = (text: string, at: number, options: FrameOptions): number => {
  const masked = isMasked(options);
  // The header is as long as for a text of one-byte characters, as a rule.
  const foreseen = at + headerBytes(text.length, masked);
  const length = slab.write(text, foreseen);
  const begin = at + headerBytes(length, masked);
  if (begin !== foreseen) slab.copyWithin(begin, foreseen, foreseen + length);
  const start = writeHeader(slab, at, opcode.text, length, options);
  if (masked) maskInPlace(slab, start, start + length, readKey(slab, start - 4));
  return start + length;
};

/** As putText; few units are encoded and masked in one loop, as long as all of them are ASCII. */
const putFewMasked = (text: string, at: number, options: FrameOptions): number => {
  const start = writeHeader(slab, at, opcode.text, text.length, options);
  const key = readKey(slab, start - 4);
  let high = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high |= unit;
    // A shift takes its count modulo 32, and the slab each value modulo 256.
    slab[start + i] = unit ^ (key >>> (i << 3));
  }
  return high < 0x80 ? start + text.length : putText(text, at, options);
};

/** As putText; the text is encoded in the kernel's memory, where it is masked. */
const putMaskedText = (text: string, at: number, options: FrameOptions): number => {
  const length = memory.write(text, scratch);
  const start = writeHeader(slab, at, opcode.text, length, options);
  maskScratch(length, readKey(slab, start - 4));
  memory.copy(slab, start, scratch, scratch + length);
  return start + length;
};

const encodeLongText = (text: string, options: FrameOptions): Buffer => {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerBytes(length, isMasked(options)) + length);
  const start = writeHeader(frame, 0, opcode.text, length, options);
  // A text of as many bytes as units is ASCII, which takes a third of the time to write as Latin-1.
  const ascii = length === text.length;
  if (ascii && isMasked(options)) putMaskedAscii(text, frame, start, readKey(frame, start - 4));
  else {
    frame.write(text, start, ascii ? "latin1" : "utf8");
    if (isMasked(options)) maskInPlace(frame, start, frame.length, readKey(frame, start - 4));
  }
  return frame;
};

/** Encodes the text in the kernel's memory, run by run. */
const putMaskedAscii = (text: string, frame: Buffer, start: number, key: number): void => {
  for (let from = 0; from < text.length; from += runBytes) {
    const length = memory.write(text.slice(from, from + runBytes), scratch, "latin1");
    maskScratch(length, key);
    memory.copy(frame, start + from, scratch, scratch + length);
  }
};

const isMasked = (options: FrameOptions): boolean => options.mask !== undefined && options.mask !== null;

/** Writes the header to `frame` at `at` and returns where the payload begins. */
const writeHeader = (frame: Buffer, at: number, code: number, length: number, options: FrameOptions): number => {
  frame[at] = code | (options.fin === false ? 0 : finBit) | (options.rsv1 === true ? rsv1Bit : 0);
  const masked = isMasked(options) ? maskBit : 0;
  let start = at + 2;
  if (length <= maxControlBytes) frame[at + 1] = masked | length;
  else if (length <= 0xffff) {
    frame[at + 1] = masked | 126;
    frame[at + 2] = length >>> 8;
    frame[at + 3] = length;
    start += 2;
  } else {
    frame[at + 1] = masked | 127;
    frame.writeUInt32BE(Math.floor(length / 0x1_0000_0000), at + 2);
    frame.writeUInt32BE(length % 0x1_0000_0000, at + 6);
    start += 8;
  }
  const { mask } = options;
  if (mask === undefined || mask === null) return start;
  frame[start] = mask[0] ?? 0;
  frame[start + 1] = mask[1] ?? 0;
  frame[start + 2] = mask[2] ?? 0;
  frame[start + 3] = mask[3] ?? 0;
  return start + 4;
};
