// Tells which requests come from strangers, by what a browser says of the page behind them: Host, Origin, Sec-Fetch-*. Knows no
// sockets.

import { isIP } from "node:net";

export interface Welcome {
  /** The name or the address that the server listens on. */
  readonly host: string;
  /** Further addresses that the page is reached at, such as a proxy's: "https://live.example". */
  readonly origins: readonly string[];
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether a browser says that a page of another origin asks. */
export const isOfPageElsewhere = (headers: Headers): boolean =>
  ["cross-site", "same-site"].includes(String(headers["sec-fetch-site"]).toLowerCase());

interface Asked {
  readonly method: string;
  readonly upgrade: boolean;
  /** The headers by name in lower case. */
  readonly headers: Headers;
}

const hostPattern = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i;

/** The name or address in a Host header, in lower case and without its port; null where there is none. */
export const hostNameOf = (header: string): string | null => hostPattern.exec(header)?.[1]?.toLowerCase() ?? null;

const loopbackName = /^(localhost|([a-z0-9-]+\.)+localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const wildcards: readonly string[] = ["0.0.0.0", "::"];

/** Returns in one line why a request is refused; null lets it through. */
export const createStrangers = ({ host, origins }: Welcome): ((asked: Asked) => string | null) => {
  const ownNames = new Set([
    host.toLowerCase(),
    `[${host.toLowerCase()}]`,
    ...origins.map((url) => new URL(url).hostname),
  ]);
  const isOwnName = (name: string): boolean => {
    if (loopbackName.test(name) || ownNames.has(name)) return true;
    // A server that listens everywhere is reached by its addresses too. A page that rebinds a name (DNS rebinding) cannot use them.
    return wildcards.includes(host) && isIP(name.replace(/^\[|\]$/g, "")) !== 0;
  };
  return ({ method, upgrade, headers }) => {
    const text = (name: string): string => String(headers[name] ?? "").toLowerCase();
    const hostHeader = text("host");
    const name = hostNameOf(hostHeader);
    if (name === null || !isOwnName(name)) return "this server does not answer to that Host; see --host and --origin";
    const origin = text("origin");
    if (origin === `http://${hostHeader}` || origins.includes(origin)) return null;
    const changes = upgrade || !["GET", "HEAD"].includes(method);
    if (origin !== "" && changes) return "this origin is not allowed; see --origin";
    // A page elsewhere that reads or embeds something could not see an answer, but would hold a connection (W3C Fetch Metadata).
    const elsewhere = isOfPageElsewhere(headers);
    // A link that is followed. A frame navigates too, but has another destination.
    const followed = text("sec-fetch-mode") === "navigate" && text("sec-fetch-dest") === "document";
    if (elsewhere && (changes || !followed)) return "pages of other origins are not served";
    return null;
  };
};
