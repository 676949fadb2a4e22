// The machine and the software that a run is made with, for whoever reads its numbers.

import { createRequire } from "node:module";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { type Remark, remarks } from "../record/remarks.ts";
import type { Environment } from "../record/run.ts";
import { valueAt } from "../statistics/value-at.ts";
import { stateOfTree } from "./git.ts";
import { machineLimits } from "./limits.ts";

const measuredPackages = ["fastify", "hdr-histogram-js", "ws", "vega", "vega-lite"];

const versionOf = (root: URL, name: string): string | null => {
  try {
    const text: unknown = createRequire(new URL("package.json", root))(`${name}/package.json`);
    return typeof text === "object" && text !== null && "version" in text ? String(text.version) : null;
  } catch {
    return null;
  }
};

/** `root`: the tree whose servers and clients are measured, with its commit and its packages. */
export const describeEnvironment = (root: URL): Environment => {
  const { cores, openFiles } = machineLimits();
  return {
    node: process.versions.node,
    platform: `${platform()} ${process.arch}`,
    kernel: release(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores,
    memoryBytes: totalmem(),
    openFilesLimit: openFiles !== null && Number.isFinite(openFiles) ? openFiles : null,
    loadAverageAtStart: valueAt(loadavg(), 0),
    ...stateOfTree(fileURLToPath(root), process.env),
    versions: Object.fromEntries(
      measuredPackages.flatMap((name) => {
        const version = versionOf(root, name);
        return version === null ? [] : [[name, version]];
      }),
    ),
  };
};

/** The circumstances that a reader must know of before trusting the numbers. */
export const environmentWarnings = ({ loadAverageAtStart, cores }: Environment): readonly Remark[] =>
  remarks(
    loadAverageAtStart > cores / 2 && { code: "busy-at-start", loadCores: loadAverageAtStart, cores },
    cores < 2 && { code: "one-core" },
  );
