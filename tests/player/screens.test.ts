/** Every state at three widths, in both colours: axe finds nothing, nothing runs off the side, and a picture is kept to look at. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, seekTo, whenPhase } from "./lab/browser.ts";
import { LabServer } from "./lab/server.ts";

// `SCREENSHOTS=folder npm run test:browser screens` looks at everything; without it, at what finds most.
const ALL = process.env["SCREENSHOTS"];
const PICTURES = ALL ?? join(tmpdir(), "proofreel-screens");
const AXE = readFileSync(createRequire(new URL("../../player/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf-8");
const WIDTHS = { dark: ALL ? [375, 768, 1440] : [375], light: ALL ? [375, 768, 1440] : [1440] };
/** States whose layout is another one at the width between. */
const MIDDLE = ["session", "watch"];

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
  const blocks = lab.session("ses_blocks", "Solving by completing the square");
  const steps = await blocks.add("Complete the square", 40);
  blocks.setBlocks(steps, [
    { kind: "narration", text: "Half of the middle number, squared, is what is missing." },
    { kind: "steps", steps: [{ tex: "x^2 + 6x = 7" }, { tex: "x^2 + 6x + 9 = 16", note: "add 9 to both sides" }, { tex: "(x + 3)^2 = 16" }] },
    { kind: "bullets", items: [{ text: "Works for **every** quadratic" }], ordered: true },
  ]);
  const mixed = await blocks.add("All kinds of things", 30);
  blocks.setBlocks(mixed, [
    { kind: "table", header: ["n", "n²"], rows: [["1", "1"], ["2", "4"]] },
    { kind: "plot", curves: [{ y: "x^2", label: "$x^2$" }], x: [-3, 3], bars: { odd: 1 } },
    { kind: "compare", sides: [{ title: "Rational", points: ["A fraction"] }, { title: "Irrational", points: ["None"] }] },
    { kind: "break" },
  ]);
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
  ["blocks", "/s/ses_blocks", (page) => page.locator(".st-block").nth(2).waitFor()],
  ["blocks-raw", "/s/ses_blocks", async (page) => {
    await show(page, "All kinds of things");
    await page.locator(".st-block textarea.st-mono").waitFor();
  }],
  ["layout", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("        # too_wide");
    await page.getByRole("button", { name: "Check layout" }).click();
    await page.locator(".st-frame rect").first().waitFor();
    await page.locator(".st-preview").scrollIntoViewIfNeeded();
  }],
  ["adding", "/s/ses_ready", async (page) => {
    await page.getByRole("button", { name: "Add scene" }).click();
    await page.locator(".st-form").waitFor();
  }],
  ["downloads", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").waitFor();
    await page.locator(".st-download summary").click();
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
    const widths = !ALL && theme === "dark" && MIDDLE.includes(state) ? [...WIDTHS.dark, 768] : WIDTHS[theme];
    test.for(widths)(`${state} in ${theme} at %i`, async (width) => {
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

test.for(WIDTHS.dark)("a server without projects at %i", async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 780 }, colorScheme: "dark" });
  await page.goto(empty.url);
  await page.locator(".st-command").waitFor();
  await look(page, `nothing-dark-${width}`);
  await page.close();
});
