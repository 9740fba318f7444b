import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";
import { preact } from "./preact.ts";

// The MCP App: everything in one HTML file, because a host's frame loads nothing else. Runs after the main build.
export default defineConfig({
  plugins: [viteSingleFile()],
  // Whatever edits code inside a chat does so in a plain field.
  resolve: { alias: [...preact, { find: "./CodeEditor.tsx", replacement: "../app/PlainEditor.tsx" }] },
  build: {
    outDir: "../server/web",
    emptyOutDir: false,
    target: "es2022",
    rolldownOptions: { input: "app.html" },
  },
});
