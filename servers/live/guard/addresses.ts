// The address that a connection counts for, as far as limits are concerned. Knows no sockets.

import { isIPv6, SocketAddress } from "node:net";

/** Without its zone, in the usual form, and as IPv4 where it comes mapped into IPv6 (RFC 4291 section 2.5.5.2). */
export const plainAddress = (address: string): string => {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return bare;
  const usual = new SocketAddress({ address: bare, family: "ipv6" }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(usual)?.[1] ?? usual;
};

/**
 * A remote address as the key of its limits. IPv4 stays as it is, also where it comes mapped into IPv6. IPv6 is cut to its
 * network, the first 64 bits: whoever has one address there has them all.
 */
export const addressKey = (address: string | undefined): string => {
  if (address === undefined) return "";
  if (!address.includes(":")) return address;
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
  const zeros = Math.max(0, 8 - groupsOf(plain).length);
  return groupsOf(plain.replace("::", `:${"0:".repeat(zeros)}`))
    .slice(0, 4)
    .join(":");
};

const groupsOf = (address: string): readonly string[] => address.split(":").filter((group) => group !== "");
