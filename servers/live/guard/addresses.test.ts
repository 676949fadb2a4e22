// Remote addresses as sockets give them, and the keys of their limits.

import { describe, expect, it } from "vitest";
import { addressKey, canonicalHost, isWildcard } from "./addresses.ts";

describe("canonicalHost", () => {
  it.each([
    ["localhost", "localhost"],
    ["LocalHost.", "localhost"],
    ["live.example.", "live.example"],
    ["127.0.0.1", "127.0.0.1"],
    ["127.0.0.1.", "127.0.0.1"],
    ["127.1", "127.0.0.1"],
    ["0x7f.1", "127.0.0.1"],
    ["0177.0.0.1", "127.0.0.1"],
    ["0x7F000001", "127.0.0.1"],
    ["2130706433", "127.0.0.1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::FFFF:7f00:1", "127.0.0.1"],
    ["[::ffff:7f00:0001]", "127.0.0.1"],
    ["0:0:0:0:0:ffff:127.0.0.1", "127.0.0.1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["[::0001]", "::1"],
    ["2001:DB8:0:0:0:0:0:7", "2001:db8::7"],
    ["2001:0db8::0:7", "2001:db8::7"],
    ["::127.0.0.1", "::7f00:1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25eth0]", "fe80::1"],
    ["0", "0.0.0.0"],
    ["0x0", "0.0.0.0"],
    ["[::]", "::"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["::ffff:0.0.0.0", "0.0.0.0"],
    ["a_b-c.example", "a_b-c.example"],
  ])("of %s is %s", (text, host) => {
    expect(canonicalHost(text)).toBe(host);
  });

  it.each([
    "",
    "[]",
    ".",
    "256.0.0.1",
    "1.2.3.4.5",
    "live.1",
    "::g",
    "1:2:3:4:5:6:7:8:9",
    "localhost:80",
    "a@b",
    "a/b",
    "a b",
    "live%2eexample",
    "[localhost]x",
    "live.example..",
  ])("of %j is none, or is no other host's", (text) => {
    expect([null, "", "live.example."]).toContain(canonicalHost(text));
  });

  it("of a wildcard is one, in every spelling", () => {
    const all = ["0.0.0.0", "::", "[::]", "0", "0x0", "0.0", "::0", "::ffff:0.0.0.0"];
    expect(all.filter((text) => !isWildcard(canonicalHost(text)))).toEqual([]);
    expect(["127.0.0.1", "::1", "localhost", "x"].filter((text) => isWildcard(canonicalHost(text)))).toEqual([]);
  });
});

describe("addressKey", () => {
  it.each([
    ["127.0.0.2", "127.0.0.2"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
    ["::1", "0:0:0:0"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8::7", "2001:db8:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["2001:db8:1:2::", "2001:db8:1:2"],
    [undefined, ""],
  ])("of %s is %s", (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
