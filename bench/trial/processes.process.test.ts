// Real processes, which load what a trial loads.

import { existsSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { Interrupted } from "../failure.ts";
import { childrenOf } from "../machine/proc.ts";
import { withTemporaryFolder } from "../machine/temporary.ts";
import { namespacesRefused } from "../network/network.ts";
import { fillCodeCache } from "./processes.ts";
import { ownSubject } from "./subject.ts";

const link = (await namespacesRefused()) === null ? "namespaces" : "loopback";
const code = { subject: ownSubject, transports: ["websocket"] };
const { signal } = new AbortController();

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();

it("compiles what a trial of the transport loads once: processes that load it again add nothing", async () => {
  const before = childrenOf(process.pid);
  const { folder, files } = await withTemporaryFolder("test", async (folder) => {
    await fillCodeCache(folder, link, code, signal);
    const files = filesIn(folder);
    await fillCodeCache(folder, link, code, signal);
    expect(filesIn(folder)).toEqual(files);
    return { folder, files };
  });
  // More than this project's own files: the server's packages are among them.
  expect(files.length).toBeGreaterThan(150);
  expect(existsSync(folder)).toBe(false);
  expect(childrenOf(process.pid)).toEqual(before);
});

it("leaves it to the trials to tell what cannot be loaded, and heeds a signal", async () => {
  await withTemporaryFolder("test", async (folder) => {
    await fillCodeCache(folder, link, { subject: { root: "file:///nowhere/" }, transports: ["websocket"] }, signal);
    await expect(fillCodeCache(folder, link, code, AbortSignal.abort())).rejects.toThrow(Interrupted);
  });
});
