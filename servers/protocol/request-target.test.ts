// Host headers and request targets, valid and not.

import { describe, expect, it } from "vitest";
import { isAuthority, parseTarget, readAbsolute } from "./request-target.ts";

describe("isAuthority", () => {
  it.each([
    "localhost",
    "LOCALHOST:8080",
    "localhost:",
    "localhost:0",
    "localhost:65535",
    "localhost:00080",
    "live.example.",
    "a_b-c.example",
    "x~y!$&'()*+;=%41",
    "127.0.0.1:80",
    "999.0.0.1",
    "[::1]",
    "[::1]:8080",
    "[2001:DB8::1]:",
    "[::ffff:127.0.0.1]:80",
    "[fe80::1%25eth0]:80",
  ])("takes %s", (text) => {
    expect(isAuthority(text)).toBe(true);
  });

  it.each([
    "",
    ":80",
    " ",
    "localhost:65536",
    "localhost:99999",
    "localhost:-1",
    "localhost:+80",
    "localhost:8o",
    "localhost:80:80",
    "localhost, localhost",
    "localhost,evil.example",
    "local host",
    "a@localhost",
    "a:b@localhost",
    "localhost/",
    "localhost/x",
    "localhost?x",
    "localhost#x",
    "http://localhost",
    "local\\host",
    "%4",
    "%zz",
    "ö.example",
    "local\u0000host",
    "::1",
    "[::1",
    "::1]",
    "[]",
    "[::g]",
    "[1.2.3.4]",
    "[1:2:3:4:5:6:7:8:9]",
    "[::1]80",
    "[::1]:65536",
    "[fe80::1%eth0]",
    "[fe80::1%25]",
    "[localhost]",
  ])("does not take %j", (text) => {
    expect(isAuthority(text)).toBe(false);
  });

  it("is quick about a long name that ends wrong", () => {
    expect(isAuthority(`${"a".repeat(100_000)}@`)).toBe(false);
  });
});

describe("readAbsolute", () => {
  it.each([
    ["http://localhost:8080/echo?since=3", { authority: "localhost:8080", path: "/echo?since=3" }],
    ["HTTPS://[::1]/", { authority: "[::1]", path: "/" }],
    ["http://localhost", { authority: "localhost", path: "/" }],
    ["http://localhost?since=3", { authority: "localhost", path: "/?since=3" }],
    ["http://localhost//x", { authority: "localhost", path: "//x" }],
  ])("of %s", (target, parts) => {
    expect(readAbsolute(target)).toEqual(parts);
  });

  it.each([
    "http:///echo",
    "http://user@localhost/echo",
    "http://user:word@localhost/echo",
    "http://localhost:99999/echo",
    "http://a,b/echo",
    "http:/localhost/echo",
    "ftp://localhost/echo",
    "ws://localhost/echo",
    "localhost:80",
    "echo",
    "http://localhost/#x",
  ])("of %s is none", (target) => {
    expect(readAbsolute(target)).toBe(null);
  });
});

it("a target that looks like another host is a path, and one that is no path has no parts", () => {
  expect(parseTarget("//evil.example/echo")?.pathname).toBe("//evil.example/echo");
  expect(parseTarget("/echo?since=3")?.searchParams.get("since")).toBe("3");
  expect(parseTarget("*")).toBe(null);
  expect(parseTarget("http://evil.example/echo")).toBe(null);
});
