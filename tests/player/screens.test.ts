/** Every state at three widths, in both colours: axe finds nothing, nothing runs off the side, and a picture is kept to look at. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, seekTo, whenPhase } from "./lab/browser.ts";
import { LabServer } from "./lab/server.ts";

const PICTURES = process.env["PROOFREEL_SCREENSHOTS"] ?? join(tmpdir(), "proofreel-screens");
const AXE = readFileSync(createRequire(new URL("../../player/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf-8");
const WIDTHS = [375, 800, 1440];

const lab = new LabServer();
const empty = new LabServer();
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  const ready = lab.session("ses_ready", "How a circle becomes a line");
  for (const [title, frames] of [["What pi measures", 60], ["Cut the circle open", 45], ["Unroll the rim", 75], ["Why the area is πr²", 52]] as const) {
    await ready.add(title, frames);
  }
  const busy = lab.session("ses_busy", "Why primes never end");
  await busy.add("A list of primes", 60);
  const rendering = await busy.add("Multiply all of them", 0);
  rendering.scene = { ...rendering.scene, status: "rendering", progress: { done: 46, total: 120 } };
  await busy.add("Add one", 45);
  const failed = await busy.add("A prime outside the list", 0);
  busy.fail(failed, "NameError: name 'Circel' is not defined");
  await busy.add("Euclid’s conclusion", 0);
  lab.session("ses_empty", "A plan without scenes");
  await lab.start();
  await empty.start();
  browser = await openBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await lab.stop();
  await empty.stop();
});

const show = (page: Page, title: string): Promise<void> => page.locator(".st-scene", { hasText: title }).click();

const STATES: readonly (readonly [name: string, path: string, act: (page: Page) => Promise<unknown>])[] = [
  ["home", "/", (page) => page.locator(".st-card strong").first().waitFor()],
  ["session", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").waitFor();
    await whenPhase(page, "paused");
    await seekTo(page, 24);
  }],
  ["rendering", "/s/ses_busy", async (page) => {
    await page.locator(".cm-content").waitFor();
    await show(page, "Multiply all of them");
    await page.locator(".pr-overlay").waitFor();
  }],
  ["failed", "/s/ses_busy", async (page) => {
    await show(page, "A prime outside the list");
    await page.locator(".st-panel .pr-problem").waitFor();
    await page.locator(".cm-content").waitFor();
  }],
  ["history", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").waitFor();
    await page.getByRole("tab", { name: "History" }).click();
    await page.locator(".st-versions").waitFor();
  }],
  ["findings", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("        self.add(Circel())");
    await page.locator(".st-findings").waitFor();
  }],
  ["no-scenes", "/s/ses_empty", (page) => page.locator(".pr-overlay-title").waitFor()],
  ["no-session", "/s/ses_nowhere", (page) => page.locator(".pr-problem").waitFor()],
  ["watch", "/watch/ses_ready", async (page) => {
    await whenPhase(page, "paused");
    await seekTo(page, 80);
  }],
  ["watch-poster", "/watch/ses_ready", (page) => whenPhase(page, "paused")],
  ["watch-menu", "/watch/ses_ready", async (page) => {
    await whenPhase(page, "paused");
    await page.getByRole("button", { name: /^Scenes, now/ }).click();
  }],
  ["watch-help", "/watch/ses_ready", async (page) => {
    await whenPhase(page, "paused");
    await page.keyboard.press("?");
  }],
];

async function look(page: Page, name: string): Promise<void> {
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

for (const [state, path, act] of STATES) {
  for (const theme of ["dark", "light"] as const) {
    // The narrow and the middle width in dark, the wide one in both: what differs in light is colour alone.
    test.for(theme === "dark" ? WIDTHS : [1440])(`${state} in ${theme} at %i`, async (width) => {
      const page = await browser.newPage({ viewport: { width, height: width < 500 ? 780 : 860 }, colorScheme: theme, reducedMotion: "reduce" });
      try {
        await page.goto(lab.url + path);
        await act(page);
        await look(page, `${state}-${theme}-${width}`);
      } finally {
        await page.close();
      }
    });
  }
}

test.for(WIDTHS)("a server without projects at %i", async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 780 }, colorScheme: "dark" });
  await page.goto(empty.url);
  await page.locator(".st-command").waitFor();
  await look(page, `nothing-dark-${width}`);
  await page.close();
});
