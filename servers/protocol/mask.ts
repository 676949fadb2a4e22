// Masking, which is also unmasking (RFC 6455 section 5.3): XOR with a four-byte key, each size by the means that is fastest.
// A key is a 32-bit integer whose lowest byte meets the first byte of the payload. It does not know where keys come from.
import { maskScratch, scratch } from "./mask-kernel.ts";

/** Fills its argument with unpredictable bytes (RFC 6455 section 10.3); the owner says where from. */
export type RandomFill = (target: Buffer) => void;

/** Where the next means gets faster, call and view included; found by measurement, not by rule. */
const WORDS_FROM_BYTES = 48;
export const KERNEL_FROM_BYTES = 512;

/** The most that passes through the kernel's memory at once. */
export const KERNEL_BYTES: number = scratch.length;

/** The key that stands at `bytes[at, at + 4)`. */
export function readKey(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** The key as it meets the payload `by` bytes further on. */
export function rotateKey(key: number, by: number): number {
  const bits = (by & 3) << 3;
  return (key >>> bits) | (key << (32 - bits));
}

/** Masks `bytes[start, end)` where it lies. */
export function maskInPlace(bytes: Buffer, start: number, end: number, key: number): void {
  if (end - start < WORDS_FROM_BYTES) maskBytes(bytes, start, end, key);
  else if (end - start < KERNEL_FROM_BYTES) maskWords(bytes, start, end, key);
  else {
    for (let at = start; at < end; at += KERNEL_BYTES) {
      const length = Math.min(end - at, KERNEL_BYTES);
      maskIntoScratch(bytes, at, at + length, rotateKey(key, at - start));
      scratch.copy(bytes, at, 0, length);
    }
  }
}

/** Leaves a masked copy of `bytes[start, end)` at the start of the returned buffer, which the next call overwrites. */
export function maskIntoScratch(bytes: Buffer, start: number, end: number, key: number): Buffer {
  bytes.copy(scratch, 0, start, end);
  maskScratch(end - start, key);
  return scratch;
}

function maskBytes(bytes: Buffer, start: number, end: number, key: number): void {
  const k0 = key & 0xff;
  const k1 = (key >>> 8) & 0xff;
  const k2 = (key >>> 16) & 0xff;
  const k3 = key >>> 24;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    bytes[at] = (bytes[at] ?? 0) ^ k0;
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ k1;
    bytes[at + 2] = (bytes[at + 2] ?? 0) ^ k2;
    bytes[at + 3] = (bytes[at + 3] ?? 0) ^ k3;
  }
  if (at < end) bytes[at] = (bytes[at] ?? 0) ^ k0;
  if (at + 1 < end) bytes[at + 1] = (bytes[at + 1] ?? 0) ^ k1;
  if (at + 2 < end) bytes[at + 2] = (bytes[at + 2] ?? 0) ^ k2;
}

/** A socket's reads often share one ArrayBuffer, and a view of it costs as much as the masking of a hundred bytes. */
let words: Int32Array = new Int32Array(0);

/** The key in the byte order of this machine, by way of the same memory. */
const keyBytes = Buffer.alloc(4);
const keyWords = new Int32Array(keyBytes.buffer, keyBytes.byteOffset, 1);

function maskWords(bytes: Buffer, start: number, end: number, key: number): void {
  if (words.buffer !== bytes.buffer) words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
  const lead = -(bytes.byteOffset + start) & 3;
  const count = (end - start - lead) >> 2;
  const tail = start + lead + (count << 2);
  maskBytes(bytes, start, start + lead, key);
  keyBytes.writeInt32LE(rotateKey(key, lead));
  const word = keyWords[0] ?? 0;
  const first = (bytes.byteOffset + start + lead) >> 2;
  for (let at = first; at < first + count; at++) words[at] = (words[at] ?? 0) ^ word;
  // The words are whole keys: the tail meets the key as the first word did.
  maskBytes(bytes, tail, end, rotateKey(key, lead));
}
