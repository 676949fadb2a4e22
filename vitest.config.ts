import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{servers,clients,bench,reports,scripts}/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Mostly waiting for sockets, processes and browsers: one worker a core, where two are left one idle.
    maxWorkers: "100%",
  },
});
