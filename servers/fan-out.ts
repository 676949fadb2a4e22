// The turn's messages as bytes to write to WebSockets: framed and compressed once for all that take the same bytes. Knows
// no sockets.

import type { LogEntry } from "./log.ts";
import { type DeflateParameters, deflateAlone } from "./protocol/websocket/deflate.ts";
import { encodeFrame, framingBytes, opcode } from "./protocol/websocket/frame.ts";
import { bytesOfMessages, type MessageBytes } from "./traffic.ts";

/** Bytes to write, what they are by kind, and how many sockets they were written to. */
export interface Frames {
  readonly bytes: Buffer;
  readonly kinds: MessageBytes;
  sockets: number;
}

/** Whether every message to a connection with these parameters stands alone, so that its frames can be shared. */
export const isShareable = (deflate: DeflateParameters | null): boolean =>
  deflate === null || deflate.serverNoContextTakeover;

/** The entries' frames in one buffer. */
export const framesOf = (entries: readonly LogEntry[], deflate: DeflateParameters | null): Frames => {
  const frames = entries.map(({ json }) => {
    if (deflate === null) return encodeFrame(opcode.text, json);
    return encodeFrame(opcode.text, deflateAlone(json, deflate.serverMaxWindowBits), { rsv1: true });
  });
  const [only] = frames;
  const bytes = frames.length === 1 && only !== undefined ? only : Buffer.concat(frames);
  const framing = frames.reduce((sum, frame) => sum + framingBytes(frame), 0);
  return { bytes, kinds: bytesOfMessages(entries, bytes.length - framing, framing), sockets: 0 };
};

/** The frames for each window in use, made when the first connection asks for them; `all` tells those that were made. */
export const framesForAll = (
  entries: readonly LogEntry[],
): { framesFor(deflate: DeflateParameters | null): Frames; all(): readonly Frames[] } => {
  let plain: Frames | null = null;
  const byWindow = new Map<number, Frames>();
  return {
    framesFor: (deflate) => {
      // This is asked for each socket, and a look into the map would take a tenth of the JavaScript time of a write.
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
    },
    all: () => (plain === null ? [...byWindow.values()] : [plain, ...byWindow.values()]),
  };
};
