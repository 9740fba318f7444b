import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Tests outside this folder, with this folder's packages.
const packages = (name: string): string => join(import.meta.dirname, "node_modules", name);

export default defineConfig({
  root: join(import.meta.dirname, "../tests/player"),
  resolve: { alias: { "playwright-core": packages("playwright-core/index.mjs"), vite: packages("vite/dist/node/index.js"), vitest: packages("vitest") } },
  test: {
    include: ["*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One browser at a time: frames are dropped when two decode on a small machine.
    fileParallelism: false,
  },
});
