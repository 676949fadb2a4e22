// The proof that a server has read the handshake (RFC 6455 sections 1.3 and 4.2.2). It knows nothing else of HTTP.
import { createHash } from "node:crypto";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The value that the server sends back for the key of a request. */
export const acceptKey = (key: string): string =>
  createHash("sha1")
    .update(key + guid)
    .digest("base64");
