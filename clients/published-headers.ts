// The head of a poll's request that Lubbers and Greco counted ("HTML5 WebSocket: A Quantum Leap in Scalability for the Web",
// 2010): a Firefox of 2009. The answer's head stands with the servers; 871 characters together, without line ends.

import type { Header } from "./browser-headers.ts";

/** On the wire, with line ends. */
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
 * All headers of the request. The original asked localhost:8080 for /PollingStock//PollingStock; where the host, the path
 * and Connection here are shorter or longer than there, the end of Referer makes up for it, so that the head has 716 bytes
 * with the request line given: that of a cursor of one digit. Each further digit adds a byte.
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
  const without = headersWith("").reduce((bytes, [name, value]) => bytes + `${name}: ${value}\r\n`.length, 0);
  const refererBytes = headBytes - requestLineBytes - without - "\r\n".length;
  return headersWith(refererBase.slice(0, Math.max(0, refererBytes)).padEnd(refererBytes, "/"));
};
