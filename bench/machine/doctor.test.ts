import { expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { diagnose, formatDiagnosis, isFit } from "./doctor.ts";
import { checkSubscribers, machineLimits, openFilesIn } from "./limits.ts";

const calm = { otherCores: 0.04, stolenCores: 0.01, mostOtherCores: 0.5 };

it("says what each limit means", () => {
  expect(
    formatDiagnosis(
      diagnose({ cores: 4, openFiles: 1024, localPorts: 28_232 }, "26.10.0", null, { quick: 100, full: 1600 }, calm),
    ),
  ).toBe(
    [
      'Node                     26.10.0  the locked version is the npm package "node" of package.json',
      "cores                          4  one for the server, 3 for the clients; --client-processes changes that",
      'open files a process        1024  the server needs one for each subscriber; raise the limit with "ulimit -n"',
      "local ports                28232  each subscriber needs one, and with --connection close each response too, for a minute; widen net.ipv4.ip_local_port_range",
      "most subscribers             960  the most that one trial can have, by the limits above",
      "profiles that fit          quick  full needs 1600; --subscribers gives it fewer",
      "network namespaces           yes  bytes on the wire are exact, and delays are those of real packets",
      "other work            0.04 cores  of the last two seconds; a trial beside more than 0.5 is invalid: stop it, or give --accept-busy",
      "stolen time           0.01 cores  what a host gave to its other machines; with more than 0.05 measure elsewhere, or at another hour",
      "",
      "Fit to measure on.",
    ].join("\n"),
  );
});

it.each([
  [{ otherCores: 0.51 }, 4, "Not fit to measure on: other work keeps it busy."],
  [{ stolenCores: 0.06 }, 4, "Not fit to measure on: its host gives its cores to others."],
  [
    { otherCores: 2, stolenCores: 1 },
    1,
    "Not fit to measure on: it has one core; other work keeps it busy; its host gives its cores to others.",
  ],
  [{}, 2, "Fit to measure on."],
])("says whether the machine is fit: %j on %i cores", (change, cores, verdict) => {
  const findings = diagnose(
    { cores, openFiles: 1024, localPorts: 28_232 },
    "26.10.0",
    null,
    {},
    { ...calm, ...change },
  );
  expect(formatDiagnosis(findings).split("\n").at(-1)).toBe(verdict);
  expect(isFit(findings)).toBe(verdict.startsWith("Fit"));
});

it("says that a machine is not fit where a process may open too few files", () => {
  const findings = diagnose({ cores: 2, openFiles: 20, localPorts: 9 }, "26.10.0", null, {}, calm);
  expect(formatDiagnosis(findings)).toContain("Not fit to measure on: a process may open too few files.");
});

it("says so where the system does not tell", () => {
  const rows = diagnose(
    { cores: 1, openFiles: null, localPorts: null },
    "26.10.0",
    "a network namespace cannot be had: not permitted",
    { quick: 100 },
    { otherCores: null, stolenCores: null, mostOtherCores: 0.5 },
  );
  const values = ["26.10.0", "1", "unknown", "unknown", "unknown", "all", "no", "unknown", "unknown"];
  expect(rows.map(({ value }) => value)).toEqual(values);
  expect(rows[6]?.means).toBe(
    "a network namespace cannot be had: not permitted; bytes on the wire come from ss, and delays from a relay that hides TCP's handshake",
  );
  expect(rows[1]?.means).toBe("server and clients share one, and slow each other: measure on two or more");
});

it.each([
  [60, 28_232, "60", "0"],
  [64, 28_232, "64", "0"],
  [65, 28_232, "65", "1"],
  [Number.POSITIVE_INFINITY, 28_232, "unlimited", "28232"],
  [Number.POSITIVE_INFINITY, null, "unlimited", "unknown"],
  [1024, 0, "1024", "0"],
])(
  "says of %d files and %s ports how many subscribers there can be: no fewer than none",
  (openFiles, localPorts, files, most) => {
    const limits = { cores: 2, openFiles, localPorts };
    const values = new Map(diagnose(limits, "26.10.0", null, {}, calm).map(({ what, value }) => [what, value]));
    expect([values.get("open files a process"), values.get("most subscribers")]).toEqual([files, most]);
  },
);

it.each([
  ["Max open files            60                   60                   files", 60],
  [
    "Max cpu time  unlimited\nMax open files            unlimited            unlimited            files",
    Number.POSITIVE_INFINITY,
  ],
  ["Max cpu time  unlimited", null],
  [null, null],
])("reads of %j how many files may be open", (text, files) => expect(openFilesIn(text)).toBe(files));

it("refuses more subscribers than there can be, and says what to change", () => {
  const refused = (openFiles: number) => (): void => checkSubscribers(5, { cores: 1, openFiles, localPorts: 9 });
  expect(refused(68)).toThrow(
    new UsageError(
      '--subscribers 5: this machine holds 4 (68 open files a process, 9 local ports); use at most that many, or raise "ulimit -n" (npm run doctor)',
    ),
  );
  expect(refused(20)).toThrow(
    new UsageError(
      '--subscribers 5: this machine holds 0 (20 open files a process, 9 local ports); raise "ulimit -n" (npm run doctor)',
    ),
  );
  expect(refused(69)).not.toThrow();
});

it("reads this machine", () => {
  expect(machineLimits().cores).toBeGreaterThanOrEqual(1);
});
