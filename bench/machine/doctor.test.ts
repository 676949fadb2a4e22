import { expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { diagnose, formatDiagnosis } from "./doctor.ts";
import { checkSubscribers, machineLimits, openFilesIn } from "./limits.ts";

it("says what each limit means", () => {
  expect(
    formatDiagnosis(
      diagnose({ cores: 4, openFiles: 1024, localPorts: 28_232 }, "26.10.0", null, { quick: 100, full: 1600 }),
    ),
  ).toBe(
    [
      'Node                  26.10.0  the locked version is the npm package "node" of package.json',
      "cores                       4  one for the server, 3 for the clients; --client-processes changes that",
      'open files a process     1024  the server needs one for each subscriber; raise the limit with "ulimit -n"',
      "local ports             28232  each subscriber needs one, and with --connection close each response too, for a minute; widen net.ipv4.ip_local_port_range",
      "most subscribers          960  the most that one trial can have, by the limits above",
      "profiles that fit       quick  full needs 1600; --subscribers gives it fewer",
      "network namespaces        yes  bytes on the wire are exact, and delays are those of real packets",
    ].join("\n"),
  );
});

it("says so where the system does not tell", () => {
  const rows = diagnose(
    { cores: 1, openFiles: null, localPorts: null },
    "26.10.0",
    "a network namespace cannot be had: not permitted",
    { quick: 100 },
  );
  expect(rows.map(({ value }) => value)).toEqual(["26.10.0", "1", "unknown", "unknown", "unknown", "all", "no"]);
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
    const values = new Map(diagnose(limits, "26.10.0", null, {}).map(({ what, value }) => [what, value]));
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
