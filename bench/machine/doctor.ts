// The meaning of the machine's limits for a run, in words. Pure; limits.ts asks the system.

import { type MachineLimits, mostSubscribers } from "./limits.ts";

interface Finding {
  readonly what: string;
  readonly value: string;
  readonly means: string;
}

const unknown = "unknown";

/** The most subscribers that a trial of each profile has. */
export type Profiles = Readonly<Record<string, number>>;

/** The profiles that fit, and what the others need. */
const fitOf = (profiles: Profiles, most: number | null): Finding => {
  const all = Object.entries(profiles);
  const fits = all.filter(([, subscribers]) => most === null || subscribers <= most).map(([name]) => name);
  const needs = all.flatMap(([name, subscribers]) => (fits.includes(name) ? [] : [`${name} needs ${subscribers}`]));
  return {
    what: "profiles that fit",
    value: fits.length === all.length ? "all" : fits.length === 0 ? "none" : fits.join(", "),
    means:
      needs.length === 0
        ? "none has more subscribers than that; --subscribers gives any profile other numbers"
        : `${needs.join(", ")}; --subscribers gives it fewer`,
  };
};

/** `refused`: why there can be no network namespaces here; null where there can. */
export const diagnose = (
  limits: MachineLimits,
  node: string,
  refused: string | null,
  profiles: Profiles,
): readonly Finding[] => {
  const { cores, openFiles, localPorts } = limits;
  const most = mostSubscribers(limits);
  return [
    { what: "Node", value: node, means: 'the locked version is the npm package "node" of package.json' },
    {
      what: "cores",
      value: String(cores),
      means:
        cores < 2
          ? "server and clients share one, and slow each other: measure on two or more"
          : `one for the server, ${cores - 1} for the clients; --client-processes changes that`,
    },
    {
      what: "open files a process",
      value: openFiles === null ? unknown : Number.isFinite(openFiles) ? String(openFiles) : "unlimited",
      means: 'the server needs one for each subscriber; raise the limit with "ulimit -n"',
    },
    {
      what: "local ports",
      value: localPorts === null ? unknown : String(localPorts),
      means:
        "each subscriber needs one, and with --connection close each response too, for a minute; widen net.ipv4.ip_local_port_range",
    },
    {
      what: "most subscribers",
      value: most === null ? unknown : String(most),
      means:
        most === 0
          ? 'none: the processes of a trial need more open files for themselves; raise the limit with "ulimit -n"'
          : "the most that one trial can have, by the limits above",
    },
    fitOf(profiles, most),
    {
      what: "network namespaces",
      value: refused === null ? "yes" : "no",
      means:
        refused === null
          ? "bytes on the wire are exact, and delays are those of real packets"
          : `${refused}; bytes on the wire come from ss, and delays from a relay that hides TCP's handshake`,
    },
  ];
};

export const formatDiagnosis = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const valueWidth = Math.max(...findings.map(({ value }) => value.length));
  return findings
    .map(({ what, value, means }) => `${what.padEnd(width)}  ${value.padStart(valueWidth)}  ${means}`)
    .join("\n");
};
