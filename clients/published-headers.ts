// The head of a poll's request that Lubbers and Greco counted ("HTML5 WebSocket: A Quantum Leap in Scalability for the Web",
// 2010): a Firefox of 2009. With the answer's head, which servers/ holds, it has 871 characters, line ends not counted.

import { type Header, headerLines } from "./browser-headers.ts";

/** The head on the wire, with its line ends. */
const headBytes = 716;

const cookies = [
  "Constant",
  "ProtectedConstant",
  "Property",
  "ProtectedProperty",
  "Method",
  "ProtectedMethod",
  "Event",
  "Style",
  "Effect",
].map((name) => `showInherited${name}=false`);

const refererBase = "http://www.example.com/PollingStock/";

/**
 * All headers of the request. The original asked localhost:8080 for /PollingStock//PollingStock. The end of Referer makes up
 * for a host, path or Connection of another length: the head has 716 bytes together with the request line, whose length is
 * given for a cursor of one digit. Each further digit adds a byte.
 */
export const publishedHeaders = (
  authority: string,
  connection: "keep-alive" | "close",
  requestLineBytes: number,
): readonly Header[] => {
  const headersWith = (referer: string): readonly Header[] => [
    ["Host", authority],
    ["User-Agent", "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.1.5) Gecko/20091102 Firefox/3.5.5"],
    ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
    ["Accept-Language", "en-us"],
    ["Accept-Encoding", "gzip,deflate"],
    ["Accept-Charset", "ISO-8859-1,utf-8;q=0.7,*;q=0.7"],
    ["Keep-Alive", "300"],
    ["Connection", connection],
    ["Referer", referer],
    ["Cookie", cookies.join("; ")],
  ];
  const refererBytes = headBytes - requestLineBytes - `${headerLines(headersWith(""))}\r\n`.length;
  return headersWith(refererBase.slice(0, Math.max(0, refererBytes)).padEnd(refererBytes, "/"));
};
