import { availableParallelism } from "node:os";
import { join, matchesGlob } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const rooms = "{servers,clients,bench,reports,scripts,examples}";

/** Tests with processes, sockets or a browser say so in their names: each runs in a worker of its own, the longest first, so that all end together. */
const alone = [
  "scripts/bench.process.test.ts",
  "reports/page/page.browser.test.ts",
  `${rooms}/**/*.browser.test.ts`,
  `${rooms}/**/*.process.test.ts`,
];
/** Tests of pure modules share their workers, and so the modules, of which the charts' are large: these modules keep no state. */
const together = [`${rooms}/**/*.test.ts`];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number =>
      project.name === "alone"
        ? alone.findIndex((pattern) => matchesGlob(moduleId, `${this.ctx.config.root}/${pattern}`))
        : alone.length;
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Processes that tests start load the same libraries again and again.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node-compile") },
    // On a machine that does other work, real runs and pages take several times as long, and are no less right.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
    // One worker more than there are cores, since tests mostly wait for sockets, processes and browsers.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "alone", include: alone } },
      { extends: true, test: { name: "together", include: together, exclude: alone, isolate: false } },
    ],
  },
});
