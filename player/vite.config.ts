import { defineConfig } from "vite";
import { preact } from "./preact.ts";

// `npm run dev` proxies to a running `proofreel serve --http` (or the test server in tests/player).
const backend = process.env["PROOFREEL_URL"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  resolve: { alias: preact },
  build: {
    outDir: "../server/web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 2048,
    // Built files are served as immutable, so nothing may be named without its hash but the page itself.
    rolldownOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
  server: { proxy: { "/api": backend, "/media": backend } },
});
