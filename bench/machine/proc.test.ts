import { describe, expect, it } from "vitest";
import { busyMsOfStat, cpuMsOfStat, stolenMsOfStat } from "./proc.ts";

describe("cpuMsOfStat", () => {
  const stat = "77 (a (strange) name) S 1 77 77 0 -1 4194304 100 200 0 0 12 3 40 5 20 0 1 0 99 1 1";

  it("finds user and system time behind a name of any kind", () => {
    expect(cpuMsOfStat(stat, false)).toBe(150);
    expect(cpuMsOfStat(stat, true)).toBe(600);
  });
});

describe("busyMsOfStat", () => {
  it("adds user, nice, system and stolen time, and neither idle nor interrupts", () => {
    expect(busyMsOfStat("cpu  10 2 30 4000 500 60 70 8 0 0\ncpu0 1 1 1 1\n")).toBe(500);
  });

  it("is null where there is no such line", () => {
    expect(busyMsOfStat("")).toBeNull();
    expect(stolenMsOfStat("")).toBeNull();
  });

  it("has a part that the host gave to others", () => {
    expect(stolenMsOfStat("cpu  10 2 30 4000 500 60 70 8 0 0\ncpu0 1 1 1 1\n")).toBe(80);
  });
});
