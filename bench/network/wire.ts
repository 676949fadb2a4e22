// Bytes on the wire, with TCP/IP headers and acknowledgements, as the kernel counts them: the octet counters of a network
// namespace, or the TCP_INFO of each socket. Run on the clients' side; knows nothing of what the bytes mean.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Directions } from "../record/trial.ts";

/** `namespace`: all traffic of the network is the trial's; `tcp-info`: the sockets to the server's port are. */
export type WireCounting = "namespace" | "tcp-info";

/** Two readings are comparable where the second's sockets are the first's. */
export interface WireReading extends Directions {
  /** The local ports of the sockets, where they are what was read. */
  readonly sockets: readonly number[];
}

/** From /proc/net/netstat: what this network has sent and received, IPv4 headers included. null where it is not there. */
export const octetsOf = (netstat: string): Directions | null => {
  const [names, values] = netstat
    .split("\n")
    .filter((line) => line.startsWith("IpExt:"))
    .map((line) => line.split(" "));
  const field = (name: string): number => Number(values?.[names?.indexOf(name) ?? -1]);
  const [up, down] = [field("OutOctets"), field("InOctets")];
  return Number.isFinite(up) && Number.isFinite(down) ? { up, down } : null;
};

/** IPv4 20 + TCP 20 + timestamps 12: of each segment once a connection is open. */
const headerBytes = 52;

/** From `ss -Htin`, which gives each socket a line of addresses and an indented one of TCP_INFO. */
export const tcpInfoOf = (text: string): WireReading => {
  let [up, down] = [0, 0];
  const sockets: number[] = [];
  for (const line of text.split("\n")) {
    if (/^\s/.test(line)) {
      const field = (name: string): number => Number(new RegExp(`\\b${name}:(\\d+)`).exec(line)?.[1] ?? 0);
      up += field("bytes_sent") + headerBytes * field("segs_out");
      down += field("bytes_received") + headerBytes * field("segs_in");
    } else if (line.startsWith("ESTAB")) {
      sockets.push(Number(/:(\d+)\s+\S+\s*$/.exec(line)?.[1] ?? 0));
    }
  }
  return { up, down, sockets: sockets.toSorted((x, y) => x - y) };
};

const run = promisify(execFile);

/** Reads now; null where this system does not tell. The namespace's counters are read before this call returns. */
export const readWire = (how: WireCounting, serverPort: number): Promise<WireReading | null> => {
  if (how === "namespace") {
    const octets = octetsOf(readNetstat());
    return Promise.resolve(octets === null ? null : { ...octets, sockets: [] });
  }
  return run("ss", ["-Htin", `dport = :${serverPort}`], { maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout }) => tcpInfoOf(stdout),
    () => null,
  );
};

const readNetstat = (): string => {
  try {
    return readFileSync("/proc/self/net/netstat", "utf8");
  } catch {
    return "";
  }
};

/** What passed between two readings; else in words why that is not known. */
export const wireBetween = (before: WireReading | null, after: WireReading | null): Directions | string => {
  if (before === null || after === null) return "the system does not tell (no network namespace, and no ss)";
  const known = new Set(before.sockets);
  const changed = known.symmetricDifference(new Set(after.sockets)).size;
  if (changed > 0) return `${changed} sockets opened or closed within the window, and their counters went with them`;
  return { up: after.up - before.up, down: after.down - before.down };
};
