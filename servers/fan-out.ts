// The turn's messages as bytes to write: framed once, and compressed once, for all WebSockets that take the same bytes.
// Knows no sockets.

import type { Entry } from "./log.ts";
import { type DeflateParameters, deflateAlone } from "./protocol/deflate.ts";
import { encodeFrame, opcode } from "./protocol/frame.ts";

/** Whether every message to a connection with these parameters stands alone, so that its frames can be shared. */
export const isShareable = (deflate: DeflateParameters | null): boolean =>
  deflate === null || deflate.serverNoContextTakeover;

/** The entries' frames in one buffer. */
export const framesOf = (entries: readonly Entry[], deflate: DeflateParameters | null): Buffer => {
  const frames = entries.map(({ json }) => {
    if (deflate === null) return encodeFrame(opcode.text, json);
    return encodeFrame(opcode.text, deflateAlone(json, deflate.serverMaxWindowBits), { rsv1: true });
  });
  const [only] = frames;
  return frames.length === 1 && only !== undefined ? only : Buffer.concat(frames);
};

/** The same for every window in use, made when the first connection asks for it. */
export const framesForAll = (entries: readonly Entry[]): ((deflate: DeflateParameters | null) => Buffer) => {
  let plain: Buffer | null = null;
  const byWindow = new Map<number, Buffer>();
  return (deflate) => {
    if (deflate === null) {
      plain ??= framesOf(entries, null);
      return plain;
    }
    let frames = byWindow.get(deflate.serverMaxWindowBits);
    if (frames === undefined) {
      frames = framesOf(entries, deflate);
      byWindow.set(deflate.serverMaxWindowBits, frames);
    }
    return frames;
  };
};
