// Tells which requests come from strangers, by what a browser says of the page behind them: Host, Origin, Sec-Fetch-*. Knows no
// sockets.

import { isIP } from "node:net";
import { canonicalHost, isWildcard } from "./addresses.ts";

export interface Welcome {
  /** The name or the address that the server listens on. */
  readonly host: string;
  /** Further addresses that the page is reached at, such as a proxy's: "https://live.example". */
  readonly origins: readonly string[];
}

interface Asked {
  readonly method: string;
  readonly upgrade: boolean;
  /** The address of this server that the connection came in at. */
  readonly localAddress?: string | undefined;
  /** The headers by name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The name or the address in a Host header, without its port, in canonical spelling; null where there is none. */
export const hostNameOf = (header: string): string | null => {
  const [, host = ""] = /^(\[[^\]]*\]|[^:[\]]*)(?::\d*)?$/.exec(header) ?? [];
  return canonicalHost(host);
};

/** A page's origin, its host in canonical spelling, and without the port that the scheme has anyway; null for what is none. */
const canonicalOrigin = (text: string): string | null => {
  const url = /^https?:\/\/[^/?#@\\]+$/i.test(text) ? URL.parse(text) : null;
  const host = url === null ? null : canonicalHost(url.hostname);
  return url === null || host === null ? null : `${url.protocol}//${host} ${url.port}`;
};

const loopbackName = /^(localhost|([a-z0-9-]+\.)+localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Returns in one line why a request is refused; null lets it through. */
export const createStrangers = ({ host, origins }: Welcome): ((asked: Asked) => string | null) => {
  const listensOn = canonicalHost(host);
  const ownNames = new Set([listensOn, ...origins.map((url) => canonicalHost(new URL(url).hostname))]);
  const ownOrigins = new Set(origins.map(canonicalOrigin));
  const isOwnName = (name: string, localAddress: string): boolean => {
    if (loopbackName.test(name) || ownNames.has(name)) return true;
    // The server prints the address that a name stands for. A page that rebinds a name (DNS rebinding) cannot use addresses, so
    // that a server that listens everywhere is reached by all of its own, some of which only a router before it knows.
    return isIP(name) !== 0 && (isWildcard(listensOn) || name === canonicalHost(localAddress));
  };
  return ({ method, upgrade, localAddress = "", headers }) => {
    const text = (name: string): string => String(headers[name] ?? "").toLowerCase();
    const hostHeader = text("host");
    const name = hostNameOf(hostHeader);
    // Only clients of HTTP/1.0 send none, such as health checkers: no browser is among them.
    if ("host" in headers && (name === null || !isOwnName(name, localAddress))) return unknownHost;
    const origin = canonicalOrigin(text("origin"));
    if (origin !== null && (origin === canonicalOrigin(`http://${hostHeader}`) || ownOrigins.has(origin))) return null;
    const changes = upgrade || !["GET", "HEAD"].includes(method);
    if (text("origin") !== "" && changes) return "this origin is not allowed; see --origin";
    // A page elsewhere that reads or embeds something could not see an answer, but would hold a connection (W3C Fetch Metadata).
    const site = text("sec-fetch-site");
    const elsewhere = site === "cross-site" || site === "same-site";
    // A link that is followed. A frame navigates too, but has another destination.
    const followed = text("sec-fetch-mode") === "navigate" && text("sec-fetch-dest") === "document";
    if (elsewhere && (changes || !followed)) return "pages of other origins are not served";
    return null;
  };
};

const unknownHost = "this server does not answer to that Host; see --host and --origin";
