// The machine and the software that a run was made with, for whoever reads its numbers. The only place that asks for them.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { machineLimits } from "./limits.ts";
import type { Environment } from "./record.ts";

const measuredPackages = ["fastify", "hdr-histogram-js", "ws", "vega", "vega-lite"];

const git = (...args: readonly string[]): string | null => {
  try {
    const cwd = new URL("..", import.meta.url);
    return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
};

const versionOf = (name: string): string | null => {
  try {
    const text: unknown = createRequire(import.meta.url)(`${name}/package.json`);
    return typeof text === "object" && text !== null && "version" in text ? String(text.version) : null;
  } catch {
    return null;
  }
};

export const describeEnvironment = (): Environment => {
  const status = git("status", "--porcelain");
  const { cores, openFiles } = machineLimits();
  return {
    node: process.versions.node,
    platform: `${platform()} ${process.arch}`,
    kernel: release(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores,
    memoryBytes: totalmem(),
    openFilesLimit: openFiles,
    loadAverageAtStart: loadavg()[0] ?? 0,
    commit: git("rev-parse", "HEAD"),
    uncommittedChanges: status === null ? null : status !== "",
    versions: Object.fromEntries(
      measuredPackages.flatMap((name) => {
        const version = versionOf(name);
        return version === null ? [] : [[name, version]];
      }),
    ),
  };
};

/** What a reader must know before the numbers. */
export const environmentWarnings = ({ loadAverageAtStart, cores }: Environment): readonly string[] => {
  const warnings: string[] = [];
  if (loadAverageAtStart > cores / 2) {
    warnings.push(`the machine was busy at the start: load average ${loadAverageAtStart.toFixed(1)} on ${cores} cores`);
  }
  if (cores < 2) warnings.push("server and clients share one core: each slows the other");
  return warnings;
};
