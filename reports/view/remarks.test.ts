import { describe, expect, it } from "vitest";
import { isRemark, isRemarkCode, isWireRemark, type Remark, remarkParameters } from "../../bench/record/remarks.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { kindOf, sayRemark, sayTogether } from "./remarks.ts";

const codes = Object.keys(remarkParameters).filter(isRemarkCode);
const plain = (text: string): string => text.replaceAll("\u202f", " ");

describe("the words of remarks", () => {
  it.each([english, chinese])("name each parameter of each code, and no other", ({ remarks }) => {
    for (const code of codes) {
      const named = new Set([...remarks[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(named, code).toEqual(new Set(remarkParameters[code]));
    }
  });

  it("show a number with the unit of its name", () => {
    const said = (remark: Remark): string => plain(sayRemark(remark, english));
    expect(said({ code: "server-collected", gcShare: 0.06, pauseMs: 44.25 })).toBe(
      "the server collected garbage for 6 % of the window, 44.3 ms at the longest",
    );
    expect(said({ code: "other-work", otherCores: 0.75 })).toBe(
      "other work used 0.8 cores of this machine: stop it, or measure elsewhere",
    );
    expect(said({ code: "bytes-unaccounted", unaccountedBytes: 12_345 })).toMatch(/^12 345 B at the clients' sockets /);
    expect(said({ code: "slow-phase", slowTimes: 1.6 })).toMatch(/ took 1\.60 times as long as usual$/);
    expect(said({ code: "subscribers-silent", subscribers: 2 })).toMatch(/, 2 of them$/);
    expect(said({ code: "failure", why: "no link" })).toBe("no link");
    expect(plain(sayRemark({ code: "floor-unmeasured", oneWayMs: 10, why: "no link" }, chinese))).toBe(
      "10 ms 处的噪声基底没有测量：no link",
    );
  });

  it("say alike remarks together, from the least number to the most", () => {
    const late = [3.7, 2.1, 4.42].map((lateMs): Remark => ({ code: "published-late", lateMs }));
    expect(plain(sayTogether(late, english))).toMatch(/ published up to 2\.10 ms to 4\.42 ms late /);
    expect(plain(sayTogether(late.slice(0, 1), english))).toMatch(/ published up to 3\.70 ms late /);
  });

  it("take remarks for alike where their codes and texts are, whatever their numbers", () => {
    const [first, second] = [1, 2].map((oneWayMs) => kindOf({ code: "floor-unmeasured", oneWayMs, why: "no link" }));
    expect(first).toBe(second);
    expect(kindOf({ code: "floor-unmeasured", oneWayMs: 1, why: "refused" })).not.toBe(first);
    expect(kindOf({ code: "ceiling-unmeasured", why: "no link" })).not.toBe(first);
  });
});

describe("a stored remark", () => {
  it("is one with a known code and all of its parameters", () => {
    expect(isRemark({ code: "one-core" })).toBe(true);
    expect(isRemark({ code: "link-late", lateMs: 300, more: true })).toBe(true);
    expect(isRemark({ code: "cores-not-split", why: "no taskset" })).toBe(true);
  });

  it.each([
    null,
    "one-core",
    {},
    { code: 1 },
    { code: "toString" },
    { code: "link-late" },
    { code: "link-late", lateMs: "300" },
    { code: "link-late", lateMs: Number.NaN },
    { code: "cores-not-split", why: 1 },
  ])("is nothing else: %j", (value) => {
    expect(isRemark(value)).toBe(false);
  });

  it("on the wire is one of those that say how its bytes were counted, or why not", () => {
    expect(isWireRemark({ code: "wire-by-network" })).toBe(true);
    expect(isWireRemark({ code: "wire-sockets-changed", sockets: 3 })).toBe(true);
    for (const value of [{ code: "wire-sockets-changed" }, { code: "one-core" }, "wire-by-network"]) {
      expect(isWireRemark(value)).toBe(false);
    }
  });
});
