// The body of a close frame: nothing, or a code and a reason (RFC 6455 sections 5.5.1 and 7.4). It does not know the handshake.
import { closeCode, isWireCode } from "./close-codes.ts";
import { ProtocolError } from "./error.ts";
import { maxControlBytes } from "./frame.ts";
import { decodeText } from "./utf8.ts";

interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** 1005 stands for a body without a code. Throws ProtocolError (1002, 1007). */
export const decodeClose = (body: Buffer): Closing => {
  if (body.length === 0) return { code: closeCode.none, reason: "" };
  if (body.length === 1) throw new ProtocolError(closeCode.protocolError, "half a close code");
  const code = body.readUInt16BE(0);
  if (!isWireCode(code)) throw new ProtocolError(closeCode.protocolError, "invalid close code");
  const reason = decodeText(body, 2, body.length, false);
  if (reason === null) throw new ProtocolError(closeCode.invalidData, "close reason is not UTF-8");
  return { code, reason };
};

/** Throws RangeError for what may not be sent: such a code, or a reason of more than 123 bytes. */
export const encodeClose = (code: number, reason: string): Buffer => {
  if (code === closeCode.none && reason === "") return Buffer.alloc(0);
  if (!isWireCode(code)) throw new RangeError(`close code ${code} must not be sent`);
  const body = Buffer.from(`\0\0${reason}`);
  if (body.length > maxControlBytes) throw new RangeError("close reason longer than 123 bytes");
  body.writeUInt16BE(code, 0);
  return body;
};
