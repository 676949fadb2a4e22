// The paths of the repository that are served, and those that are not.

import { describe, expect, it } from "vitest";
import { assetAt } from "./assets.ts";

describe("assetAt", () => {
  it.each([
    ["/", "/clients/live/index.html"],
    ["/clients/live/main.ts", "/clients/live/main.ts"],
    ["/clients/live/style.css", "/clients/live/style.css"],
    ["/clients/browser/long-polling.ts", "/clients/browser/long-polling.ts"],
    ["/clients/live/chat/view.ts", "/clients/live/chat/view.ts"],
    ["/clients/browser/chat/chat.ts", "/clients/browser/chat/chat.ts"],
    ["/servers/protocol/message.ts", "/servers/protocol/message.ts"],
  ])("serves at %s the file %s", (path, file) => {
    expect(assetAt(path)).toBe(file);
  });

  it.each([
    "",
    "/clients/live/index.html",
    "/clients/browser/clock.test.ts",
    "/servers/server.ts",
    "/servers/live/chat/chat.ts",
    "/clients/live/../../package.json",
    "/clients/live/../browser/clock.ts",
    "/clients/live/%2e%2e/browser/clock.ts",
    "/clients/live/..%2f..%2fpackage.json",
    "/clients/live/main%2Ets",
    "/clients/live//main.ts",
    "/clients/live/chat//view.ts",
    "/clients/live/chat/chat/view.ts",
    "/clients/live/other/view.ts",
    "/servers/protocol/chat/message.ts",
    "/clients/live/main.ts/",
    "/clients/live/main.ts\n",
    "/clients/live/.ts",
    "/clients/live/main.json",
    `/clients/live/${"a".repeat(300)}.ts`,
    "/clients/live/",
    "//clients/live/main.ts",
    "/package.json",
  ])("serves nothing at %j", (path) => {
    expect(assetAt(path)).toBe(null);
  });
});
