// Each fault, and the words in which it is told.

import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.ts";
import { soakCommand } from "../options/soak-options.ts";
import type { MemoryReading } from "./growth.ts";
import { faultsOf, formatSoak, formatSoakProgress } from "./report.ts";
import type { SoakFindings } from "./soak.ts";

const megabyte = 1024 ** 2;

/** Readings every 20 s for ten minutes, in which live memory grows by so many bytes a minute. */
const memory = (bytesPerMinute: number): readonly MemoryReading[] =>
  Array.from({ length: 31 }, (_, i) => {
    const bytes = 20 * megabyte + (bytesPerMinute * i) / 3;
    return { at: i * 20_000, liveBytes: bytes, rssBytes: 4 * bytes, logFileBytes: null };
  });

/** The same with flat memory, and a file of the log that grows instead. */
const kept = (bytesPerMinute: number): readonly MemoryReading[] =>
  memory(0).map((reading, i) => ({ ...reading, logFileBytes: (bytesPerMinute * i) / 3 }));

const none = { received: 20, duplicated: 0, outOfOrder: 0, missing: 0, foreign: 0, altered: 0, reconnects: 0 };
const sound: SoakFindings = {
  published: 10,
  shares: [
    { transport: "websocket", subscribers: 2, ...none },
    { transport: "websocket", subscribers: 1, ...none, received: 10 },
  ],
  chat: { visitors: 2, entries: 3, received: 6, duplicated: 0, outOfOrder: 0, missing: 0, foreign: 0, altered: 0 },
  disconnections: { tooSlow: 0, silent: 0 },
  processes: [{ name: "server", memory: memory(0), left: {} }],
  failures: [],
  interrupted: false,
};

describe("faultsOf", () => {
  it.each<[string, Partial<SoakFindings>, readonly string[]]>([
    ["nothing wrong", {}, []],
    [
      "a transport that lost, repeated and reordered",
      {
        shares: [
          {
            ...none,
            transport: "websocket",
            subscribers: 2,
            missing: 1,
            duplicated: 2,
            outOfOrder: 3,
            foreign: 4,
            altered: 5,
          },
        ],
      },
      ["websocket: 1 lost, 2 duplicated, 3 out of order, 4 foreign, 5 altered"],
    ],
    [
      "connections that broke",
      { shares: [{ ...none, transport: "websocket", subscribers: 2, reconnects: 4 }] },
      ["websocket: had to connect again 4 times"],
    ],
    [
      "a chat that lost an entry",
      {
        chat: {
          visitors: 2,
          entries: 3,
          received: 5,
          duplicated: 0,
          outOfOrder: 0,
          missing: 1,
          foreign: 0,
          altered: 0,
        },
      },
      ["the chat: 1 lost, 0 duplicated, 0 out of order, 0 foreign, 0 altered"],
    ],
    [
      "whom the server let go",
      { disconnections: { tooSlow: 2, silent: 1 } },
      ["the server disconnected 2 as too slow, and 1 as silent"],
    ],
    [
      "something left behind",
      { processes: [{ name: "server", memory: [], left: { Timeout: 2, TCPSocketWrap: 1 } }] },
      ["server left behind: 2 Timeout, 1 TCPSocketWrap"],
    ],
    [
      "live memory that grows",
      { processes: [{ name: "server", memory: memory(33 * 1024), left: {} }] },
      ["server: live memory grows by +33 KB a minute (± 0 KB); at most 32 KB a minute are allowed"],
    ],
    [
      "live memory that grows within the limit",
      { processes: [{ name: "server", memory: memory(31 * 1024), left: {} }] },
      [],
    ],
    [
      "a log that is kept and never cut",
      { processes: [{ name: "server", memory: kept(400 * 1024), left: {} }] },
      ["server: the log's file grows by +400 KB a minute (± 0 KB); at most 32 KB a minute are allowed"],
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
      "                     subscribers    expected    received      faults  reconnects",
      "websocket                      3          30          30           0           0",
      "the chat: 2 visitors, 3 entries; 6 of 6 heard",
      "server: live memory 20.0 MB, +0 KB a minute (± 0 KB): flat · resident memory 80.0 MB, +0 KB a minute (± 0 KB): flat",
      "no fault: nothing lost, nothing left behind",
    ]);
    const stored = formatSoak({ ...sound, processes: [{ name: "server", memory: kept(0), left: {} }] });
    expect(stored).toContain(" · the log's file 0.0 MB, +0 KB a minute (± 0 KB): flat\n");
    const interrupted = formatSoak({ ...sound, interrupted: true, failures: ["a", "b"] }).split("\n");
    expect([interrupted[0], ...interrupted.slice(-2)]).toEqual(["interrupted after 10 messages", "FAULT a", "FAULT b"]);
  });

  it("tells once a minute how far it is", () => {
    const reading = { at: 0, rssBytes: 90 * megabyte, liveBytes: null, logFileBytes: null };
    const progress = { minutes: 3, published: 3600, counts: [none, none], memory: [{ name: "server", reading }] };
    expect(formatSoakProgress(progress)).toBe(
      "minute 3: 3600 published, 40 delivered, 0 missing, 0 duplicated, 0 out of order, 0 foreign, 0 altered · server 90.0 MB (live –)",
    );
  });
});

describe("the command line", () => {
  const soak = soakCommand({ cores: 2, openFiles: 1064, localPorts: 28_000 });

  it("has defaults, and takes others", () => {
    expect(soak.parse([])).toEqual({ subscribers: 500, minutes: 10, ratePerSec: 20 });
    expect(soak.parse(["--subscribers", "8", "--minutes=0.5", "--rate", "1"])).toEqual({
      subscribers: 8,
      minutes: 0.5,
      ratePerSec: 1,
    });
    expect(soak.parse(["--help"])).toBe("help");
    expect(soak.help).toContain("--minutes N");
  });

  it.each([
    [["--subscribers", "0"], "--subscribers 0: give a whole number from 1 to 100000"],
    [
      ["--subscribers", "1001"],
      '--subscribers 1001: this machine holds 1000 (1064 open files a process, 28000 local ports); use at most that many, or raise "ulimit -n" (npm run doctor)',
    ],
    [["--minutes", "0"], "--minutes 0: give a number from 0.01 to 1440 minutes"],
    [["--rate", "51"], "--rate 51: give a number from 0.1 to 50 messages a second"],
    [["--hours", "1"], "--hours is not an option; see --help"],
  ])("refuses %j in one line", (argv, line) => {
    expect(() => soak.parse(argv)).toThrow(new UsageError(line));
  });
});
