import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "edge-runtime",
    include: ["tests/**/*.test.ts"],
    server: { deps: { inline: ["convex-test"] } },
    maxWorkers: 1,
    env: { AUTH_LOG_LEVEL: "ERROR" },
  },
});
