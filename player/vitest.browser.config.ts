import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Tests outside this folder, with this folder's packages.
const packages = (name: string): string => join(import.meta.dirname, "node_modules", name);

// Pages that stand still, or that wait for a server's own renders: these two don't count frames.
const UNHURRIED = ["screens.test.ts", "server.test.ts"];

export default defineConfig({
  root: join(import.meta.dirname, "../tests/player"),
  resolve: { alias: { "playwright-core": packages("playwright-core/index.mjs"), vite: packages("vite/dist/node/index.js"), vitest: packages("vitest") } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: "beside each other", include: UNHURRIED, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      // One browser at a time: frames are dropped when two decode on a small machine. A frame that is dropped
      // all the same is told as a retry; what is wrong fails twice.
      { extends: true, test: { name: "alone", include: ["*.test.ts"], exclude: UNHURRIED, maxWorkers: 1, retry: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
