// The paths of the repository that are served, and those that are not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { MessageLog } from "../log.ts";
import { defaultServerOptions } from "../server.ts";
import { assetAt, assetsOf } from "./assets.ts";

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

describe("a file that cannot be read", () => {
  it("is as it was read before, and 503 where it never was", async () => {
    const root = mkdtempSync(join(tmpdir(), "push-transport-assets-"));
    const live = join(root, "clients/live");
    mkdirSync(join(live, "index.html"), { recursive: true });
    writeFileSync(join(live, "style.css"), "a {}");
    const app = Fastify();
    assetsOf(pathToFileURL(`${root}/`))(new MessageLog(), defaultServerOptions).mount?.(app);
    const get = async (url: string) => {
      const { statusCode, body, headers } = await app.inject(url);
      return [statusCode, body, headers["retry-after"]];
    };
    expect(await get("/clients/live/style.css")).toEqual([200, "a {}", undefined]);
    rmSync(join(live, "style.css"));
    mkdirSync(join(live, "style.css"));
    expect(await get("/clients/live/style.css")).toEqual([200, "a {}", undefined]);
    expect(await get("/")).toEqual([503, '{"error":"it cannot be read now (EISDIR)"}', "1"]);
    rmSync(root, { recursive: true });
    await app.close();
  });
});
