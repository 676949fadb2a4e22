// The headers that a current browser adds to a page's requests, recorded from Chromium 156 on Linux: a fetch, an EventSource
// and a WebSocket of the same origin, without cookies. The user agent is recorded without "Headless".

export type Header = readonly [name: string, value: string];

/** The headers as they stand in a request, each with its line end. */
export const headerLines = (headers: readonly Header[]): string =>
  headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");

const userAgent: Header = [
  "User-Agent",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
];
const client: readonly Header[] = [
  ["sec-ch-ua", '"Not:A-Brand";v="8", "Chromium";v="156"'],
  ["sec-ch-ua-mobile", "?0"],
];
const fetched: readonly Header[] = [
  ["Sec-Fetch-Site", "same-origin"],
  ["Sec-Fetch-Mode", "cors"],
  ["Sec-Fetch-Dest", "empty"],
];
const uncached: readonly Header[] = [
  ["Pragma", "no-cache"],
  ["Cache-Control", "no-cache"],
];
const accepted: readonly Header[] = [
  ["Accept-Encoding", "gzip, deflate, br, zstd"],
  ["Accept-Language", "en-US,en;q=0.9"],
];

/** The headers of `fetch(path)`; The code that knows the connection adds Host and Connection. */
export const fetchHeaders = (origin: string): readonly Header[] => [
  ["sec-ch-ua-platform", '"Linux"'],
  userAgent,
  ...client,
  ["Accept", "*/*"],
  ...fetched,
  ["Referer", `${origin}/`],
  ...accepted,
];

/** How many bytes longer a browser's poll is than a minimal one. */
export const fetchHeaderBytes = (origin: string): number => headerLines(fetchHeaders(origin)).length;

/** The headers of `new EventSource(path)`; a reconnect names the last event that arrived, where that had an id. */
export const eventSourceHeaders = (origin: string, lastEventId: string): readonly Header[] => [
  ...uncached,
  ["sec-ch-ua-platform", '"Linux"'],
  userAgent,
  ["Accept", "text/event-stream"],
  ...client,
  ...(lastEventId === "" ? [] : [["Last-Event-ID", lastEventId] as const]),
  ...fetched,
  ["Referer", `${origin}/`],
  ...accepted,
];

/**
 * The headers of `new WebSocket(url)` besides those that RFC 6455 section 4.1 asks for. A browser always offers compression:
 * a client that does not really offer it sends the header all the same.
 */
export const upgradeHeaders = (origin: string, offersDeflate: boolean): readonly Header[] => [
  ...uncached,
  userAgent,
  ["Origin", origin],
  ...accepted,
  ...(offersDeflate ? [] : [["Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"] as const]),
];
