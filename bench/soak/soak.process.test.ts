// Real processes and sockets for a second or two: the report of a short soak must be as true as that of a long one.

import { describe, expect, it } from "vitest";
import { faultsOf } from "./report.ts";
import { shareOut, soak, soakedTransports } from "./soak.ts";

describe("shareOut", () => {
  it.each([
    [6, 1, [[3, 3]]],
    [
      5,
      2,
      [
        [2, 1],
        [1, 1],
      ],
    ],
    [1, 2, [[1]]],
  ])("%d subscribers of two transports over %d processes", (subscribers, processes, expected) => {
    const shares = shareOut(subscribers, ["a", "b"], processes);
    expect(shares.map((all) => all.map((share) => share.subscribers))).toEqual(expected);
  });
});

describe("soak", () => {
  it("delivers everything to everybody, leaves nothing behind, and reads every process's memory", async () => {
    const { signal } = new AbortController();
    const options = { subscribers: 9, minutes: 0.02, ratePerSec: 20 };
    const findings = await soak({ options, signal, progress: () => {} });
    expect(faultsOf(findings)).toEqual([]);
    const { published, shares, chat, processes } = findings;
    expect(published).toBeGreaterThan(0);
    expect(new Set(shares.map(({ transport }) => transport))).toEqual(new Set(soakedTransports));
    expect(shares.reduce((sum, share) => sum + share.subscribers, 0)).toBe(9);
    for (const { subscribers, received } of shares) expect(received).toBe(subscribers * published);
    expect(processes.map(({ name }) => name)).toEqual(["server", "client process 1", "client process 2"]);
    for (const { memory } of processes) expect(memory.at(-1)?.liveBytes).toBeGreaterThan(1e6);
    expect(processes.map(({ memory }) => memory.at(-1)?.logFileBytes)).toEqual([expect.any(Number), null, null]);
    expect(chat?.entries).toBeGreaterThan(chat?.visitors ?? 0);
    expect(chat?.received).toBe((chat?.visitors ?? 0) * (chat?.entries ?? 0));
  });

  it("tells what it saw where it is interrupted", async () => {
    const options = { subscribers: 4, minutes: 10, ratePerSec: 20 };
    const findings = await soak({ options, signal: AbortSignal.abort(), progress: () => {} });
    expect(findings).toMatchObject({ interrupted: true, failures: [] });
    expect(findings.shares.map(({ missing }) => missing)).toEqual([0, 0, 0, 0]);
  });
});
