// The meaning of the machine's limits for a run, in words. Pure; limits.ts asks the system.

import { type MachineLimits, mostSubscribers } from "./limits.ts";
import type { OtherWork } from "./processes.ts";

interface Finding {
  readonly what: string;
  readonly value: string;
  readonly means: string;
  /** The reason for which the machine is unfit to measure on; absent where there is none. */
  readonly unfit?: string;
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

/** Cores that a host gives to others, beyond which what is measured is the host's. */
const mostStolenCores = 0.05;

const inCores = (cores: number | null): string => (cores === null ? unknown : `${cores.toFixed(2)} cores`);

const busyOf = ({ otherCores, stolenCores, mostOtherCores }: Surroundings): readonly Finding[] => [
  {
    what: "other work",
    value: inCores(otherCores),
    means: `of the last two seconds; a trial beside more than ${mostOtherCores} is invalid: stop it, or give --accept-busy`,
    ...(otherCores !== null && otherCores > mostOtherCores ? { unfit: "other work keeps it busy" } : {}),
  },
  {
    what: "stolen time",
    value: inCores(stolenCores),
    means: `what a host gave to its other machines; with more than ${mostStolenCores} measure elsewhere, or at another hour`,
    ...(stolenCores !== null && stolenCores > mostStolenCores ? { unfit: "its host gives its cores to others" } : {}),
  },
];

/** The other work of the machine, and how much of it a trial bears. */
export interface Surroundings extends OtherWork {
  readonly mostOtherCores: number;
}

/** `refused`: why there can be no network namespaces here; null where there can. */
export const diagnose = (
  limits: MachineLimits,
  node: string,
  refused: string | null,
  profiles: Profiles,
  surroundings: Surroundings,
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
      ...(cores < 2 ? { unfit: "it has one core" } : {}),
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
      ...(most === 0 ? { unfit: "a process may open too few files" } : {}),
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
    ...busyOf(surroundings),
  ];
};

export const isFit = (findings: readonly Finding[]): boolean => findings.every(({ unfit }) => unfit === undefined);

/** A row a finding, and the verdict; `hang` sets a text beside its head. */
export const formatDiagnosis = (
  findings: readonly Finding[],
  hang: (head: string, text: string) => string = (head, text) => `${head}${text}`,
): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const valueWidth = Math.max(...findings.map(({ value }) => value.length));
  const rows = findings.map(({ what, value, means }) =>
    hang(`${what.padEnd(width)}  ${value.padStart(valueWidth)}  `, means),
  );
  const unfit = findings.flatMap((finding) => finding.unfit ?? []);
  const verdict = unfit.length === 0 ? "Fit to measure on." : hang("Not fit to measure on: ", `${unfit.join("; ")}.`);
  return [...rows, "", verdict].join("\n");
};
