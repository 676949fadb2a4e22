// Bytes on the wire, with TCP/IP headers and acknowledgements, as the kernel counts them: the octet counters of a network
// namespace, or the TCP_INFO of each socket. Runs on the clients' side; knows nothing of what the bytes mean.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { numbersIn, readText } from "../machine/proc.ts";
import type { WireRemark } from "../record/remarks.ts";
import type { Directions } from "../record/trial.ts";

/** `namespace`: all traffic of the network is the trial's; `tcp-info`: the sockets to the server's port are. */
export type WireCounting = "namespace" | "tcp-info";

/** Octets, and how many of them are payload, both ways together. */
export interface WireCount extends Directions {
  readonly payload: number;
}

/** Two readings are comparable where the second's sockets are the first's. */
export interface WireReading extends WireCount {
  /** The local ports of the sockets, where the sockets were read and not the namespace. */
  readonly sockets: readonly number[];
}

/** IPv4 20 + TCP 20 + timestamps 12: the headers of each segment once a connection is open. */
const headerBytes = 52;

/** Two fields of a table of /proc/net, which has a line of names and one of values; null where one is missing. */
const fieldsOf = (table: string, prefix: string, first: string, second: string): readonly [number, number] | null => {
  const [names, values] = table
    .split("\n")
    .filter((line) => line.startsWith(`${prefix}:`))
    .map((line) => line.split(" "));
  if (names === undefined || values === undefined) return null;
  const field = (name: string): number => Number(values[names.indexOf(name)]);
  const found = [field(first), field(second)] as const;
  return found.every(Number.isFinite) ? found : null;
};

/**
 * Octets that this network has sent and received, IPv4 headers included, from /proc/net/netstat, and their payload by the
 * segments of /proc/net/snmp; null where these do not say.
 */
export const octetsOf = (netstat: string, snmp: string): WireCount | null => {
  const octets = fieldsOf(netstat, "IpExt", "OutOctets", "InOctets");
  const segments = fieldsOf(snmp, "Tcp", "OutSegs", "InSegs");
  if (octets === null || segments === null) return null;
  const [up, down] = octets;
  return { up, down, payload: up + down - headerBytes * (segments[0] + segments[1]) };
};

/** From `ss -Htin`, which gives each socket a line of addresses and an indented one of TCP_INFO, without the fields that are 0. */
export const tcpInfoOf = (text: string): WireReading => {
  let [up, down, payload] = [0, 0, 0];
  const sockets: number[] = [];
  for (const line of text.split("\n")) {
    if (/^\s/.test(line)) {
      const field = (name: string): number => Number(new RegExp(`\\b${name}:(\\d+)`).exec(line)?.[1] ?? 0);
      const [sent, received] = [field("bytes_sent"), field("bytes_received")];
      up += sent + headerBytes * field("segs_out");
      down += received + headerBytes * field("segs_in");
      payload += sent + received;
    } else if (line.startsWith("ESTAB")) {
      sockets.push(...(numbersIn(line, /:(\d+)\s+\S+\s*$/) ?? []));
    }
  }
  return { up, down, payload, sockets: sockets.toSorted((x, y) => x - y) };
};

const run = promisify(execFile);

/** How long ss may take: it lists the sockets of a moment. */
const patienceMs = 10_000;

/** null where this system does not tell. The namespace's counters are read before this call returns. */
export const readWire = (how: WireCounting, serverPort: number): Promise<WireReading | null> => {
  if (how === "namespace") {
    const table = (name: string): string => readText(`/proc/self/net/${name}`) ?? "";
    const octets = octetsOf(table("netstat"), table("snmp"));
    return Promise.resolve(octets === null ? null : { ...octets, sockets: [] });
  }
  return run("ss", ["-Htin", `dport = :${serverPort}`], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: patienceMs,
    killSignal: "SIGKILL",
  }).then(
    ({ stdout }) => tcpInfoOf(stdout),
    () => null,
  );
};

/** The octets that passed between two readings, or why they are not known. */
export const wireBetween = (before: WireReading | null, after: WireReading | null): WireCount | WireRemark => {
  if (before === null || after === null) return { code: "wire-untold" };
  const known = new Set(before.sockets);
  const changed = known.symmetricDifference(new Set(after.sockets)).size;
  if (changed > 0) return { code: "wire-sockets-changed", sockets: changed };
  return { up: after.up - before.up, down: after.down - before.down, payload: after.payload - before.payload };
};
