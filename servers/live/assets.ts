// The page and its modules, served under their paths in this repository, so that relative imports work as they stand. Types
// are stripped on the way; there is no bundle. One pattern says what may be read.

import { readFile, stat } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type CreateEndpoint, refuseRequest } from "../server.ts";
import { pathOf } from "./guard/target.ts";

/**
 * A name has no dot but the one before its ending, so that neither tests nor a way up match, and no more characters than any
 * file system allows. Nothing is decoded before the match.
 */
const servedPath =
  /^\/(?:clients\/(?:live|browser)(?:\/(?:chat|panes))?|servers\/protocol)\/[a-z0-9-]{1,60}\.(ts|css|svg)$/;
const pagePath = "/clients/live/index.html";
const pageType = "text/html; charset=utf-8";

const contentTypes: Readonly<Record<string, string>> = {
  ".ts": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The repository path of the file that is served at a request's path, or null. */
export const assetAt = (path: string): string | null => {
  if (path === "/") return pagePath;
  return servedPath.test(path) ? path : null;
};

/** null where there is no such file. An option of stat says so without an error, but only from Node 26 on. */
const changedAt = async (file: URL): Promise<number | null> => {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** Files as they are sent, read again once they change on disk. */
class Assets {
  /** The repository's address, which ends in a slash. */
  readonly #root: URL;
  readonly #kept = new Map<string, { readonly mtimeMs: number; readonly text: string }>();

  constructor(root: URL) {
    this.#root = root;
  }

  /** null where there is no such file. Where it cannot be read now, it is as it was read before. */
  async load(path: string): Promise<string | null> {
    const before = this.#kept.get(path);
    try {
      const file = new URL(`.${path}`, this.#root);
      const mtimeMs = await changedAt(file);
      if (mtimeMs === null) return null;
      if (before?.mtimeMs === mtimeMs) return before.text;
      const source = await readFile(file, "utf8");
      const text = path.endsWith(".ts") ? stripTypeScriptTypes(source) : source;
      this.#kept.set(path, { mtimeMs, text });
      return text;
    } catch (error) {
      if (before === undefined || !isSystems(error)) throw error;
      return before.text;
    }
  }
}

/** An error of the system's, such as too many open files: it may have passed when the file is asked for again. */
const isSystems = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error;

/** `root` is the repository's address, which ends in a slash. */
export const assetsOf =
  (root: URL): CreateEndpoint =>
  () => {
    const assets = new Assets(root);
    const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const path = assetAt(pathOf(request));
      try {
        const text = path === null ? null : await assets.load(path);
        if (path !== null && text !== null) return reply.type(contentTypes[extname(path)] ?? pageType).send(text);
        reply.callNotFound();
        return reply;
      } catch (error) {
        if (!isSystems(error)) throw error;
        return refuseRequest(reply, { status: 503, reason: `it cannot be read now (${error.code})`, retryAfterSec: 1 });
      }
    };
    return {
      path: "/",
      mount: (app) => {
        for (const path of ["/", "/clients/*", "/servers/*"]) app.get(path, { exposeHeadRoute: true }, serve);
      },
      close: () => {},
    };
  };
