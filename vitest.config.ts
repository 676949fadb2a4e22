import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{servers,clients,bench,reports,scripts}/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
