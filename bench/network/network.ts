// The link between a trial's clients and its server: the host's loopback, or two network namespaces of the trial's own, joined
// by a virtual cable or by a program that delays each packet. Needs no root. Knows nothing of what is sent over it.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { reasonOf, TrialFailure } from "../failure.ts";
import { lastLineOf, startChild } from "../machine/child.ts";
import type { Part } from "../machine/parts.ts";
import { cpuMsOf } from "../machine/proc.ts";
import type { LinkKind } from "../record/loads.ts";
import type { LinkWay } from "../record/run.ts";
import { type Holder, startHolder } from "./holder.ts";
import { type LinkGaps, noGaps, readLinkGaps } from "./link-gaps.ts";
import type { ProxyCalls } from "./link-proxy.ts";

/** The words before a command that make it run on one side of the link; none on the host's own network. */
type CommandPrefix = readonly string[];

export interface Network {
  readonly kind: LinkKind;
  /** The address that the server binds to. */
  readonly serverHost: string;
  readonly serverSide: CommandPrefix;
  readonly clientSide: CommandPrefix;
  /** The processes that hold the link open. */
  readonly parts: readonly Part[];
  /** The address that leads to the server at `url` over the link. */
  reach(url: string): Promise<string>;
  /** CPU that the delaying program has used so far, in ms; 0 where there is none. */
  cpuMs(): Promise<number>;
  /** Since the link was opened. */
  gaps(): Promise<LinkGaps>;
  close(): Promise<void>;
}

/** Addresses as long as 127.0.0.1, so that a Host header costs the same on every link. */
const serverAddress = "10.99.0.1";
const clientAddress = "10.99.0.2";

/** Throws TrialFailure where the link cannot be had. */
export const openNetwork = async (way: LinkWay, oneWayMs: number): Promise<Network> => {
  if (way === "namespaces") return openNamespaces(oneWayMs);
  return oneWayMs === 0 ? loopback : openProxy(oneWayMs);
};

const loopback: Network = {
  kind: "loopback",
  serverHost: "127.0.0.1",
  serverSide: [],
  clientSide: [],
  parts: [],
  reach: async (url) => url,
  cpuMs: async () => 0,
  gaps: async () => noGaps,
  close: async () => {},
};

const openProxy = async (oneWayMs: number): Promise<Network> => {
  const proxy = startChild<ProxyCalls>(new URL("./link-proxy.ts", import.meta.url), "the delaying relay");
  return {
    ...loopback,
    kind: "proxy",
    parts: [proxy],
    reach: async (url) => (await proxy.call("relay", { url, oneWayMs })).url,
    cpuMs: () => proxy.call("cpuMs", null),
    gaps: () => proxy.call("gaps", null),
    close: () => proxy.stop(graceMs),
  };
};

const graceMs = 2_000;
/** How long a command that raises a link may take. */
const patienceMs = 15_000;

/** Says a line, and then waits for the end of its input alone: a stop signal to the whole group is the parent's to answer. */
const wait = ["sh", "-c", "trap '' INT TERM HUP; echo ready; exec cat"] as const;

/** The server's namespace and the clients', both of one user namespace. */
interface Namespaces {
  readonly serverSide: CommandPrefix;
  readonly clientSide: CommandPrefix;
  /** A link program's arguments: a process of the clients' namespace, and the two addresses. */
  readonly ends: readonly string[];
}

const openNamespaces = async (oneWayMs: number): Promise<Network> => {
  const holders: Holder[] = [];
  const close = async (): Promise<void> => {
    for (const holder of holders.toReversed()) await holder.stop();
  };
  const hold = async (command: readonly string[], role: string): Promise<Holder> => {
    const holder = await startHolder(command, role);
    holders.push(holder);
    return holder;
  };
  try {
    const { serverSide, clientSide, ends } = await makeNamespaces(hold);
    const delayer =
      oneWayMs === 0 ? null : await hold([...serverSide, ...delayBy(oneWayMs), ...ends], "the delaying link");
    if (delayer === null) await runIn(serverSide, ["sh", "-ec", cable, "sh", ...ends]);
    return {
      kind: delayer === null ? "veth" : "tun",
      serverHost: serverAddress,
      serverSide,
      clientSide,
      parts: holders.map((holder) => (holder === delayer ? { ...holder, answers: () => askGaps(holder) } : holder)),
      reach: async (url) => url,
      cpuMs: async () => (delayer?.pid === undefined ? 0 : cpuMsOf(delayer.pid)),
      gaps: async () => (delayer === null ? noGaps : askGaps(delayer)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const askGaps = async (delayer: Holder): Promise<LinkGaps> => readLinkGaps(await delayer.ask("gaps"));

const makeNamespaces = async (
  hold: (command: readonly string[], what: string) => Promise<Holder>,
): Promise<Namespaces> => {
  const server = await hold(
    ["unshare", "--user", "--map-root-user", "--net", ...wait],
    "the server's network namespace",
  );
  const inUser = ["nsenter", "--target", String(server.pid), "--user", "--preserve-credentials"];
  const client = await hold([...inUser, "unshare", "--net", ...wait], "the clients' network namespace");
  return {
    serverSide: [...inUser, "--net"],
    clientSide: [...inUser, `--net=/proc/${client.pid}/ns/net`],
    ends: [String(client.pid), serverAddress, clientAddress],
  };
};

const delayBy = (oneWayMs: number): readonly string[] => [
  "python3",
  fileURLToPath(new URL("./link.py", import.meta.url)),
  String(oneWayMs),
];

/**
 * The two ends of a virtual Ethernet cable: $1 is a process of the clients' namespace, $2 and $3 the addresses. Packets of
 * at most one segment, as on a wire: else the counters would see one packet where a network card sends many.
 */
const cable = `
ip link set lo up
ip link add to-clients mtu 1500 gso_max_segs 1 type veth peer name to-server mtu 1500 gso_max_segs 1 netns "$1"
ip address add "$2" peer "$3" dev to-clients
ip link set to-clients up
exec nsenter --target "$1" --net sh -ec '
ip link set lo up
ip address add "$2" peer "$1" dev to-server
ip link set to-server up' sh "$2" "$3"
`;

const run = promisify(execFile);

const runIn = async (prefix: CommandPrefix, command: readonly string[]): Promise<void> => {
  const [file = "", ...words] = [...prefix, ...command];
  try {
    await run(file, words, { timeout: patienceMs, killSignal: "SIGKILL" });
  } catch (error) {
    const text = lastLineOf(reasonOf(error));
    throw new TrialFailure(`the link between the network namespaces cannot be had: ${text}`);
  }
};

/** Why there can be no namespaces on this machine; null where there can: both links are opened, with a delay and without. */
export const namespacesRefused = async (): Promise<string | null> => {
  try {
    for (const oneWayMs of [0, 1]) await (await openNetwork("namespaces", oneWayMs)).close();
    return null;
  } catch (error) {
    if (!(error instanceof TrialFailure)) throw error;
    return error.message;
  }
};
