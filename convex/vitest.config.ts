import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "edge-runtime",
    include: ["tests/**/*.test.ts"],
    server: { deps: { inline: ["convex-test"] } },
    maxWorkers: 1,
    // The providers read theirs when they are loaded.
    env: { AUTH_LOG_LEVEL: "ERROR", AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" },
  },
});
