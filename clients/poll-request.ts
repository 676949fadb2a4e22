// A poll's request as bytes: everything but the cursor is made once. Knows no sockets.

import { fetchHeaders, type Header, headerLines } from "./browser-headers.ts";
import { publishedHeaders } from "./published-headers.ts";
import { hostOf } from "./socket.ts";
import type { SubscribeOptions } from "./subscriber.ts";

/** Returns a function that makes the request for the messages after a cursor. */
export const pollRequest = (
  url: string,
  path: string,
  { connection, headers }: Pick<SubscribeOptions, "connection" | "headers">,
): ((cursor: number) => Buffer) => {
  const beforeCursor = `GET ${path}?since=`;
  const afterCursor = " HTTP/1.1\r\n";
  const requestLineBytes = `${beforeCursor}0${afterCursor}`.length;
  const rest = `${afterCursor}${headerLines(headersOf(url, connection, headers, requestLineBytes))}\r\n`;
  return (cursor) => Buffer.from(`${beforeCursor}${cursor}${rest}`, "latin1");
};

const headersOf = (
  url: string,
  connection: SubscribeOptions["connection"],
  headers: SubscribeOptions["headers"],
  requestLineBytes: number,
): readonly Header[] => {
  const { authority } = hostOf(url);
  if (headers === "published") return publishedHeaders(authority, connection, requestLineBytes);
  const own: readonly Header[] = [
    ["Host", authority],
    ["Connection", connection],
  ];
  return headers === "browser" ? [...own, ...fetchHeaders(new URL(url).origin)] : own;
};
