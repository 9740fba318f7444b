/** The page of an MCP host (`host.ts`) as one script. */
import { join } from "node:path";
import { build } from "vite";

const PLAYER = join(import.meta.dirname, "../../../player");

export async function bundledHost(): Promise<string> {
  const built = await build({
    configFile: false, root: PLAYER, logLevel: "error",
    resolve: { alias: { "@modelcontextprotocol/ext-apps": join(PLAYER, "node_modules/@modelcontextprotocol/ext-apps/dist/src") } },
    build: { write: false, minify: false, lib: { entry: join(import.meta.dirname, "host.ts"), formats: ["iife"], name: "lab" } },
  });
  const [{ output }] = built as unknown as [{ output: [{ code: string }] }];
  return output[0].code;
}
