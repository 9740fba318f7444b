import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Tests outside this folder, with this folder's packages.
const packages = (name: string): string => join(import.meta.dirname, "node_modules", name);

export default defineConfig({
  root: join(import.meta.dirname, "../tests/player/logic"),
  resolve: { alias: { "fast-check": packages("fast-check"), react: packages("react"), vitest: packages("vitest") } },
  test: { include: ["**/*.test.ts"] },
});
