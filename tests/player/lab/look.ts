/** A page as it looks: a picture is kept, nothing runs off the side, and axe finds nothing. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** `SCREENSHOTS=folder npm run test:browser screens` looks at everything; without it, at what finds most. */
export const ALL = process.env["SCREENSHOTS"];
/** In CI they are kept with the run. */
const PICTURES = ALL ?? join(process.env["CI_ARTIFACTS"] ?? tmpdir(), "proofreel-screens");
const AXE = readFileSync(createRequire(new URL("../../../player/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf-8");

export async function look(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways, `${name} runs off the side`).toBeLessThanOrEqual(0);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations: found } = await (window as any).axe.run({ resultTypes: ["violations"] });
    return found.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
  });
  expect(violations, name).toEqual([]);
}
