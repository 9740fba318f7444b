/** The player inside a chat: the built app in the real AppBridge, in a sandboxed frame with a content security policy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser, stripOf, type Seen } from "./lab/browser.ts";
import { bundledHost } from "./lab/host-bundle.ts";
import { LabServer } from "./lab/server.ts";
import type { LabSession } from "./lab/session.ts";

const PLAYER = join(import.meta.dirname, "../../player");
const HTML = readFileSync(join(PLAYER, "../server/web/app.html"), "utf-8");

const lab = new LabServer();
let browser: Browser;
let page: Page;
let session: LabSession;
let host: string;
let said: string[];

beforeAll(async () => {
  host = await bundledHost();
  await lab.start();
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lab.stop();
});

let count = 0;

beforeEach(async () => {
  count += 1;
  session = lab.session(`ses_app${count}`);
  for (const [title, frames] of [["First", 30], ["Second", 24]] as const) await session.add(title, frames);
  page = await browser.newPage({ viewport: { width: 800, height: 640 } });
  said = [];
  page.on("console", (message) => void (message.type() === "error" && said.push(message.text())));
});

afterEach(() => page.close());

/** What the specification of MCP Apps has hosts allow, for the domains that the app's resource names; no `blob:`. */
function policy(domains: { resource: string; connect: string }): string {
  const { resource, connect } = domains;
  return [
    "default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'", `img-src data: ${resource}`,
    `media-src data: ${resource}`, `font-src data: ${resource}`, `connect-src ${connect || "'none'"}`, "object-src 'none'", "base-uri 'none'",
  ].join("; ");
}

async function openApp(csp: string): Promise<Frame> {
  await page.goto(`${lab.url}/host`);
  await page.setContent("<body></body>");
  await page.addScriptTag({ content: host });
  await page.evaluate((given) => (window as any).host.open(given), { html: HTML, session: session.snapshot(), csp });
  const frame = page.frames().find((one) => one !== page.mainFrame()) as Frame;
  await frame.locator(".pr-player[data-phase=paused]").waitFor();
  // Nothing over the strip of bits.
  await frame.addStyleTag({ content: ".pr-controls, .pr-bigplay, .pr-captions { opacity: 0 } .pr-player { border-radius: 0 }" });
  return frame;
}

async function seek(frame: Frame, wanted: number): Promise<void> {
  await frame.evaluate(async (to) => {
    const { player } = (window as any).proofreel;
    player.seek(to);
    while (player.get().phase === "loading") await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, wanted);
}

/** The frame that is on the screen. Its pixels can't be read inside: the media come from another origin. */
async function onScreen(frame: Frame): Promise<Seen> {
  return stripOf(page, await frame.locator("video[data-active]").screenshot());
}

const log = (): Promise<string[]> => page.evaluate(() => (window as any).host.log);

test.for([
  ["with leave to read chunks", (url: string) => ({ resource: url, connect: url })],
  ["with leave to play them only", (url: string) => ({ resource: url, connect: "" })],
] as const)("%s, shows the frames that are asked for", async ([, domains]) => {
  const frame = await openApp(policy(domains(lab.url)));
  for (const [wanted, shown] of [[12, { tag: 17, frame: 12 }], [29, { tag: 17, frame: 29 }], [30, { tag: 33, frame: 0 }], [53, { tag: 33, frame: 23 }]] as const) {
    await seek(frame, wanted);
    expect(await onScreen(frame)).toEqual(shown);
  }
  expect(await frame.evaluate(() => [origin, document.documentElement.dataset["theme"]])).toEqual(["null", "light"]);
  // Chunks are read only where that's allowed; beyond that nothing is blocked.
  const blocked = said.filter((text) => /Content Security Policy/.test(text) && !(domains(lab.url).connect === "" && /Refused to connect|Connecting to/.test(text)));
  expect(blocked).toEqual([]);
  expect(await log()).toContain("size");
});

test("plays over a boundary to the end", async () => {
  const frame = await openApp(policy({ resource: lab.url, connect: lab.url }));
  await frame.evaluate(() => (window as any).proofreel.player.play());
  await frame.locator(".pr-player[data-phase=ended]").waitFor();
  expect(await onScreen(frame)).toEqual({ tag: 33, frame: 23 });
});

test("asks its server for news, takes a changed scene, and follows the host's colours", async () => {
  const second = session.stored[1]!;
  session.change(second, { status: "rendering" });
  const frame = await openApp(policy({ resource: lab.url, connect: lab.url }));
  await seek(frame, 35);
  second.scene = { ...second.scene, version: 2 };
  session.addVersion(second, "pass", "edited", "");
  await session.ready(second, 40);
  await frame.waitForFunction(() => (window as any).proofreel.player.get().timeline.frames === 70);
  await frame.locator(".pr-player[data-phase=paused]").waitFor();
  expect(await onScreen(frame)).toEqual({ tag: 34, frame: 5 });
  expect((await log()).filter((line) => line.startsWith("session_snapshot"))).toContain(`session_snapshot {"session_id":"${session.id}"}`);
  await page.evaluate(() => (window as any).host.theme("dark"));
  await frame.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
});

test("offers its host to seek, and tells the model where the viewer is once that has settled", async () => {
  const frame = await openApp(policy({ resource: lab.url, connect: lab.url }));
  const second = session.stored[1]!.scene;
  const call = (given: Record<string, unknown>): Promise<any> => page.evaluate((asked) => (window as any).host.call("seek", asked), given);
  expect(await page.evaluate(() => (window as any).host.tools())).toEqual(["seek"]);

  const answer = await call({ time_s: 0.4, scene_id: second.id });
  await frame.waitForFunction(() => (window as any).proofreel.player.get().frame > 30);
  await frame.locator(".pr-player[data-phase=paused]").waitFor();

  const local = Math.floor(0.4 * session.snapshot().format.fps);
  expect(answer.isError).toBe(false);
  expect(await onScreen(frame)).toEqual({ tag: 33, frame: local });
  const told = `In the player: scene 2 (Second, ${second.id}), 0.4 s into it.`;
  await page.waitForFunction((text) => (window as any).host.log.includes(`model: ${text}`), told);
  expect((await call({ time_s: 1, scene_id: "scn_none" })).content[0].text).toContain(second.id);
  expect((await call({ time_s: -1 })).isError).toBe(true);
});
