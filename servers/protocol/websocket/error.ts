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
