/** The Remotion composition, frame by frame. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, stripOf, type Seen } from "./lab/browser.ts";
import { LabServer } from "./lab/server.ts";
import type { LabSession } from "./lab/session.ts";

const PLAYER = join(import.meta.dirname, "../../player");
const lab = new LabServer();
let browser: Browser;
let page: Page;
let session: LabSession;

beforeAll(async () => {
  session = lab.session("ses_remotion");
  for (const [title, frames] of [["First", 30], ["Second", 24], ["Third", 20]] as const) await session.add(title, frames);
  await lab.start();
  const built = await build({
    configFile: false, root: PLAYER, logLevel: "error", oxc: { jsx: { development: false } }, define: { "process.env.NODE_ENV": '"production"' },
    resolve: { alias: ["react-dom", "react", "@remotion/player"].map((find) => ({ find: new RegExp(`^${find}(?=/|$)`), replacement: join(PLAYER, "node_modules", find) })) },
    build: { write: false, lib: { entry: join(import.meta.dirname, "lab/remotion.tsx"), formats: ["iife"], name: "lab" } },
  });
  const [{ output }] = built as unknown as [{ output: [{ code: string }] }];
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 900, height: 560 } });
  await page.goto(`${lab.url}/blank`);
  await page.setContent("<body style='margin: 0'></body>");
  await page.addScriptTag({ content: output[0].code });
  await page.evaluate((given) => (window as any).remotion.show(given), session.snapshot());
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lab.stop();
});

/** Seek, and wait until what is drawn is the frame, for a second at most. */
async function at(frame: number, wanted: Seen): Promise<Seen> {
  await page.evaluate((to) => (window as any).remotion.player.current.seekTo(to), frame);
  let shown: Seen = { tag: -1, frame: -1 };
  for (let look = 0; look < 20; look++) {
    await page.waitForTimeout(50);
    shown = await stripOf(page, await page.screenshot({ clip: { x: 0, y: 0, width: 854, height: 480 } }));
    if (shown.tag === wanted.tag && shown.frame === wanted.frame) break;
  }
  return shown;
}

test("shows just the frames of the session, on both sides of every boundary", async () => {
  const wrong: unknown[] = [];
  for (const frame of [0, 29, 30, 31, 53, 54, 55, 73, 17, 40, 62, 5]) {
    const scene = frame < 30 ? 0 : frame < 54 ? 1 : 2;
    const wanted = { tag: (scene + 1) * 16 + 1, frame: frame - [0, 30, 54][scene]! };
    const shown = await at(frame, wanted);
    if (shown.tag !== wanted.tag || shown.frame !== wanted.frame) wrong.push({ frame, shown });
  }
  expect(wrong).toEqual([]);
});

test("a scene's start can be left out, and what follows moves up", async () => {
  const second = session.stored[1]!.scene.id;
  await page.evaluate(([given, id]) => (window as any).remotion.show(given, { [id as string]: 10 }), [session.snapshot(), second] as const);
  expect(await at(30, { tag: 33, frame: 10 })).toEqual({ tag: 33, frame: 10 });
  expect(await at(44, { tag: 49, frame: 0 })).toEqual({ tag: 49, frame: 0 });
});
