import { availableParallelism } from "node:os";
import { join, matchesGlob } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** With processes, sockets or a browser: each in a worker of its own, in this order, the longest first, so that all end together. */
const alone = [
  "scripts/bench.test.ts",
  "reports/page.browser.test.ts",
  "{servers,clients,bench,reports,scripts}/**/*.browser.test.ts",
  "scripts/*.test.ts",
  "bench/{ceiling,config-file,gated-run,machine,network,publisher,revision,soak,transports}.test.ts",
  "servers/**/*.test.ts",
  "clients/*.test.ts",
  "examples/**/*.test.ts",
];
/** Of pure modules, which keep no state: they share their workers, and so the modules, of which the charts' are large. */
const together = ["{bench,reports,clients}/**/*.test.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number =>
      project.name === "alone"
        ? alone.findIndex((pattern) => matchesGlob(moduleId, `${this.ctx.config.root}/${pattern}`))
        : alone.length;
    return files.toSorted((x, y) => rank(x) - rank(y) || (x.moduleId < y.moduleId ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    // What tests start loads the same libraries again and again.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node-compile") },
    // Where other work takes the cores, real runs and pages take several times as long, and are no less right.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
    // Mostly waiting for sockets, processes and browsers: a worker more than there are cores.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "alone", include: alone } },
      { extends: true, test: { name: "together", include: together, exclude: alone, isolate: false } },
    ],
  },
});
