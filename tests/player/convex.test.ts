/** The player and the studio on Convex: the real client against the real functions. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { installReader, openBrowser, seekTo, seen, whenPhase } from "./lab/browser.ts";
import { Deployment } from "./lab/convex.ts";
import { look } from "./lab/look.ts";
import { LabServer } from "./lab/server.ts";
import type { LabSession } from "./lab/session.ts";

const lab = new LabServer();
const asked: { path: string; body: Record<string, unknown> }[] = [];
let deployment: Deployment;
let browser: Browser;
let page: Page;
let session: LabSession;
/** Who renders for the deployment: takes every job. */
let renderer: Server;

beforeAll(async () => {
  [deployment, browser] = await Promise.all([Deployment.start(), openBrowser(), lab.start()]);
  lab.config = { convexUrl: deployment.url };
  renderer = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      asked.push({ path: request.url ?? "", body: JSON.parse(body) });
      response.writeHead(202, { "content-type": "application/json" }).end('{"job_id": "job_1", "status": "queued"}');
    });
  });
  await new Promise<void>((resolve) => renderer.listen(0, "127.0.0.1", resolve));
  await deployment.lab("environment", { PROOFREEL_SERVER_URL: `http://127.0.0.1:${(renderer.address() as AddressInfo).port}` });
}, 120_000);

afterAll(async () => {
  deployment?.stop();
  renderer?.close();
  await browser?.close();
  await lab.stop();
});

let count = 0;

beforeEach(async () => {
  count += 1;
  asked.length = 0;
  session = lab.session(`ses_convex${count}`, "How a circle becomes a line");
  for (const [title, frames] of [["First", 30], ["Second", 24]] as const) await session.add(title, frames);
  await deployment.tell(session, "ada", lab.url);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  return () => page.context().close();
});

test("plays a session to the frame, and swaps a changed scene in without a reload", async () => {
  await deployment.signIn(page, "ada");
  await page.goto(`${lab.url}/watch/${session.id}`);
  await whenPhase(page, "paused");
  await installReader(page);
  for (const [frame, shown] of [[29, { tag: 17, frame: 29 }], [30, { tag: 33, frame: 0 }], [53, { tag: 33, frame: 23 }], [12, { tag: 17, frame: 12 }]] as const) {
    await seekTo(page, frame);
    expect(await seen(page)).toEqual(shown);
  }
  await seekTo(page, 35);
  await page.locator(".pr-captions", { hasText: "This is Second, told with its scene." }).waitFor();
  const second = session.stored[1]!;
  second.scene = { ...second.scene, version: 2 };
  session.addVersion(second, "pass", "edited", "");
  await session.finish(second, 40);
  await deployment.tell(session, "ada", lab.url);
  await page.waitForFunction(() => (window as any).seen().tag === 34);
  expect(await seen(page)).toEqual({ tag: 34, frame: 5 });
  expect(await page.evaluate(() => (window as any).proofreel.player.get().timeline.frames)).toBe(70);
});

test("asks for a change in words, shows it queued at once, and no sources", async () => {
  await deployment.signIn(page, "ada");
  await page.goto(`${lab.url}/s/${session.id}`);
  await page.locator(".st-scene", { hasText: "Second" }).click();
  await page.getByLabel("Say what to change").fill("make it green");
  await page.keyboard.press("Enter");
  await page.locator(".st-panel-head .pr-pill", { hasText: "Queued" }).waitFor();
  await page.waitForFunction(() => (document.querySelector(".st-prompt input") as HTMLInputElement).value === "");
  expect(asked).toMatchObject([{ path: "/jobs/edit", body: { sceneId: session.stored[1]!.scene.id, projectId: "prj_lab", prompt: "make it green" } }]);
  // The function's own word comes when the optimistic one is gone, by another way than its answer, and stays.
  await expect.poll(() => page.locator(".st-panel-head .pr-pill").textContent()).toBe("Queued");
  expect(await page.locator(".cm-content, .st-download, .st-tools:not([hidden])").count()).toBe(0);
  await page.getByRole("tab", { name: "History" }).click();
  await page.locator(".st-versions li").waitFor();
  expect(await page.getByRole("button", { name: "Revert to this" }).count()).toBe(0);
});

test("a video is asked for from the list of one's own", async () => {
  await deployment.signIn(page, "ada");
  await page.goto(lab.url);
  const card = page.locator(".st-card", { hasText: "How a circle becomes a line" }).first();
  expect(await card.locator("img").evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(640);
  await page.getByLabel("What the video explains").fill("why primes never end");
  await page.getByLabel("Number of scenes").selectOption("3");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.waitForURL(/\/s\/ses_/);
  await page.locator(".st-head h1", { hasText: "why primes never end" }).waitFor();
  await page.locator(".st-head .pr-pill", { hasText: "Queued" }).waitFor();
  expect(asked[0]?.path).toBe("/jobs/generate");
  expect(asked[0]?.body).toMatchObject({ sceneCount: 3, prompt: "why primes never end" });
});

test("one who signs in goes to GitHub, is told when that fails, and comes back to the page that was asked for", async () => {
  const session = lab.session("ses_github", "Through GitHub");
  await session.add("First", 30);
  await deployment.tell(session, "github|583231", lab.url, "prj_github");
  await deployment.lab("environment", { SITE_URL: lab.url });
  await deployment.lab("github", { id: 583231, login: "ada", email: "github@example.org" });
  const visits: URL[] = [];
  let agrees = false;
  await page.context().route("https://github.com/**", (route) => {
    const asked = new URL(route.request().url());
    visits.push(asked);
    const back = new URL(asked.searchParams.get("redirect_uri")!);
    if (agrees) back.searchParams.set("code", "from GitHub");
    else back.searchParams.set("error", "access_denied");
    const state = asked.searchParams.get("state");
    if (state) back.searchParams.set("state", state);
    return route.fulfill({ status: 302, headers: { location: back.href } });
  });
  await page.goto(`${lab.url}/watch/ses_github`);
  await page.getByRole("button", { name: "Continue with GitHub" }).click();
  await page.getByText("The last sign-in wasn’t finished.").waitFor();
  agrees = true;
  await page.getByRole("button", { name: "Continue with GitHub" }).click();
  await whenPhase(page, "paused");
  expect(visits.map(({ pathname, searchParams }) => [pathname, searchParams.get("client_id")])).toEqual(Array(2).fill(["/login/oauth/authorize", "github-id"]));
  expect(page.url()).toBe(`${lab.url}/watch/ses_github`);
  await page.reload();
  await page.getByRole("heading", { name: "Through GitHub" }).waitFor();
  await page.goto(lab.url);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Continue with GitHub" }).waitFor();
});

test("nobody sees what is somebody else's, or anything without signing in", async () => {
  await page.goto(`${lab.url}/s/${session.id}`);
  await page.getByRole("button", { name: "Continue with GitHub" }).waitFor();
  await look(page, "sign-in-1280");
  const other = await browser.newPage();
  await deployment.signIn(other, "bob");
  await other.goto(`${lab.url}/s/${session.id}`);
  await other.locator(".pr-problem", { hasText: "There is no such session." }).waitFor();
  await other.goto(lab.url);
  await other.getByRole("heading", { name: "Videos" }).waitFor();
  expect(await other.locator(".st-card strong").count()).toBe(0);
  await other.context().close();
});
