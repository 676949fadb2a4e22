// The rules for a frame's header (RFC 6455 section 5.2): its first byte and its length. It does not know where one begins.
import { closeCode } from "./close-codes.ts";
import { ProtocolError } from "./error.ts";
import { finBit, maxControlBytes, opcode, rsv1Bit } from "./frame.ts";

export const maxHeaderBytes = 14;
/** The length that stands for one in the next 16 bits. */
export const length16 = 126;
export const controlBit = 0x08;

/** The fault of a frame's first byte, or null; `rsv1` says whether an extension gives that bit a meaning. */
export const faultOf = (first: number, rsv1: boolean): string | null => {
  const code = first & 0x0f;
  if ((first & 0x30) !== 0 || ((first & rsv1Bit) !== 0 && !rsv1)) return "reserved bit set";
  if ((code > opcode.binary && code < opcode.close) || code > opcode.pong) return "unknown opcode";
  if (code >= opcode.close && (first & finBit) === 0) return "fragmented control frame";
  // RFC 7692 section 6.1: only the first frame of a message says that it is compressed.
  if ((code >= opcode.close || code === opcode.continuation) && (first & rsv1Bit) !== 0) return "reserved bit set";
  return null;
};

/** A table over every first byte: 1 for a fault. */
const faultTable = (rsv1: boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, first) => (faultOf(first, rsv1) === null ? 0 : 1));
export const plainFaults = faultTable(false);
export const rsv1Faults = faultTable(true);

/** The length has to be in its shortest form (RFC 6455 section 5.2). */
export const readLength16 = (bytes: Buffer, at: number): number => {
  const length = bytes.readUInt16BE(at);
  if (length <= maxControlBytes) throw new ProtocolError(closeCode.protocolError, "length not in its shortest form");
  return length;
};

export const readLength64 = (bytes: Buffer, at: number): number => {
  const high = bytes.readUInt32BE(at);
  const low = bytes.readUInt32BE(at + 4);
  if (high >= 0x8000_0000) throw new ProtocolError(closeCode.protocolError, "top bit of a 64-bit length set");
  if (high === 0 && low <= 0xffff) throw new ProtocolError(closeCode.protocolError, "length not in its shortest form");
  // Above 2^53 the number is not exact any more, which does not matter: no message may be that long.
  return high * 0x1_0000_0000 + low;
};
