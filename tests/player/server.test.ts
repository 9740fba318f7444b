/** The studio on the real server: real renders, real files, a real restart. One story, told in order. */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openBrowser, seekTo, whenPhase } from "./lab/browser.ts";
import { bundledHost } from "./lab/host-bundle.ts";
import { Proofreel } from "./lab/proofreel.ts";

const LESSON = `---
title: Circles
---

## Round

> A circle is round

## Drawn

\`\`\`manim
title = Text("drawn", color=RED)
self.add(title)
self.wait(1)
\`\`\`
`;

const server = new Proofreel();
let browser: Browser;
let page: Page;
let sessionId: string;

vi.setConfig({ testTimeout: 150_000 });

/** A picture that a busy machine draws a moment after it is told of. */
const WITHIN = { timeout: 10_000, interval: 200 };

beforeAll(async () => {
  sessionId = await server.make(LESSON);
  await server.start();
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server.stop();
  server.remove();
});

const urlOf = (index: number): Promise<string> =>
  page.evaluate((at) => (window as any).proofreel.player.get().timeline.segments[at].url, index);

/** How much red and green is in the second scene half a second before its end: all of it is drawn, and hasn't begun to go. */
async function colours(): Promise<{ red: number; green: number }> {
  await seekTo(page, await page.evaluate(() => {
    const { frames, fps } = (window as any).proofreel.player.get().timeline;
    return frames - Math.ceil(fps / 2);
  }));
  return page.evaluate(() => {
    const video = document.querySelector("video[data-active]") as HTMLVideoElement;
    const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let [red, green] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (r > g + 80 && r > b + 80) red += 1;
      if (g > r + 40 && g > b + 20) green += 1;
    }
    return { red, green };
  });
}

const status = (): Promise<string | null> => page.locator(".st-panel-head .pr-pill").textContent();
const whenStatus = (word: string): Promise<void> => page.locator(".st-panel-head .pr-pill", { hasText: word }).waitFor({ timeout: 120_000 });
const chooseDrawn = (): Promise<void> => page.locator(".st-scene", { hasText: "Drawn" }).click();

test("a session is found in the list by its picture, and plays", async () => {
  await page.goto(server.url);
  const card = page.locator(".st-card", { hasText: "Circles" });
  await card.locator("img").waitFor();
  expect(await card.locator("img").evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(640);
  await card.click();
  await whenPhase(page, "paused");
  expect(page.url()).toBe(`${server.url}/s/${sessionId}`);
  await chooseDrawn();
  await whenPhase(page, "paused");
  await expect.poll(async () => (await colours()).red, WITHIN).toBeGreaterThan(300);
});

test("what is wrong with a change is drawn on its own frame before it is saved", async () => {
  const code = page.locator(".st-block textarea").first();
  await code.fill('title = Text("drawn", color=GREEN).shift(LEFT * 6.9)\nself.add(title)\nself.wait(1)');
  await page.getByRole("button", { name: "Check layout" }).click();
  await page.locator(".st-frame rect").first().waitFor({ timeout: 60_000 });
  const picture = page.locator(".st-frame img");
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(960);
  // Off the frame at the left: the box is cut there.
  expect(Number(await page.locator(".st-frame rect").first().getAttribute("x"))).toBeLessThan(1);
  expect(await status()).toBe("Ready");
});

test("an edit renders: statuses in order, a new address, the new frames, the others as they were", async () => {
  const [first, before] = [await urlOf(0), await urlOf(1)];
  await page.evaluate(() => {
    const words: string[] = [];
    Object.assign(window, { words });
    new MutationObserver(() => {
      const word = document.querySelector(".st-panel-head .pr-pill")?.textContent ?? "";
      if (words.at(-1) !== word) words.push(word);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.locator(".st-block textarea").first().fill('title = Text("drawn", color=PURE_GREEN)\nself.add(title)\nself.wait(2)');
  await page.getByRole("button", { name: "Save and render" }).click();
  await page.locator(".st-panel-head", { hasText: "Version 2" }).waitFor();
  await whenStatus("Ready");
  await page.waitForFunction((old) => (window as any).proofreel.player.get().timeline.segments[1].url !== old, before);
  expect(await urlOf(1)).toMatch(/v2\.mp4$/);
  expect(await urlOf(0)).toBe(first);
  await whenPhase(page, "paused");
  await page.waitForFunction(() => document.querySelector("video[data-active]")!.getAttribute("src")!.startsWith("blob:"));
  await expect.poll(async () => (await colours()).green, WITHIN).toBeGreaterThan(300);
  expect((await colours()).red).toBe(0);
  const words = ((await page.evaluate(() => (window as any).words)) as string[]).filter((word, at, all) => word !== all[at - 1]);
  const told = words.slice(words.indexOf("Queued"));
  expect(told).toEqual(["Queued", "Writing", "Rendering", "Publishing", "Ready"].filter((word) => told.includes(word)));
  expect(told[0]).toBe("Queued");
});

test("a scene that raises is told with its line, and mended by a change", async () => {
  const code = page.locator(".st-block textarea").first();
  await code.fill('self.add(Text("drawn", color=PURE_GREEN))\nraise ValueError("no radius")');
  await page.getByRole("button", { name: "Save and render" }).click();
  await whenStatus("Failed");
  const note = page.locator(".st-panel .pr-problem");
  expect(await note.textContent()).toContain("no radius");
  // The old video stays while the new one isn't there.
  expect(await urlOf(1)).toMatch(/v2\.mp4$/);
  await note.getByRole("button", { name: "Retry" }).click();
  await page.locator(".st-panel-head .pr-pill:not([data-status=error])").waitFor();
  await whenStatus("Failed");
  await code.fill('self.add(Text("drawn", color=PURE_GREEN))\nself.wait(1.5)');
  await page.getByRole("button", { name: "Save and render" }).click();
  await whenStatus("Ready");
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("button", { name: "Revert to this" }).last().click();
  await page.locator(".st-panel-head", { hasText: "Version 5" }).waitFor();
  await page.waitForFunction(() => (window as any).proofreel.player.get().timeline.segments[1].url.endsWith("v1.mp4"));
  await page.getByRole("tab", { name: "Edit" }).click();
});

test("after a restart the page goes on by itself and sees what happened since", async () => {
  await server.stop();
  await page.locator(".pr-pill", { hasText: "Reconnecting" }).waitFor();
  await server.start();
  // By somebody else, before the page is back.
  const scene = await page.evaluate(() => (window as any).proofreel.player.get().timeline.segments[1].scene.id);
  const edit = await fetch(`${server.url}/api/scenes/${scene}/edit`, {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ version: 5, blocks: [{ kind: "manim", code: 'self.add(Text("again", color=PURE_GREEN))\nself.wait(1)' }] }),
  });
  expect(edit.status).toBe(202);
  await page.locator(".pr-pill", { hasText: "Reconnecting" }).waitFor({ state: "detached", timeout: 60_000 });
  await page.waitForFunction(() => (window as any).proofreel.player.get().timeline.segments[1].url.endsWith("v6.mp4"), null, { timeout: 120_000 });
  await chooseDrawn();
  await expect.poll(async () => (await colours()).green, WITHIN).toBeGreaterThan(300);
});

test.for([
  ["Video", ".mp4", (bytes: Buffer) => bytes.subarray(4, 8).toString() === "ftyp"],
  ["Captions VTT", ".vtt", (bytes: Buffer) => bytes.toString().startsWith("WEBVTT")],
  ["Captions SRT", ".srt", () => true],
  ["Source ZIP", ".zip", (bytes: Buffer) => bytes.subarray(0, 2).toString() === "PK"],
] as const)("the download %s is that file, under the session's title", async ([name, suffix, sound]) => {
  if (page.url() === "about:blank") await page.goto(`${server.url}/s/${sessionId}`);
  if (!(await page.locator(".st-download").evaluate((menu: HTMLDetailsElement) => menu.open))) await page.locator(".st-download summary").click();
  const entry = page.locator(".st-download").locator("button, a").filter({ hasText: new RegExp(name.replace(" ", "\\s*")) });
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), entry.click()]);
  expect(download.suggestedFilename().toLowerCase()).toMatch(new RegExp(`^circles[\\w-]*\\${suffix}$`));
  expect(sound(readFileSync(await download.path()))).toBe(true);
});

test("inside a chat one scene is changed, refused, mended and seen rendered again, under the policy that the server names", async () => {
  const call = async (method: string, params: Record<string, unknown>): Promise<any> => {
    const headers = { accept: "application/json, text/event-stream", "content-type": "application/json" };
    const answer = await fetch(`${server.url}/mcp/`, { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
    return JSON.parse((await answer.text()).replace(/^[\s\S]*?data: /, "")).result;
  };
  const tool = (name: string, given: Record<string, unknown>): Promise<any> => call("tools/call", { name, arguments: given });
  const { contents } = await call("resources/read", { uri: "ui://proofreel/player.html" });
  const { resourceDomains, connectDomains } = contents[0]._meta.ui.csp;
  const opened = await tool("open_player", { session_id: sessionId });
  const host = await bundledHost();
  const chat = await browser.newPage({ viewport: { width: 800, height: 1100 } });
  await chat.exposeFunction("callServer", tool);
  await chat.goto(`${server.url}/healthz`);
  await chat.setContent("<body></body>");
  await chat.addScriptTag({ content: host });
  const csp = `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: ${resourceDomains.join(" ")}; media-src data: ${resourceDomains.join(" ")}; font-src data:; connect-src ${connectDomains.join(" ")}`;
  await chat.evaluate((given) => (window as any).host.open(given), { html: contents[0].text, session: opened.structuredContent.session, csp });
  const app = chat.frames().find((one) => one !== chat.mainFrame())!;
  await app.locator(".pr-player[data-phase=paused]").waitFor();
  const drawn = (): Promise<any> => app.evaluate(() => (window as any).proofreel.player.get().timeline.segments.find((one: any) => one.scene.title === "Drawn"));
  const before = await drawn();
  await app.evaluate((at) => (window as any).proofreel.player.seek(at), before.start);
  await app.getByRole("button", { name: `Edit scene ${before.index + 1}` }).click();
  const code = app.locator(".app-editor textarea").first();

  await code.fill('self.add(Text("drawn", color=GREEN).shift(LEFT * 6.9))\nself.wait(1.4)');
  await app.getByRole("button", { name: "Check layout" }).click();
  await app.locator(".st-frame rect").first().waitFor({ timeout: 60_000 });
  await code.fill('self.add(Text("drawn", color=GREEN))\nself.wait(1.4)');
  const other = await tool("scene_source", { scene_id: before.scene.id });
  await tool("scene_save", { scene_id: before.scene.id, version: other.structuredContent.version, blocks: [{ kind: "manim", code: "self.wait(0.4)" }] });
  await vi.waitFor(async () => expect((await tool("get_status", { session_id: sessionId })).structuredContent.status).toBe("ready"), { timeout: 60_000, interval: 500 });
  await app.getByRole("button", { name: "Save and render" }).click();
  await app.getByRole("button", { name: "Save mine over it" }).click();
  await app.waitForFunction(
    (version) => {
      const { segments } = (window as any).proofreel.player.get().timeline;
      return segments.some(({ scene }: any) => scene.title === "Drawn" && scene.version === version && scene.status === "ready");
    },
    before.scene.version + 2,
    { timeout: 120_000 },
  );
  await app.locator(".app-editor h2 .pr-pill[data-status=ready]").waitFor();
  if (process.env["SCREENSHOTS"]) await chat.screenshot({ path: `${process.env["SCREENSHOTS"]}/chat-editor.png` });

  const after = await drawn();
  expect(after.url).not.toBe(before.url);
  const kept = await tool("scene_source", { scene_id: before.scene.id });
  expect(kept.structuredContent.blocks[0].code).toContain("GREEN");
  await chat.close();
});

test("a session that is deleted asks first, and is gone for this page and for one that watches it", async () => {
  const watching = await browser.newPage();
  await watching.goto(`${server.url}/watch/${sessionId}`);
  await whenPhase(watching, "paused");
  await page.goto(server.url);
  const card = page.locator(".st-cards > li", { hasText: "Circles" });
  await card.hover();
  await card.getByRole("button", { name: "Delete Circles" }).click();
  await page.keyboard.press("Escape");
  expect(await card.getByRole("button", { name: "Delete Circles" }).count()).toBe(1);
  await card.getByRole("button", { name: "Delete Circles" }).click();
  if (process.env["SCREENSHOTS"]) await page.screenshot({ path: `${process.env["SCREENSHOTS"]}/delete.png` });

  await card.getByRole("button", { name: "Delete", exact: true }).click();

  await page.getByRole("heading", { name: "No videos yet" }).waitFor();
  expect((await fetch(`${server.url}/api/sessions/${sessionId}`)).status).toBe(404);
  await watching.reload();
  await watching.getByText("There is no session").waitFor();
  await watching.close();
});
