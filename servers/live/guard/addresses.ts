// Addresses compared as addresses, and names as names, however they are spelled; and the address that a connection counts for,
// as far as limits are concerned. Knows no sockets.

/**
 * A host's name or address in the one spelling that can be compared; null for what is neither. IPv4 has four numbers (never
 * "127.1" or "0x7f000001"), also where it comes mapped into IPv6 (RFC 4291 section 2.5.5.2). IPv6 is as short as RFC 5952 has it,
 * without brackets and zone. A name is in lower case, without the root's dot.
 */
export const canonicalHost = (text: string): string | null => {
  const bare = text.replace(/^\[(.+)\]$/s, "$1");
  const isIpv6 = bare.includes(":");
  // A zone means something only to the machine that it is written on.
  const address = isIpv6 ? bare.replace(/%.*/s, "") : bare;
  // The URL parser knows all spellings of addresses (WHATWG URL section 3.5), but takes more than a host.
  if (!/^[\w.:-]+$/.test(address)) return null;
  const hostname = URL.parse(`http://${isIpv6 ? `[${address}]` : address}`)?.hostname ?? null;
  if (hostname === null) return null;
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(hostname) ?? [];
  if (high !== undefined && low !== undefined) return [high, low].flatMap(bytesOf).join(".");
  return hostname.replace(/^\[|\]$|\.$/g, "");
};

/** The two bytes of an IPv6 group. */
const bytesOf = (group: string): readonly number[] => {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
};

/** Whether a host in canonical spelling stands for every address of the machine that listens on it. */
export const isWildcard = (host: string | null): boolean => host === "0.0.0.0" || host === "::";

/**
 * A remote address as the key of its limits. IPv4 stays as it is, also where it comes mapped into IPv6 (RFC 4291 section
 * 2.5.5.2). IPv6 is cut to its network, the first 64 bits: whoever has one address there has them all.
 */
export const addressKey = (address: string | undefined): string => {
  if (address === undefined) return "";
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const short = address.replace(/%.*/s, "").toLowerCase();
  const zeros = Math.max(0, 8 - groupsOf(short).length);
  return groupsOf(short.replace("::", `:${"0:".repeat(zeros)}`))
    .slice(0, 4)
    .join(":");
};

const groupsOf = (address: string): readonly string[] => address.split(":").filter((group) => group !== "");
