// The proof that a server has read the handshake (RFC 6455 sections 1.3 and 4.2.2). It knows nothing else of HTTP.
import { hash } from "node:crypto";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The value that the server sends back for the key of a request. */
export const acceptKey = (key: string): string => hash("sha1", key + guid, "base64");
