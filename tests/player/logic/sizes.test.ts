/** What a viewer downloads, compressed as servers do it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const WEB = join(import.meta.dirname, "../../../server/web");
const zipped = (path: string): number => gzipSync(readFileSync(join(WEB, path)), { level: 9 }).length;

test("the player's page and all that it loads at once stay within 40 kB", () => {
  const page = readFileSync(join(WEB, "index.html"), "utf-8");
  const loaded = [...page.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css|svg))"/g)].map((match) => match[1]!);
  expect(loaded.filter((path) => path.endsWith(".js"))).not.toHaveLength(0);
  const total = zipped("index.html") + loaded.reduce((sum, path) => sum + zipped(path), 0);
  expect(total).toBeLessThanOrEqual(40_000);
});

test("the app for chats is one file within 100 kB", () => {
  const page = readFileSync(join(WEB, "app.html"), "utf-8");
  expect(zipped("app.html")).toBeLessThanOrEqual(100_000);
  expect(page).not.toMatch(/<(?:script|link)[^>]+(?:src|href)="(?!data:)/);
});
