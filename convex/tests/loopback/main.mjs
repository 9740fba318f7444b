/**
 * The real functions on a loopback port, in convex-test's engine: `node tests/loopback/main.mjs`.
 *
 * Writes one line of JSON, `{"url", "secret"}`, and serves until its standard input ends.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { build } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));

// Bundled as Convex bundles them, because the functions' imports aren't Node's. Within node_modules, where what
// stays outside of the bundle is found.
const outDir = await mkdtemp(join(root, "node_modules", ".loopback-"));
await build({
  configFile: false,
  root,
  logLevel: "error",
  ssr: { noExternal: ["convex-test", /^@convex-dev\//] },
  build: { ssr: "tests/loopback/server.ts", outDir, emptyOutDir: true, minify: false },
});
process.env.AUTH_LOG_LEVEL = "ERROR";
const { serve } = await import(pathToFileURL(join(outDir, "server.js")).href);
const { url, secret } = await serve(Number(process.env.PORT ?? 0));
await rm(outDir, { recursive: true });
process.stdout.write(`${JSON.stringify({ url, secret })}\n`);
process.stdin.resume().on("end", () => process.exit(0));
