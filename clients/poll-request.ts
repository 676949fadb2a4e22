// A poll's request as bytes, all but the cursor made once. Knows no sockets.

import { fetchHeaders, type Header } from "./browser-headers.ts";
import { publishedHeaders } from "./published-headers.ts";
import { hostOf } from "./socket.ts";
import type { SubscribeOptions } from "./subscriber.ts";

/** Makes the request to the server at `url` for what follows a cursor. */
export const pollRequest = (
  url: string,
  path: string,
  { connection, headers }: Pick<SubscribeOptions, "connection" | "headers">,
): ((cursor: number) => Buffer) => {
  const beforeCursor = `GET ${path}?since=`;
  const afterCursor = " HTTP/1.1\r\n";
  const lines = headersOf(url, connection, headers, `${beforeCursor}0${afterCursor}`.length).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const rest = `${afterCursor}${lines.join("")}\r\n`;
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
