// The client's side of the opening handshake: reading and checking the server's answer (RFC 6455 sections 4.1 and 4.2.2).
// It does not know sockets. Nothing may be sent before it has said yes.
import { acceptKey } from "./accept-key.ts";
import { closeCode } from "./close-codes.ts";
import type { DeflateOffer, DeflateParameters } from "./deflate.ts";
import { ProtocolError } from "./error.ts";
import { parseExtensions } from "./extension.ts";
import { confirmDeflate } from "./negotiation.ts";

/** The server refused, or its answer is wrong. `status` is the HTTP status, or null where it is not known. */
export class HandshakeError extends ProtocolError {
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(closeCode.abnormal, message);
    this.name = "HandshakeError";
    this.status = status;
  }
}

/** The client's request, as far as the answer depends on it. */
export interface UpgradeExpectation {
  readonly key: string;
  readonly subprotocols?: readonly string[];
  readonly deflate?: readonly DeflateOffer[];
}

export interface Upgraded {
  /** Those of interim answers are counted in. */
  readonly headBytes: number;
  /** The bytes behind the head, which are the connection's first, as a view of the chunk. */
  readonly rest: Buffer;
  readonly subprotocol: string | null;
  readonly deflate: DeflateParameters | null;
}

const maxHeadBytes = 16_384;
const headEnd = "\r\n\r\n";
const statusLinePattern = /^HTTP\/(\d)\.(\d) (\d{3})(?: .*)?$/;
/** Any 1xx but 101, several of which may come before the final answer, asked for or not (RFC 9110 section 15.2). */
const interimPattern = /^HTTP\/1\.[01] 1(?!01)\d\d(?: |\r|$)/;
/** A field name is a token, and a value has no control characters but tabs (RFC 9110 section 5.5). */
const fieldPattern = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t\x20-\x7e\x80-\xff]*)$/;
/** The fields of the handshake that may stand in an answer several times. */
const listFields: readonly string[] = ["connection", "sec-websocket-extensions"];

export class UpgradeResponse {
  readonly #expectation: UpgradeExpectation;
  #head = "";
  /** Where the answer's own head begins, behind interim answers. */
  #start = 0;

  constructor(expectation: UpgradeExpectation) {
    this.#expectation = expectation;
  }

  /** Takes the next bytes; null until the final answer's head is complete. Throws HandshakeError. */
  receive(chunk: Buffer): Upgraded | null {
    const before = this.#head.length;
    // One character a byte, so that lengths agree; a head longer than the limit is not even taken up.
    this.#head += chunk.toString("latin1", 0, maxHeadBytes - before);
    const end = this.#finalEnd(before - headEnd.length + 1);
    if (end < 0) {
      if (this.#head.length >= maxHeadBytes) throw new HandshakeError("answer's head too long", null);
      return null;
    }
    const headBytes = end + headEnd.length;
    const [statusLine = "", ...lines] = this.#head.slice(this.#start, end).split("\r\n");
    this.#head = "";
    checkStatus(statusLine);
    const fields = readFields(lines);
    return { headBytes, rest: chunk.subarray(headBytes - before), ...this.#check(fields) };
  }

  /** Where the final answer's head ends, which is nowhere before `from`; -1 while it is incomplete. Passes interim answers. */
  #finalEnd(from: number): number {
    let end = this.#head.indexOf(headEnd, Math.max(this.#start, from));
    while (end >= 0 && interimPattern.test(this.#head.slice(this.#start, end))) {
      this.#start = end + headEnd.length;
      end = this.#head.indexOf(headEnd, this.#start);
    }
    return end;
  }

  /** Section 4.1, steps 2 to 6 of "once the client's opening handshake has been sent". */
  #check(fields: ReadonlyMap<string, string>): Pick<Upgraded, "subprotocol" | "deflate"> {
    const { key, subprotocols = [], deflate: offers = [] } = this.#expectation;
    if (fields.get("upgrade")?.toLowerCase() !== "websocket") throw wrong("answer does not upgrade to websocket");
    const connection = fields.get("connection")?.toLowerCase().split(",") ?? [];
    if (!connection.some((token) => token.trim() === "upgrade"))
      throw wrong("answer's Connection does not say Upgrade");
    if (fields.get("sec-websocket-accept") !== acceptKey(key)) throw wrong("answer has a wrong Sec-WebSocket-Accept");
    const subprotocol = fields.get("sec-websocket-protocol") ?? null;
    if (subprotocol !== null && !subprotocols.includes(subprotocol)) throw wrong("subprotocol was not offered");
    return { subprotocol, deflate: readDeflate(fields.get("sec-websocket-extensions") ?? "", offers) };
  }
}

const readDeflate = (header: string, offers: readonly DeflateOffer[]): DeflateParameters | null => {
  const extensions = parseExtensions(header);
  if (extensions === null) throw wrong("malformed extensions");
  const [first, ...others] = extensions;
  if (first === undefined) return null;
  const deflate = confirmDeflate(first, offers);
  if (deflate === null || others.length > 0) throw wrong("extension was not offered");
  return deflate;
};

const checkStatus = (line: string): void => {
  const [, major, minor, digits] = statusLinePattern.exec(line) ?? [];
  if (digits === undefined) throw new HandshakeError("answer is not HTTP", null);
  const status = Number(digits);
  if (status !== 101) throw new HandshakeError("server refused the upgrade", status);
  if (Number(`${major}.${minor}`) < 1.1) throw wrong("answer is older than HTTP/1.1");
};

/** Header fields by lower-case name; a list spread over several lines is joined, any other field may stand once. */
const readFields = (lines: readonly string[]): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = fieldPattern.exec(line) ?? [];
    if (name === undefined || value === undefined) throw wrong("malformed header field");
    const key = name.toLowerCase();
    const earlier = fields.get(key);
    if (earlier !== undefined && isSingular(key)) throw wrong("header field given twice");
    fields.set(key, earlier === undefined ? value.trim() : `${earlier}, ${value.trim()}`);
  }
  return fields;
};

const isSingular = (name: string): boolean =>
  name === "upgrade" || (name.startsWith("sec-websocket-") && !listFields.includes(name));

const wrong = (message: string): HandshakeError => new HandshakeError(message, 101);
