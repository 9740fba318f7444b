/**
 * Convex' own client in a browser, subscribed while the server's callbacks arrive. The functions are the real ones;
 * the engine is convex-test behind a shim of Convex' sync protocol, so the lag is ours and the wire's, not Convex'.
 */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./lab/browser.ts";
import { Deployment } from "./lab/convex.ts";

const CLIENT = join(import.meta.dirname, "../../player/node_modules/convex/dist/browser.bundle.js");
const CALLBACKS = 60;

let browser: Browser;
let page: Page;
let deployment: Deployment;

beforeAll(async () => {
  deployment = await Deployment.start();
  browser = await openBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ path: CLIENT });
});

afterAll(async () => {
  await browser.close();
  deployment.stop();
});

const scene = (seq: number, change = {}) => ({
  projectId: "prj_1", sessionId: "ses_1", sceneId: "scn_1", seq, version: 1 + Math.floor(seq / 4), index: 0,
  title: `Change ${seq}`, status: "rendering", startFrame: 0, endFrame: -1, durationInFrames: 0, videoUrl: null,
  checksum: null, error: null, updatedAt: Date.now(), project: { title: "Geometry", owner: "ada" }, ...change,
});

/** Subscribe a signed-in client; what it is told, and when, is kept in the page. */
async function subscribe(token: string | null): Promise<void> {
  await page.evaluate(
    ([url, token]) => {
      const { ConvexClient } = (window as any).convex;
      const client = new ConvexClient(url);
      if (token) client.setAuth(async () => token);
      const told: Record<number, number> = {};
      const refused: unknown[] = [];
      client.onUpdate(
        "sessions:snapshot",
        { sessionId: "ses_1" },
        (snapshot: { seq: number }) => (told[snapshot.seq] ??= performance.timeOrigin + performance.now()),
        (error: { data: unknown }) => refused.push(error.data),
      );
      Object.assign(window, { told, refused, client });
    },
    [deployment.url, token] as const,
  );
}

test("a subscribed client is told of every callback, half of them within 250 ms", async () => {
  const { token } = await deployment.lab<{ token: string }>("sign-in", { email: "ada@example.org", owner: "ada" });
  await deployment.callback("/callbacks/scene-updated", scene(1));
  await subscribe(token);
  await page.waitForFunction(() => (window as any).told[1]);

  const sent: number[] = [];
  for (let seq = 2; seq < 2 + CALLBACKS; seq++) {
    sent[seq] = performance.timeOrigin + performance.now();
    await deployment.callback("/callbacks/scene-updated", scene(seq));
    await page.waitForFunction((seq) => (window as any).told[seq], seq);
  }

  const told = (await page.evaluate(() => (window as any).told)) as Record<number, number>;
  const lags = sent.flatMap((at, seq) => [told[seq]! - at]).sort((a, b) => a - b);
  const median = lags[Math.floor(lags.length / 2)]!;
  console.log(`lag of ${lags.length} callbacks: median ${median.toFixed(0)} ms, longest ${lags.at(-1)!.toFixed(0)} ms`);
  expect(lags).toHaveLength(CALLBACKS);
  // Not a benchmark, a promise: a figure that a busy machine keeps too.
  expect(median).toBeLessThan(250);
});

test("callbacks that come all at once, mixed up, end in the newest state", async () => {
  const seqs = Array.from({ length: 40 }, (_, at) => 100 + at).sort(() => Math.random() - 0.5);
  await Promise.all(seqs.map((seq) => deployment.callback("/callbacks/scene-updated", scene(seq))));
  await page.waitForFunction(() => (window as any).told[139]);
  const title = await page.evaluate(async () => {
    const snapshot = await (window as any).client.query("sessions:snapshot", { sessionId: "ses_1" });
    return snapshot.scenes[0].title;
  });
  expect(title).toBe("Change 139");
});

test("a client of somebody else, or of nobody, is told nothing", async () => {
  const { token } = await deployment.lab<{ token: string }>("sign-in", { email: "eve@example.org", owner: "eve" });
  for (const [given, code] of [[token, "not_found"], [null, "unauthenticated"]] as const) {
    await page.evaluate(() => (window as any).client.close());
    await subscribe(given);
    await page.waitForFunction((code) => (window as any).refused.at(-1)?.code === code, code);
    await deployment.callback("/callbacks/scene-updated", scene(given ? 200 : 201));
    expect(await page.evaluate(() => Object.keys((window as any).told))).toEqual([]);
  }
});
