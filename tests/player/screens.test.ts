/** Every state at three widths, in both colours: axe finds nothing, nothing runs off the side, and a picture is kept to look at. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { openBrowser, seekTo, whenPhase } from "./lab/browser.ts";
import { ALL, look } from "./lab/look.ts";
import { LabServer } from "./lab/server.ts";

const WIDTHS = { dark: ALL ? [375, 768, 1280] : [375], light: ALL ? [375, 768, 1280] : [1280] };
/** States whose layout is another one at the width between. */
const MIDDLE = ["session", "watch"];

const lab = new LabServer();
const empty = new LabServer();
let browser: Browser;

beforeAll(async () => {
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

/** Requests that are never answered. */
const hang = (pattern: string) => (page: Page): Promise<unknown> => page.route(pattern, () => undefined);

type State = readonly [name: string, path: string, act: (page: Page) => Promise<unknown>, before?: (page: Page) => Promise<unknown>];

const STATES: readonly State[] = [
  ["home-loading", "/", (page) => page.locator(".st-card-picture.pr-skeleton").first().waitFor(), hang("**/api/projects")],
  ["home-unreachable", "/", (page) => page.locator(".pr-problem").first().waitFor(), (page) => page.route("**/api/projects", (route) => route.abort())],
  ["session-loading", "/s/ses_ready", (page) => page.locator(".pr-player.pr-skeleton").waitFor(), hang("**/api/sessions/**")],
  ["watch-loading", "/watch/ses_ready", (page) => page.locator(".pr-player.pr-skeleton").waitFor(), hang("**/api/sessions/**")],
  ["navigation", "/s/ses_busy", async (page) => {
    await page.locator(".cm-content").waitFor();
    const menu = page.getByRole("button", { name: "Projects" });
    if (await menu.isVisible()) await menu.click();
  }],
  ["removing", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").waitFor();
    await page.getByRole("button", { name: "Remove scene 1" }).click();
    await page.locator(".st-danger").waitFor();
  }],
  ["shared", "/s/ses_ready", async (page) => {
    await page.locator(".cm-content").waitFor();
    await page.getByText("Share").click();
    await page.getByText("Copied").waitFor();
  }],
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

/** Narrow first: what a state needs is opened there, and stays open when the window grows. */
const LOOKS = (["dark", "light"] as const).flatMap((theme) => WIDTHS[theme].map((width) => [theme, width] as const));

test.for(STATES)("%s", async ([state, path, act, before]) => {
  const looks = !ALL && MIDDLE.includes(state) ? [...LOOKS, ["dark", 768] as const] : LOOKS;
  const page = await browser.newPage({ viewport: { width: 375, height: 780 }, colorScheme: "dark", reducedMotion: "reduce" });
  try {
    await before?.(page);
    await page.goto(lab.url + path);
    await act(page);
    for (const [theme, width] of looks) {
      await page.setViewportSize({ width, height: width < 500 ? 780 : 860 });
      await page.evaluate((name) => {
        document.documentElement.dataset["theme"] = name;
        return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      }, theme);
      await look(page, `${state}-${theme}-${width}`);
    }
  } finally {
    await page.close();
  }
});

test.for(WIDTHS.dark)("a server without projects at %i", async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 780 }, colorScheme: "dark" });
  await page.goto(empty.url);
  await page.locator(".st-command").waitFor();
  await look(page, `nothing-dark-${width}`);
  await page.close();
});
