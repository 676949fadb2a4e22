// Requests that are refused because of what a browser's headers say of the page that sent them. No sockets.

import { describe, expect, it } from "vitest";
import { createStrangers, hostNameOf } from "./strangers.ts";

const strangers = createStrangers({ host: "127.0.0.1", origins: ["https://live.example"] });
const asked = (headers: Record<string, string>, method = "GET", upgrade = false) => ({ method, upgrade, headers });
const host = "localhost:8080";
const own = `http://${host}`;
const foreign = "http://evil.example";

describe("createStrangers", () => {
  it.each([
    "localhost",
    "LOCALHOST:1",
    "page.localhost:8080",
    "127.0.0.1:80",
    "127.9.8.7",
    "[::1]:8080",
    "live.example",
    "localhost:",
    "localhost.",
    "127.1",
    "0x7f000001",
    "2130706433:8080",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]:8080",
    "[::FFFF:7F00:1]:8080",
    "Live.Example.:443",
  ])("answers to the Host %s", (name) => {
    expect(strangers(asked({ host: name }))).toBe(null);
  });

  it.each([
    "",
    "evil.example",
    "localhost.evil.example",
    "10.0.0.1",
    "127.0.0.1.evil.example",
    "a b",
    "[::2]",
    "x;y:1",
    "localhost..",
    "localhost.evil.example.",
    "evil.localhost.example",
    "127.1.evil.example",
    "0x7f000001.evil.example",
    "[::ffff:10.0.0.1]",
    "[::127.0.0.1]",
    "localhost@evil.example",
    "localhost:80@evil.example",
    "localhost#evil.example",
    "local%68ost",
    "live.example.evil.example",
    "0.0.0.0",
    "0",
    "[::]",
    "127.0.0.256",
    "localhost:80:80",
  ])("does not answer to the Host %j", (name) => {
    expect(strangers(asked({ host: name }))).toMatch(/Host/);
  });

  it.each(["0.0.0.0", "::", "[::]", "0", "0x0", "::0", "::ffff:0.0.0.0"])(
    "answers to any address, and to no further name, where it listens everywhere (%s)",
    (wildcard) => {
      const everywhere = createStrangers({ host: wildcard, origins: [] });
      expect(["10.0.0.1:8080", "[2001:db8::1]"].map((name) => everywhere(asked({ host: name })))).toEqual([null, null]);
      expect(everywhere(asked({ host: "evil.example" }))).toMatch(/Host/);
      expect(everywhere(asked({ host: "10.0.0.1.evil.example" }))).toMatch(/Host/);
    },
  );

  it.each([
    { listensOn: "::ffff:10.0.0.1", names: ["10.0.0.1", "[::ffff:a00:1]:80"] },
    { listensOn: "0xa000001", names: ["10.0.0.1", "10.1"] },
    { listensOn: "2001:0DB8::0:1", names: ["[2001:db8::1]", "[2001:db8:0:0:0:0:0:1]:8080"] },
    { listensOn: "[2001:db8::1]", names: ["[2001:db8::1]"] },
    { listensOn: "fe80::1%eth0", names: ["[fe80::1]:8080", "[fe80::1%25eth0]"] },
    { listensOn: "Host.Example.", names: ["host.example", "HOST.example.:80"] },
  ])("answers to every spelling of $listensOn, and to no other address", ({ listensOn, names }) => {
    const own = createStrangers({ host: listensOn, origins: [] });
    expect(names.map((name) => own(asked({ host: name })))).toEqual(names.map(() => null));
    for (const name of ["10.0.0.2", "[2001:db8::2]", "[fe80::2]", "other.example"])
      expect(own(asked({ host: name })), name).toMatch(/Host/);
  });

  it("answers to the address that the name which it listens on stands for, as it prints that", () => {
    const named = createStrangers({ host: "machine.example", origins: [] });
    const at = (name: string) => named({ ...asked({ host: name }), localAddress: "::ffff:10.0.0.1" });
    expect([at("10.0.0.1:8080"), at("machine.example:8080")]).toEqual([null, null]);
    expect(at("10.0.0.2:8080")).toMatch(/Host/);
    expect(at("evil.example")).toMatch(/Host/);
  });

  it("serves who sends no Host at all, as HTTP/1.0 may, but no page elsewhere", () => {
    expect(strangers(asked({}))).toBe(null);
    expect(strangers(asked({ origin: foreign }, "POST"))).toMatch(/origin/);
    expect(strangers(asked({ origin: "null" }, "POST"))).toMatch(/origin/);
    expect(strangers(asked({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }))).toMatch(/origins/);
  });

  it.each([
    ["localhost:8080", "http://LOCALHOST:8080", true],
    ["localhost.:8080", "http://localhost:8080", true],
    ["localhost", "http://localhost:80", true],
    ["localhost:", "http://localhost", true],
    ["localhost:80", "http://localhost", true],
    ["[0:0::1]:8080", "http://[::1]:8080", true],
    ["127.1:8080", "http://127.0.0.1:8080", true],
    ["localhost", "https://live.example:443", true],
    ["localhost", "https://LIVE.example.", true],
    ["localhost", "https://live.example:8443", false],
    ["localhost", "http://live.example", false],
    ["localhost", "http://localhost:8080", false],
    ["localhost", "https://localhost", false],
    ["localhost:8080", "http://localhost:8080.evil.example", false],
    ["localhost:8080", "http://evil.example#localhost:8080", false],
    ["localhost:8080", "http://localhost:8080@evil.example", false],
    ["localhost:8080", "http://evil.example, http://localhost:8080", false],
  ])("at the Host %s, a POST of the origin %j passes: %j", (name, origin, passes) => {
    expect(strangers(asked({ host: name, origin }, "POST")) === null).toBe(passes);
  });

  it.each([
    { what: "a POST without origin", method: "POST", headers: {}, passes: true },
    { what: "a POST of its own page", method: "POST", headers: { origin: own }, passes: true },
    { what: "a POST of an allowed origin", method: "POST", headers: { origin: "https://live.example" }, passes: true },
    { what: "a POST of another origin", method: "POST", headers: { origin: foreign }, passes: false },
    { what: "a POST of another port", method: "POST", headers: { origin: "http://localhost:3000" }, passes: false },
    { what: "a POST of another scheme", method: "POST", headers: { origin: `https://${host}` }, passes: false },
    { what: "a POST of a sandbox", method: "POST", headers: { origin: "null" }, passes: false },
    { what: "a DELETE of another origin", method: "DELETE", headers: { origin: foreign }, passes: false },
    { what: "an upgrade of another origin", method: "GET", upgrade: true, headers: { origin: foreign }, passes: false },
    { what: "an upgrade of its own", method: "GET", upgrade: true, headers: { origin: own }, passes: true },
    {
      what: "a link from elsewhere",
      headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      passes: true,
    },
    {
      what: "a frame elsewhere",
      headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
      passes: false,
    },
    {
      what: "a frame of another port's page",
      headers: { "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
      passes: false,
    },
    {
      what: "a form from elsewhere",
      method: "POST",
      headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      passes: false,
    },
    {
      what: "a picture elsewhere",
      headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
      passes: false,
    },
    { what: "its own fetch", headers: { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }, passes: true },
  ])("$what: passes $passes", ({ method = "GET", upgrade = false, headers, passes }) => {
    expect(strangers(asked({ host, ...headers }, method, upgrade)) === null).toBe(passes);
  });
});

describe("hostNameOf", () => {
  it.each([
    ["Example.ORG:443", "example.org"],
    ["[::1]:80", "::1"],
    ["Example.org.:", "example.org"],
    ["a:b", null],
    ["user@host", null],
    ["", null],
  ])("of %j is %j", (header, name) => {
    expect(hostNameOf(header)).toBe(name);
  });
});
