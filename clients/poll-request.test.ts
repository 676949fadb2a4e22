import { expect, it } from "vitest";
import { fetchHeaderBytes } from "./browser-headers.ts";
import { pollRequest } from "./poll-request.ts";

it.each([
  ["http://127.0.0.1:40000", "/long-polling", "keep-alive"],
  ["http://10.1.2.3:80", "/short-polling", "close"],
] as const)("a browser's poll at %s is longer than a minimal one by its headers", (url, path, connection) => {
  const length = (headers: "minimal" | "browser"): number => pollRequest(url, path, { connection, headers })(7).length;
  expect(length("browser") - length("minimal")).toBe(fetchHeaderBytes(new URL(url).origin));
});
