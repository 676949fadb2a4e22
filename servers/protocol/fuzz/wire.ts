// Bytes as tests and the fuzz run write and cut them. It knows no protocol.
import type { SeededRandom } from "./seeded-random.ts";

/** `hex("81 05")`: blanks are for the reader. */
export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

/** A copy in chunks of the given size; the receiver may write into them. */
export const chunksOf = (bytes: Buffer, size: number): readonly Buffer[] => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(Buffer.from(bytes.subarray(at, at + size)));
  return chunks;
};

/** Every way to cut once, and once byte by byte. */
export const everyCut = (bytes: Buffer): readonly (readonly Buffer[])[] => {
  const cuts: (readonly Buffer[])[] = [chunksOf(bytes, Math.max(1, bytes.length)), chunksOf(bytes, 1)];
  for (let at = 1; at < bytes.length; at++)
    cuts.push([Buffer.from(bytes.subarray(0, at)), Buffer.from(bytes.subarray(at))]);
  return cuts;
};

/** A copy cut at random places, `mean` bytes apart. */
export const randomCut = (bytes: Buffer, random: SeededRandom, mean: number): readonly Buffer[] => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random.integer(2 * mean - 1);
    chunks.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return chunks;
};
