// The one error of the protocol core: a constant message and the close code that belongs to it (RFC 6455 section 7.4).
// It does not know who sends the code, or whether anybody can still receive it.

/** The peer broke a rule or a limit. `code` goes into the close frame, or is 1006 where none can be sent. */
export class ProtocolError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "ProtocolError";
    this.code = code;
  }
}

/** RFC 6455 section 7.4.1, with 1012 to 1014 of the IANA registry. The first three are reported, never sent. */
export const closeCode = {
  none: 1005,
  abnormal: 1006,
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  invalidData: 1007,
  policy: 1008,
  tooBig: 1009,
} as const;

/** Whether a close frame may carry this code (RFC 6455 section 7.4.2). */
export function isWireCode(code: number): boolean {
  if (code >= 3000) return code <= 4999;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== closeCode.none && code !== closeCode.abnormal;
}
