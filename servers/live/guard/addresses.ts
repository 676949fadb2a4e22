// The address that a connection counts for, as far as limits are concerned. Knows no sockets.

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
