// Whose request it is, by the connection's address and X-Forwarded-For. No sockets.

import { describe, expect, it } from "vitest";
import { createCallers, readNetwork } from "./callers.ts";

const callers = createCallers(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]);
const keyOf = (remoteAddress: string | undefined, named?: string): string =>
  callers.keyOf({ socket: { remoteAddress }, headers: named === undefined ? {} : { "x-forwarded-for": named } });

describe("keyOf", () => {
  it.each([
    ["198.51.100.1", undefined, "198.51.100.1"],
    ["198.51.100.1", "203.0.113.5", "198.51.100.1"],
    ["10.1.2.3", "203.0.113.5", "203.0.113.5"],
    ["::ffff:10.1.2.3", "203.0.113.5", "203.0.113.5"],
    ["192.0.2.7", "203.0.113.5", "203.0.113.5"],
    ["192.0.2.8", "203.0.113.5", "192.0.2.8"],
    ["2001:db8:5::1", "2001:dead:1:2:3::4", "2001:dead:1:2"],
    ["10.1.2.3", "1.1.1.1, 203.0.113.5", "203.0.113.5"],
    ["10.1.2.3", "1.1.1.1,203.0.113.5 , 10.9.9.9", "203.0.113.5"],
    ["10.1.2.3", "10.9.9.8, 10.9.9.9", "10.9.9.8"],
    ["10.1.2.3", "203.0.113.5:4711", "203.0.113.5"],
    ["10.1.2.3", "[2001:dead::1]:4711", "2001:dead:0:0"],
    ["10.1.2.3", "[2001:dead::1]", "2001:dead:0:0"],
    ["10.1.2.3", "::ffff:203.0.113.5", "203.0.113.5"],
    ["10.1.2.3", "fe80::1%eth0", "fe80:0:0:0"],
    ["10.1.2.3", "", "10.1.2.3"],
    ["10.1.2.3", "unknown", "10.1.2.3"],
    ["10.1.2.3", "203.0.113.5, unknown", "10.1.2.3"],
    ["10.1.2.3", "203.0.113.5, _hidden, 10.9.9.9", "10.9.9.9"],
    ["10.1.2.3", ",", "10.1.2.3"],
    ["10.1.2.3", "203.0.113.5,", "10.1.2.3"],
    ["10.1.2.3", "[203.0.113.5]", "10.1.2.3"],
    [undefined, "203.0.113.5", ""],
  ])("of a connection from %s that names %j is %s", (address, named, key) => {
    expect(keyOf(address, named)).toBe(key);
  });

  it("believes nobody where no proxy is trusted", () => {
    const none = createCallers([]);
    expect(none.keyOf({ socket: { remoteAddress: "127.0.0.1" }, headers: { "x-forwarded-for": "1.1.1.1" } })).toBe(
      "127.0.0.1",
    );
    expect(none.isProxy("127.0.0.1")).toBe(false);
  });
});

it.each([
  ["10.0.0.0/8", { address: "10.0.0.0", bits: 8 }],
  ["10.1.2.3", { address: "10.1.2.3", bits: 32 }],
  ["::1", { address: "::1", bits: 128 }],
  ["::ffff:10.1.2.3", { address: "10.1.2.3", bits: 32 }],
  ["2001:DB8::/32", { address: "2001:db8::", bits: 32 }],
  ["10.0.0.0/33", null],
  ["0.0.0.0/0", null],
  ["10.0.0.0/", null],
  ["10.0.0/8", null],
  ["proxy.example", null],
  ["", null],
])("the network %s is %j", (text, network) => {
  expect(readNetwork(text)).toEqual(network);
});
