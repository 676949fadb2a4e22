import { expect, it } from "vitest";
import { diagnose, formatDiagnosis } from "./doctor.ts";
import { machineLimits } from "./limits.ts";

it("says what each limit means", () => {
  expect(formatDiagnosis(diagnose({ cores: 4, openFiles: 1024, localPorts: 28_232 }, "26.10.0", null))).toBe(
    [
      'Node                  26.10.0  the locked version is the npm package "node" of package.json',
      "cores                       4  one for the server, 3 for the clients; --client-processes changes that",
      'open files a process     1024  the server needs one for each subscriber; raise the limit with "ulimit -n"',
      "local ports             28232  each subscriber needs one, and with --connection close each response too, for a minute; widen net.ipv4.ip_local_port_range",
      "most subscribers          960  the most that one trial can have, by the limits above",
      "network namespaces        yes  bytes on the wire are exact, and delays are those of real packets",
    ].join("\n"),
  );
});

it("says so where the system does not tell", () => {
  const rows = diagnose(
    { cores: 1, openFiles: null, localPorts: null },
    "26.10.0",
    "a network namespace cannot be had: not permitted",
  );
  expect(rows.map(({ value }) => value)).toEqual(["26.10.0", "1", "unknown", "unknown", "unknown", "no"]);
  expect(rows[5]?.means).toBe(
    "a network namespace cannot be had: not permitted; bytes on the wire come from ss, and delays from a relay that hides TCP's handshake",
  );
  expect(rows[1]?.means).toBe("server and clients share one, and slow each other: measure on two or more");
});

it("reads this machine", () => {
  expect(machineLimits().cores).toBeGreaterThanOrEqual(1);
});
