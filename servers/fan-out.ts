// The turn's messages as bytes to write: framed once, and compressed once, for all WebSockets that take the same bytes.
// Knows no sockets.

import type { Entry } from "./log.ts";
import { type DeflateParameters, deflateAlone } from "./protocol/deflate.ts";
import { encodeFrame, opcode } from "./protocol/frame.ts";

/** Frames ready to be written, and what to book for them. */
export interface Frames {
  readonly bytes: Buffer;
  readonly messages: number;
  readonly payloadBytes: number;
}

/** Whether every message to a connection with these parameters stands alone, so that its frames can be shared. */
export const isShareable = (deflate: DeflateParameters | null): boolean =>
  deflate === null || deflate.serverNoContextTakeover;

export const framesOf = (entries: readonly Entry[], deflate: DeflateParameters | null): Frames => {
  const payloads = entries.map(({ json }) =>
    deflate === null ? json : deflateAlone(json, deflate.serverMaxWindowBits),
  );
  const frames = payloads.map((payload) => encodeFrame(opcode.text, payload, { rsv1: deflate !== null }));
  const [only] = frames;
  return {
    bytes: frames.length === 1 && only !== undefined ? only : Buffer.concat(frames),
    messages: entries.length,
    payloadBytes: payloads.reduce((sum, payload) => sum + payload.length, 0),
  };
};

/** The same for every window in use, made when the first connection asks for it. */
export const framesForAll = (entries: readonly Entry[]): ((deflate: DeflateParameters | null) => Frames) => {
  const byWindow = new Map<number, Frames>();
  return (deflate) => {
    const window = deflate?.serverMaxWindowBits ?? 0;
    let frames = byWindow.get(window);
    if (frames === undefined) {
      frames = framesOf(entries, deflate);
      byWindow.set(window, frames);
    }
    return frames;
  };
};
