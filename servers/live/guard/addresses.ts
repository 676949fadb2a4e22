// Who a connection is from, as far as limits are concerned. Knows no sockets.

/**
 * A remote address as the key of its limits: IPv4 as it is, also where it comes mapped into IPv6 (RFC 4291 section 2.5.5.2);
 * of IPv6 the network alone, its first 64 bits, for whoever has one address there has them all.
 */
export const addressKey = (address: string | undefined): string => {
  if (address === undefined) return "";
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [before = "", after] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const groups = before === "" ? [] : before.split(":");
  const behind = after === undefined || after === "" ? [] : after.split(":");
  while (after !== undefined && groups.length + behind.length < 8) groups.push("0");
  return [...groups, ...behind].slice(0, 4).join(":");
};
