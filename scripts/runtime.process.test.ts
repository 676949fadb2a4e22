import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** Preloads runtime.cjs in a process that claims to be Node of this version. */
const preloadAs = (version: string): { readonly status: number | null; readonly stderr: string } => {
  const script = `Object.defineProperty(process.versions, "node", { value: "${version}" }); require("./scripts/runtime.cjs");`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  return { status, stderr };
};

describe("runtime.cjs", () => {
  it.each(["24.12.0", "24.13.1", "25.0.0", "26.10.0"])("lets Node %s through", (version) => {
    expect(preloadAs(version)).toEqual({ status: 0, stderr: "" });
  });

  it.each(["20.20.2", "22.22.0", "24.11.9"])("stops Node %s with one line that says what to do", (version) => {
    const { status, stderr } = preloadAs(version);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`^Node ${version} is too old: Node 24\\.12 or newer is needed, .*npm ci.*\n$`));
  });
});
