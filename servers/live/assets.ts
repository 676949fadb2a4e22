// The page and its modules, under their paths in this repository, so that relative imports work as they stand. Types are
// stripped here; there is no bundle. What may be read stands in one pattern.

import { readFile, stat } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CreateEndpoint } from "../server.ts";

/**
 * Names have no dot but the last, so that neither tests nor a way up are among them, and a length that any system has
 * files of. Nothing is decoded first.
 */
const servedPath =
  /^\/(?:clients\/(?:live|browser)(?:\/(?:chat|panes))?|servers\/protocol)\/[a-z0-9-]{1,60}\.(ts|css|svg)$/;
const pagePath = "/clients/live/index.html";

const contentTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  ts: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** The repository path of what is served at a request's path, or null. */
export const assetAt = (path: string): string | null => {
  if (path === "/") return pagePath;
  return servedPath.test(path) ? path : null;
};

interface Asset {
  readonly mtimeMs: number;
  readonly text: string;
}

/** null where there is no such file. */
const changedAt = async (file: URL): Promise<number | null> => {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** `root`: the repository's address, which ends in a slash. */
export const assetsOf =
  (root: URL): CreateEndpoint =>
  () => {
    const kept = new Map<string, Asset>();
    /** null where there is no such file. */
    const load = async (path: string): Promise<string | null> => {
      const file = new URL(`.${path}`, root);
      const mtimeMs = await changedAt(file);
      if (mtimeMs === null) return null;
      const before = kept.get(path);
      if (before?.mtimeMs === mtimeMs) return before.text;
      const source = await readFile(file, "utf8");
      const text = path.endsWith(".ts") ? stripTypeScriptTypes(source) : source;
      kept.set(path, { mtimeMs, text });
      return text;
    };
    const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const path = assetAt(request.url.split("?")[0] ?? "");
      const text = path === null ? null : await load(path);
      if (path === null || text === null) {
        reply.callNotFound();
        return reply;
      }
      return reply.type(contentTypes[path.split(".").at(-1) ?? ""] ?? "").send(text);
    };
    return {
      path: "/",
      mount: (app) => {
        for (const path of ["/", "/clients/*", "/servers/*"]) app.get(path, { exposeHeadRoute: true }, serve);
      },
      close: () => {},
    };
  };
