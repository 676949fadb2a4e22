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
  ])("does not answer to the Host %j", (name) => {
    expect(strangers(asked({ host: name }))).toMatch(/Host/);
  });

  it("answers to any address, and to no further name, where it listens everywhere", () => {
    const everywhere = createStrangers({ host: "0.0.0.0", origins: [] });
    expect(["10.0.0.1:8080", "[2001:db8::1]"].map((name) => everywhere(asked({ host: name })))).toEqual([null, null]);
    expect(everywhere(asked({ host: "evil.example" }))).toMatch(/Host/);
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
    ["[::1]:80", "[::1]"],
    ["a:b", null],
    ["user@host", null],
    ["", null],
  ])("of %j is %j", (header, name) => {
    expect(hostNameOf(header)).toBe(name);
  });
});
