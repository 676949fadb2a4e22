import { describe, expect, it } from "vitest";
import { UsageError } from "./failure.ts";
import type { SoakFindings } from "./soak.ts";
import type { MemoryReading } from "./soak-growth.ts";
import { parseSoakOptions, soakHelp } from "./soak-options.ts";
import { faultsOf, formatSoak, formatSoakProgress } from "./soak-report.ts";

const megabyte = 1024 ** 2;

/** Every 20 s for ten minutes, growing by so many bytes a minute. */
const memory = (bytesPerMinute: number): readonly MemoryReading[] =>
  Array.from({ length: 31 }, (_, i) => {
    const bytes = 20 * megabyte + (bytesPerMinute * i) / 3;
    return { at: i * 20_000, liveBytes: bytes, rssBytes: 4 * bytes };
  });

const none = { received: 20, duplicated: 0, outOfOrder: 0, missing: 0 };
const sound: SoakFindings = {
  published: 10,
  shares: [
    { transport: "websocket", subscribers: 2, ...none },
    { transport: "websocket", subscribers: 1, ...none, received: 10 },
  ],
  processes: [{ name: "server", memory: memory(0), left: {} }],
  failures: [],
  interrupted: false,
};

describe("faultsOf", () => {
  it.each<[string, Partial<SoakFindings>, readonly string[]]>([
    ["nothing wrong", {}, []],
    [
      "a transport that lost, repeated and reordered",
      { shares: [{ transport: "websocket", subscribers: 2, received: 20, missing: 1, duplicated: 2, outOfOrder: 3 }] },
      ["websocket: 1 lost, 2 duplicated, 3 out of order"],
    ],
    [
      "something left behind",
      { processes: [{ name: "server", memory: [], left: { Timeout: 2, TCPSocketWrap: 1 } }] },
      ["server left behind: 2 Timeout, 1 TCPSocketWrap"],
    ],
    [
      "live memory that grows",
      { processes: [{ name: "server", memory: memory(200 * 1024), left: {} }] },
      ["server: live memory grows by +200 KB a minute (± 0 KB); 128 KB are allowed"],
    ],
    [
      "live memory that grows within the limit",
      { processes: [{ name: "server", memory: memory(100 * 1024), left: {} }] },
      [],
    ],
    ["a failure", { failures: ["the server ended by SIGKILL"], published: 0 }, ["the server ended by SIGKILL"]],
    ["no message", { published: 0 }, ["nothing was published"]],
  ])("%s", (_, findings, faults) => {
    expect(faultsOf({ ...sound, ...findings })).toEqual(faults);
  });
});

describe("the text", () => {
  it("has a row a transport, a line a process and the end of it", () => {
    expect(formatSoak(sound).split("\n")).toEqual([
      "in all 10 messages",
      "                       subscribers      expected      received          lost    duplicated  out of order",
      "websocket                        3            30            30             0             0             0",
      "server: live memory 20.0 MB, +0 KB a minute (± 0 KB): flat · resident memory 80.0 MB, +0 KB a minute (± 0 KB): flat",
      "no fault: nothing lost, nothing left behind",
    ]);
    const interrupted = formatSoak({ ...sound, interrupted: true, failures: ["a", "b"] }).split("\n");
    expect([interrupted[0], ...interrupted.slice(-2)]).toEqual(["interrupted after 10 messages", "FAULT a", "FAULT b"]);
  });

  it("tells once a minute how far it is", () => {
    const reading = { at: 0, rssBytes: 90 * megabyte, liveBytes: null };
    const progress = { minutes: 3, published: 3600, counts: [none, none], memory: [{ name: "server", reading }] };
    expect(formatSoakProgress(progress)).toBe(
      "minute 3: 3600 published, 40 delivered, 0 missing, 0 duplicated, 0 out of order · server 90.0 MB (live –)",
    );
  });
});

describe("the command line", () => {
  const limits = { cores: 2, openFiles: 1064, localPorts: 28_000 };

  it("has defaults, and takes others", () => {
    expect(parseSoakOptions([], limits)).toEqual({ subscribers: 500, minutes: 10, ratePerSec: 20 });
    expect(parseSoakOptions(["--subscribers", "8", "--minutes=0.5", "--rate", "1"], limits)).toEqual({
      subscribers: 8,
      minutes: 0.5,
      ratePerSec: 1,
    });
    expect(parseSoakOptions(["--help"], limits)).toBe("help");
    expect(soakHelp()).toContain("--minutes N");
  });

  it.each([
    [["--subscribers", "0"], "--subscribers 0: give a whole number from 1 to 100000"],
    [
      ["--subscribers", "1001"],
      '--subscribers 1001: this machine holds 1000; use at most that many, or raise "ulimit -n" (npm run doctor)',
    ],
    [["--minutes", "0"], "--minutes 0: give a number from 0.01 to 1440 minutes"],
    [["--rate", "51"], "--rate 51: give a number from 0.1 to 50 messages a second"],
    [["--hours", "1"], "--hours is not an option; see --help"],
  ])("refuses %j in one line", (argv, line) => {
    expect(() => parseSoakOptions(argv, limits)).toThrow(new UsageError(line));
  });
});
