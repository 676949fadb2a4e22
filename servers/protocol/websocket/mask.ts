// Masking, which is also unmasking (RFC 6455 section 5.3): XOR with a four-byte key, a 32-bit integer whose lowest byte meets
// the first byte of the payload. It does not know where keys come from.
//
// Throughout the core, `bytes[at] ?? 0` reads a byte that is there: an accessor of our own would cost a small frame 2 to 6 %
// of its time, and Node's up to 15 %.
import { kernel, load, memory, runBytes, scratch } from "./kernel.ts";

/** Fills its argument with unpredictable bytes (RFC 6455 section 10.3), from a source that the owner chooses. */
export type RandomFill = (target: Buffer) => void;

/** From here on the kernel is faster than the loop, the copying into its memory included. */
export const kernelFromBytes = 40;

/** The key that stands at `bytes[at, at + 4)`. */
export const readKey = (bytes: Buffer, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);

/** The key as it meets the payload `by` bytes further on. */
export const rotateKey = (key: number, by: number): number => {
  const bits = (by & 3) << 3;
  return (key >>> bits) | (key << (32 - bits));
};

/** Masks `bytes[start, end)` where it lies. */
export const maskInPlace = (bytes: Buffer, start: number, end: number, key: number): void => {
  if (end - start < kernelFromBytes) maskFew(bytes, start, end, key);
  else maskCopy(bytes, start, bytes, start, end, key);
};

/** Writes `bytes[start, end)`, masked, to `target` from `at` on. */
export const maskCopy = (target: Buffer, at: number, bytes: Buffer, start: number, end: number, key: number): void => {
  if (end - start < kernelFromBytes) {
    bytes.copy(target, at, start, end);
    maskFew(target, at, at + end - start, key);
  } else {
    for (let from = start; from < end; from += runBytes) {
      const length = Math.min(end - from, runBytes);
      maskInto(scratch, bytes, from, from + length, rotateKey(key, from - start));
      memory.copy(target, at + from - start, scratch, scratch + length);
    }
  }
};

/** Writes `bytes[start, end)`, masked, to the kernel's memory, which has to have the room; returns 0 if all of it is ASCII. */
export const maskInto = (at: number, bytes: Buffer, start: number, end: number, key: number): number => {
  load(at, bytes, start, end);
  return kernel.mask(at, at + end - start, key);
};

/** Masks the first `length` bytes of the scratch, where they lie. */
export const maskScratch = (length: number, key: number): void => {
  kernel.mask(scratch, scratch + length, key);
};

/** Masks few bytes where they lie, by a loop; returns 0 if all of them come out as ASCII. */
export const maskFew = (bytes: Buffer, start: number, end: number, key: number): number => {
  let high = 0;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    const b0 = (bytes[at] ?? 0) ^ (key & 0xff);
    const b1 = (bytes[at + 1] ?? 0) ^ ((key >>> 8) & 0xff);
    const b2 = (bytes[at + 2] ?? 0) ^ ((key >>> 16) & 0xff);
    const b3 = (bytes[at + 3] ?? 0) ^ (key >>> 24);
    bytes[at] = b0;
    bytes[at + 1] = b1;
    bytes[at + 2] = b2;
    bytes[at + 3] = b3;
    high |= b0 | b1 | b2 | b3;
  }
  for (let bits = 0; at < end; at++, bits += 8) {
    const byte = (bytes[at] ?? 0) ^ ((key >>> bits) & 0xff);
    bytes[at] = byte;
    high |= byte;
  }
  return high & 0x80;
};
