// Whose request it is, as far as limits are concerned: the address of its connection, or, where that is a trusted proxy, the one
// that the proxy names in X-Forwarded-For. Forwarded (RFC 7239) is not read. Knows no limits.

import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";
import { addressKey, plainAddress } from "./addresses.ts";

/** The parts of a request that tell whose it is. */
interface Called {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingMessage["headers"];
}

export interface Callers {
  /** The key of the address that a request comes from. */
  keyOf(request: Called): string;
  /** Whether a connection from this address is a trusted proxy's, which brings the requests of many. */
  isProxy(address: string | undefined): boolean;
}

/** An address or a network, such as 10.0.0.0/8; null where the text is neither. */
export const readNetwork = (text: string): { readonly address: string; readonly bits: number } | null => {
  const [, written = "", digits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = plainAddress(written);
  const mostBits = isIPv4(address) ? 32 : 128;
  const bits = digits === undefined ? mostBits : Number(digits);
  return isIP(address) !== 0 && bits >= 1 && bits <= mostBits ? { address, bits } : null;
};

/** `proxies`: the addresses and networks, as readNetwork takes them, whose word on X-Forwarded-For is believed. */
export const createCallers = (proxies: readonly string[]): Callers => {
  const trusted = new BlockList();
  for (const { address, bits } of proxies.flatMap((text) => readNetwork(text) ?? [])) {
    trusted.addSubnet(address, bits, isIPv4(address) ? "ipv4" : "ipv6");
  }
  const isProxy = (address: string | undefined): boolean => {
    if (proxies.length === 0 || address === undefined) return false;
    const plain = plainAddress(address);
    return isIP(plain) !== 0 && trusted.check(plain, isIPv4(plain) ? "ipv4" : "ipv6");
  };
  const keyOf = ({ socket, headers }: Called): string => {
    let address = socket.remoteAddress;
    const named = String(headers["x-forwarded-for"] ?? "");
    // Each proxy writes whom it heard at the right end. What stands left of the first who is not trusted may be made up.
    for (let end = named.length; end > 0 && isProxy(address); ) {
      const comma = named.lastIndexOf(",", end - 1);
      const next = addressIn(named.slice(comma + 1, end));
      if (next === null) break;
      address = next;
      end = comma;
    }
    return addressKey(address);
  };
  return { keyOf, isProxy };
};

/** The address in an element of X-Forwarded-For, which some proxies write with its port; null for "unknown" and the like. */
const addressIn = (element: string): string | null => {
  const text = element.trim();
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(text) ?? [];
  const address = bracketed ?? text.replace(/^([\d.]+):\d+$/, "$1");
  if (isIP(address) === 0 || (bracketed !== undefined && !isIPv6(address))) return null;
  return plainAddress(address);
};
