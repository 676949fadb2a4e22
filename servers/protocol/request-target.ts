// Whom and what a request is for: its Host header and its target (RFC 9112 sections 3.2 and 3.3). Knows no server, and no
// name of one.

/**
 * A name or an IPv4 address, or an IPv6 address in brackets with perhaps its zone (RFC 6874), and perhaps a port (RFC 3986 section
 * 3.2.2). A name may have a comma there, but here that is the comma between two headers which somebody has joined.
 */
const authorityPattern = /^(?:\[([\da-f:.]+)(?:%25[\w.~-]+)?\]|(?:[\w.~!$&'()*+;=-]|%[\da-f]{2})+)(?::(\d*))?$/i;

/** Whether the text names one host, and perhaps its port. An empty name is none (RFC 9110 section 4.2.1). */
export const isAuthority = (text: string): boolean => {
  const match = authorityPattern.exec(text);
  if (match === null) return false;
  const [, address, port = ""] = match;
  // The URL parser knows what an IPv6 address looks like.
  return Number(port) <= 65_535 && (address === undefined || URL.canParse(`http://[${address}]`));
};

/** What a request in absolute form names: `path` with its query, and the authority that counts instead of Host's. */
export interface AbsoluteTarget {
  readonly path: string;
  readonly authority: string;
}

/** Section 3.2.2. null for what is no address of HTTP, or has a user's name in it (RFC 9110 section 4.2.4). */
export const readAbsolute = (target: string): AbsoluteTarget | null => {
  const [, authority = "", path = ""] = /^https?:\/\/([^/?#]*)([^#]*)$/i.exec(target) ?? [];
  if (!isAuthority(authority)) return null;
  return { authority, path: path.startsWith("/") ? path : `/${path}` };
};

/** A target in origin form, such as "/echo?since=3"; null for any other. What looks like a host in it is a path. */
export const parseTarget = (target: string): URL | null =>
  target.startsWith("/") ? URL.parse(`http://any${target}`) : null;
