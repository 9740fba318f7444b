/** The studio and its feed against a server that changes, fails and goes away. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { installReader, openBrowser, seekTo, seen, whenPhase } from "./lab/browser.ts";
import { LabServer } from "./lab/server.ts";
import type { LabSession } from "./lab/session.ts";

let browser: Browser;
let page: Page;
let lab: LabServer;
let session: LabSession;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  lab = new LabServer();
  session = lab.session("ses_edit");
  for (const [title, frames] of [["First", 30], ["Second", 36], ["Third", 24]] as const) await session.add(title, frames);
  await lab.start();
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  page = await context.newPage();
});

afterEach(async () => {
  await page.context().close();
  await lab.stop();
});

async function openStudio(target = page): Promise<void> {
  await target.goto(`${lab.url}/s/ses_edit`);
  await target.locator(".cm-content").waitFor();
  await whenPhase(target, "paused");
}

const titles = (target = page): Promise<string[]> => target.locator(".st-scene-title").allTextContents();
const phaseOf = (target = page): Promise<string> => target.evaluate(() => (window as any).proofreel.player.get().phase);

async function typeAtEnd(text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text);
}

test("an edit goes through its statuses to new frames, and the place is kept", async () => {
  await openStudio();
  await installReader(page);
  await page.locator(".st-scene", { hasText: "Second" }).click();
  await seekTo(page, 35);
  expect(await seen(page)).toEqual({ tag: 2 * 16 + 1, frame: 5 });
  await page.evaluate(() => {
    const words: string[] = [];
    Object.assign(window, { words });
    new MutationObserver(() => {
      const word = document.querySelector(".st-panel-head .pr-pill")?.textContent ?? "";
      if (words.at(-1) !== word) words.push(word);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  // Each status holds until it is seen.
  const pill = (word: string): Promise<void> => page.locator(".st-panel-head .pr-pill", { hasText: word }).waitFor();
  session.render = async (stored) => {
    await pill("Queued");
    session.change(stored, { status: "rendering" });
    await pill("Rendering");
    session.change(stored, { status: "uploading" });
    await pill("Publishing");
    await session.ready(stored, 30);
  };
  await typeAtEnd("# changed");
  await page.getByRole("button", { name: "Save and render" }).click();
  await page.locator(".st-panel-head", { hasText: "Version 2" }).waitFor();
  await page.waitForFunction(() => (window as any).seen().tag === 2 * 16 + 2);
  expect(await seen(page)).toEqual({ tag: 2 * 16 + 2, frame: 5 });
  const words = (await page.evaluate(() => (window as any).words)) as string[];
  // It is ready while the change is typed, too.
  expect(words.slice(words.indexOf("Queued"))).toEqual(["Queued", "Rendering", "Publishing", "Ready"]);
});

test("a changed scene is swapped in while the video plays on", async () => {
  await openStudio();
  await page.evaluate(() => (window as any).proofreel.player.play());
  await whenPhase(page, "playing");
  const third = session.stored[2]!;
  third.scene = { ...third.scene, version: 2 };
  session.addVersion(third, "pass", "edited", "");
  await session.finish(third, 40);
  await page.waitForFunction(() => (window as any).proofreel.player.get().phase === "ended");
  expect(await page.evaluate(() => (window as any).proofreel.player.get().timeline.frames)).toBe(30 + 36 + 40);
});

test("a failing render is told with its id, and a retry mends it", async () => {
  await openStudio();
  session.render = async (stored) => session.fail(stored, "NameError: name 'Circel' is not defined");
  await typeAtEnd("# wrong");
  await page.getByRole("button", { name: "Save and render" }).click();
  const note = page.locator(".st-panel .pr-problem");
  await note.waitFor();
  expect(await note.textContent()).toContain("NameError");
  expect(await note.textContent()).toContain(session.stored[0]!.scene.error!.correlationId!);
  session.render = (stored) => session.finish(stored, 21);
  await note.getByRole("button", { name: "Retry" }).click();
  await page.locator(".st-panel-head .pr-pill", { hasText: "Ready" }).waitFor();
  await note.waitFor({ state: "detached" });
});

test("an action that is refused is taken back, and says why", async () => {
  await openStudio();
  const first = session.stored[0]!.scene.id;
  lab.refuse.set(`POST /api/scenes/${first}/move`, {
    status: 503,
    body: { title: "The queue is full", detail: "Twelve renders wait already.", code: "queue_full", correlationId: "cor-42" },
  });
  await page.getByRole("button", { name: "Move scene 1 down" }).click();
  await page.locator(".st-toast").waitFor();
  expect(await page.locator(".st-toast").textContent()).toMatch(/Twelve renders wait already\..*queue_full.*cor-42/);
  expect(await titles()).toEqual(["First", "Second", "Third"]);
  lab.refuse.clear();
  await page.getByRole("button", { name: "Move scene 1 down" }).click();
  await page.waitForFunction(() => document.querySelector(".st-scene-title")?.textContent === "Second");
});

test("saving over somebody else's change shows theirs and asks", async () => {
  await openStudio();
  await typeAtEnd("# mine");
  const first = session.stored[0]!;
  first.scene = { ...first.scene, version: 2 };
  session.addVersion(first, "# theirs", "edited", "@@ -1 +1 @@\n-old\n+# theirs");
  await page.getByRole("button", { name: "Save and render" }).click();
  await page.getByRole("button", { name: "Save mine over it" }).waitFor();
  expect(await page.locator(".st-diff").first().textContent()).toContain("# theirs");
  await page.getByRole("button", { name: "Save mine over it" }).click();
  await page.locator(".st-panel-head", { hasText: "Version 3" }).waitFor();
  expect(session.current(first).code).toContain("# mine");
});

test("a second change builds on the first", async () => {
  await openStudio();
  for (const [text, version] of [["# one", 2], ["# two", 3]] as const) {
    await typeAtEnd(text);
    await page.getByRole("button", { name: "Save and render" }).click();
    await page.locator(".st-panel-head", { hasText: `Version ${version}` }).waitFor();
    await page.locator(".st-save", { hasText: /^Saved/ }).waitFor();
  }
  expect(session.current(session.stored[0]!).code).toContain("# one# two");
});

test("an older version can be made current again", async () => {
  await openStudio();
  await typeAtEnd("# two");
  await page.getByRole("button", { name: "Save and render" }).click();
  await page.locator(".st-panel-head", { hasText: "Version 2" }).waitFor();
  await page.locator(".st-panel-head .pr-pill", { hasText: "Ready" }).waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("button", { name: "Revert to this" }).click();
  await page.locator(".st-panel-head", { hasText: "Version 1" }).waitFor();
  await page.waitForFunction(() => (window as any).proofreel.player.get().timeline.frames === 90);
});

test("two tabs show the same", async () => {
  const other = await page.context().newPage();
  await openStudio();
  await openStudio(other);
  await page.getByRole("button", { name: "Move scene 3 up" }).click();
  await other.waitForFunction(() => document.querySelectorAll(".st-scene-title")[1]?.textContent === "Third");
  await other.getByRole("button", { name: "Remove scene 1" }).click();
  await other.getByRole("button", { name: "Remove", exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll(".st-scene-title").length === 2);
  expect(await titles()).toEqual(["Third", "Second"]);
  await page.getByRole("button", { name: "Add scene" }).click();
  await page.getByLabel("Title of the new scene").fill("Fourth");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await other.locator(".st-scene", { hasText: "Fourth" }).waitFor();
});

test.for([["/s/ses_edit", "/api/sessions/ses_edit"], ["/watch/ses_edit", "/api/sessions/ses_edit"], ["/", "/api/projects"]])(
  "one who isn't signed in at the server is offered its sign-in, with the way back to %s",
  async ([path, asked]) => {
    const body = { title: "Unauthorized", detail: "Nobody is signed in.", code: "unauthenticated" };
    for (const one of [asked!, "/api/sessions/ses_edit/events"]) lab.refuse.set(one, { status: 401, body });
    await page.goto(lab.url + path);
    const link = page.getByRole("link", { name: "Sign in" });
    expect(await link.getAttribute("href")).toBe(`/login?then=${encodeURIComponent(path!)}`);
  },
);

test("a scene is duplicated at once, the copy plays without a gap, and a refusal takes it back", async () => {
  await openStudio();
  await installReader(page);
  const path = `POST /api/scenes/${session.stored[1]!.scene.id}/duplicate`;
  lab.refuse.set(path, { status: 409, body: { title: "Enough scenes", detail: "A session has at most 3 scenes.", code: "too_many_scenes", correlationId: "cor-7" } });
  await page.getByRole("button", { name: "Duplicate scene 2" }).click();
  await page.locator(".st-toast", { hasText: "cor-7" }).waitFor();
  expect(await titles()).toEqual(["First", "Second", "Third"]);
  lab.refuse.clear();
  const answered = page.waitForResponse((response) => response.url().endsWith("/duplicate"));
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route("**/duplicate", async (route) => (await held, await route.continue()));
  await page.getByRole("button", { name: "Duplicate scene 2" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".st-scene-title").length === 4);
  expect(session.stored).toHaveLength(3);
  letGo();
  await answered;
  await page.waitForFunction(() => !(window as any).proofreel.player.get().timeline.segments.some((one: any) => one.scene.id.startsWith("copy:")));
  expect(await titles()).toEqual(["First", "Second", "Second", "Third"]);
  await seekTo(page, 60);
  await page.evaluate(() => (window as any).proofreel.player.play());
  await page.waitForFunction(() => (window as any).proofreel.player.get().place.segment === 2);
  await page.evaluate(() => (window as any).proofreel.player.pause());
  await whenPhase(page, "paused");
  const frame = await page.evaluate(() => (window as any).proofreel.player.get().frame);
  expect(await seen(page)).toEqual({ tag: 2 * 16 + 1, frame: frame - 66 });
});

test("after a restart of the server it goes on where it left off and misses nothing", async () => {
  await page.goto(`${lab.url}/watch/ses_edit`);
  await whenPhase(page, "paused");
  const seq = session.seq;
  await lab.stop();
  await page.locator(".pr-pill", { hasText: "Reconnecting" }).waitFor();
  const second = session.stored[1]!;
  second.scene = { ...second.scene, version: 2 };
  session.addVersion(second, "pass", "edited", "");
  await session.finish(second, 50);
  await lab.start();
  await page.waitForFunction(() => (window as any).proofreel.player.get().timeline.frames === 30 + 50 + 24);
  await page.locator(".pr-pill", { hasText: "Reconnecting" }).waitFor({ state: "detached" });
  const resumed = lab.requests.filter((request) => request.path.endsWith("/events")).at(-1);
  expect(Number(resumed?.lastEventId)).toBe(seq);
});

test("it plays what is ready and goes on when the next scene is", async () => {
  const fourth = session.place("Fourth");
  session.reordered();
  await page.goto(`${lab.url}/watch/ses_edit`);
  await whenPhase(page, "paused");
  await seekTo(page, 80);
  await page.keyboard.press("k");
  await whenPhase(page, "waiting");
  expect(await page.locator(".pr-overlay").textContent()).toContain("Fourth");
  await session.finish(fourth, 20);
  await whenPhase(page, "ended");
  expect(await page.evaluate(() => (window as any).proofreel.player.get().frame)).toBe(109);
});

test("a chunk that can't be had fails alone and can be tried again", async () => {
  const path = session.stored[1]!.scene.url!;
  lab.refuse.set(path, { status: 404, body: { title: "No such chunk", detail: "It was swept away.", code: "chunk_not_found" } });
  await page.goto(`${lab.url}/watch/ses_edit`);
  await whenPhase(page, "paused");
  await page.evaluate(() => (window as any).proofreel.player.seekScene(1));
  await whenPhase(page, "failed");
  expect(await page.locator(".pr-overlay").textContent()).toContain("It was swept away.");
  lab.refuse.clear();
  await page.getByRole("button", { name: "Try again" }).click();
  await whenPhase(page, "paused");
  expect(await phaseOf()).toBe("paused");
});

test("the keyboard does what it does on YouTube", async () => {
  await page.goto(`${lab.url}/watch/ses_edit`);
  await whenPhase(page, "paused");
  const state = (pick: string): Promise<unknown> => page.evaluate((key) => (window as any).proofreel.player.get()[key], pick);
  await page.keyboard.press("5");
  expect(await state("frame")).toBe(45);
  await page.keyboard.press("End");
  expect(await state("frame")).toBe(89);
  await page.keyboard.press("j");
  expect(await state("frame")).toBe(0);
  await page.keyboard.press("Shift+N");
  expect(await state("frame")).toBe(30);
  await page.keyboard.press(">");
  expect(await state("rate")).toBe(1.25);
  await page.keyboard.press("m");
  expect(await state("muted")).toBe(true);
  await page.keyboard.press("c");
  await page.waitForFunction(() => !document.querySelector(".pr-captions"));
  await whenPhase(page, "paused");
  await page.keyboard.press("Space");
  await whenPhase(page, "playing");
});

test("every control does what it says: captions, speed, scenes, full screen, picture in picture", async () => {
  await page.goto(`${lab.url}/watch/ses_edit`);
  await whenPhase(page, "paused");
  // The poster stands for the video until something of it is asked for.
  await page.locator(".pr-poster").waitFor();
  const choose = async (menu: RegExp, item: RegExp): Promise<void> => {
    await page.getByRole("button", { name: menu }).click();
    await page.getByRole("menuitemradio", { name: item }).click();
  };
  await choose(/^Scenes, now 1/, /Second/);
  await page.waitForFunction(() => (window as any).proofreel.player.get().frame === 30);
  await page.locator(".pr-poster").waitFor({ state: "detached" });
  await page.locator(".pr-captions", { hasText: "This is Second, spoken aloud." }).waitFor();
  await page.getByRole("button", { name: "Captions" }).click();
  await page.locator(".pr-captions").waitFor({ state: "detached" });
  await choose(/^Speed 1×/, /^1.5×/);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await whenPhase(page, "playing");
  expect(await page.evaluate(() => (window as any).proofreel.player.video.playbackRate)).toBe(1.5);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const full = (): Promise<string | null> => page.evaluate(() => document.fullscreenElement?.className ?? null);
  await page.getByRole("button", { name: "Full screen", exact: true }).click();
  await page.getByRole("button", { name: "Leave full screen" }).waitFor();
  expect(await full()).toBe("pr-player");
  await page.keyboard.press("f");
  await page.getByRole("button", { name: "Full screen", exact: true }).waitFor();
  expect(await full()).toBeNull();
  await page.getByRole("button", { name: "Picture in picture" }).click();
  await page.waitForFunction(() => document.pictureInPictureElement === (window as any).proofreel.player.video);
  // The window follows the picture into the other element.
  await page.evaluate(() => (window as any).proofreel.player.seekScene(2));
  await page.waitForFunction(() => {
    const { player } = (window as any).proofreel;
    return player.get().frame === 66 && player.get().phase === "paused" && document.pictureInPictureElement === player.video;
  });
  await page.keyboard.press("i");
  await page.waitForFunction(() => document.pictureInPictureElement === null);
});

test("the player's menus are worked without a mouse", async () => {
  await page.goto(`${lab.url}/watch/ses_edit`);
  await whenPhase(page, "paused");
  await page.getByRole("button", { name: /^Scenes, now 1/ }).focus();
  for (const key of ["Enter", "ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await page.waitForFunction(() => (window as any).proofreel.player.get().frame === 66);
  await page.keyboard.press("Tab");
  for (const key of ["Enter", "End", "Enter"]) await page.keyboard.press(key);
  expect(await page.evaluate(() => (window as any).proofreel.player.get().rate)).toBe(2);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test.for([["no-preference", true], ["reduce", false]] as const)("with prefers-reduced-motion: %s, something moves for ever: %s", async ([reducedMotion, moves]) => {
  const second = session.stored[1]!;
  session.change(second, { status: "rendering" });
  await page.emulateMedia({ reducedMotion });
  await openStudio();
  const endless = await page.evaluate(() => document.getAnimations().filter((one) => one.effect!.getComputedTiming().endTime === Infinity).length);
  expect(endless > 0).toBe(moves);
});

test("blocks are changed in a form, and come back as they were sent", async () => {
  const first = session.stored[0]!;
  session.setBlocks(first, [{ kind: "steps", steps: [{ tex: "x = 1" }] }, { kind: "hologram", depth: 3 }]);
  await page.goto(`${lab.url}/s/ses_edit`);
  const steps = page.locator(".st-block").first();
  await steps.getByLabel("Formula").fill("x = 2");
  await steps.getByRole("button", { name: "Add step" }).click();
  await steps.getByLabel("Formula").nth(1).fill("x^2 = 4");
  await steps.getByLabel("How it came about").nth(1).fill("squared");
  await page.getByLabel("Add a block").selectOption("Summary");
  await page.getByRole("button", { name: "Move Summary, block 3 up" }).click();
  await page.getByRole("button", { name: "Save and render" }).click();
  await page.locator(".st-panel-head", { hasText: "Version 2" }).waitFor();
  expect(session.current(first).blocks).toEqual([
    { kind: "steps", steps: [{ tex: "x = 2" }, { tex: "x^2 = 4", note: "squared" }] },
    { kind: "summary", points: ["What to take home"] },
    // What there's no form for stays as it is.
    { kind: "hologram", depth: 3 },
  ]);
});

test("a check draws what is wrong on its frame, and leads to its line", async () => {
  await openStudio();
  await typeAtEnd("# too_wide");
  await page.getByRole("button", { name: "Check layout" }).click();
  const boxes = page.locator(".st-frame rect:not([data-other])");
  await boxes.first().waitFor({ state: "attached" });
  expect(await boxes.count()).toBe(1);
  // 8.5 of 7.11 units: it ends at the edge of the picture, not beyond it.
  expect(Number(await boxes.getAttribute("x")) + Number(await boxes.getAttribute("width"))).toBeLessThan(100);
  await page.getByRole("button", { name: /^Show where: `label`/ }).click();
  await page.waitForFunction(() => document.querySelectorAll(".st-frame rect:not([data-other])").length === 2);
  await page.getByRole("button", { name: "Go to line 8" }).first().click();
  await page.locator(".cm-activeLine", { hasText: "title = Text" }).waitFor();
  await page.keyboard.type(" ");
  await page.locator(".st-frame").waitFor({ state: "detached" });
});

test("the fix of a finding is applied where it belongs", async () => {
  await openStudio();
  await typeAtEnd("self.add(Circel())");
  await page.locator(".cm-lintRange-error").waitFor();
  await page.locator(".st-findings").getByRole("button", { name: "Fix" }).click();
  await page.locator(".st-findings").waitFor({ state: "detached" });
  expect(await page.locator(".cm-content").textContent()).toContain("self.add(Circle())");
});

test("a change is asked for in words where somebody takes them", async () => {
  await openStudio();
  await page.getByLabel("Say what to change").fill("make it red");
  await page.keyboard.press("Enter");
  await page.locator(".st-panel-head", { hasText: "Version 2" }).waitFor();
  expect(session.current(session.stored[0]!).change).toBe("prompt: make it red");
  await page.waitForFunction(() => (document.querySelector(".st-prompt input") as HTMLInputElement).value === "");
});

test("news of a removed scene that was still on its way doesn't bring it back", async () => {
  await openStudio();
  const gone = session.stored[2]!.scene;
  await page.getByRole("button", { name: "Remove scene 3" }).click();
  const asked = page.waitForResponse((response) => response.url().endsWith(`/api/sessions/${session.id}`));
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await (await asked).finished();
  session.tell(gone.seq, "scene", { seq: gone.seq, version: gone.version, scene: { ...gone, status: "uploading" } });
  session.change(session.stored[0]!, { title: "Told last" });
  await page.locator(".st-scene", { hasText: "Told last" }).waitFor();
  expect(await titles()).toEqual(["Told last", "Second"]);
});

test("everything can be reached and done without a mouse", async () => {
  await openStudio();
  const focused = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
  const tabTo = async (name: RegExp, keys = "Tab"): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      if (name.test(await focused())) return;
      await page.keyboard.press(keys);
    }
    throw new Error(`${name} can't be reached`);
  };
  await tabTo(/^Move scene 1 down$/);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".st-scene-title")?.textContent === "Second");
  await tabTo(/Third/);
  await page.keyboard.press("Enter");
  await page.locator(".st-panel-head h2", { hasText: "Third" }).waitFor();
  await tabTo(/Edit$/);
  await page.keyboard.press("ArrowRight");
  await page.locator(".st-versions").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.locator(".cm-content").waitFor();
  await tabTo(/^The scene's code$/);
  await page.keyboard.press("Control+End");
  await page.keyboard.type("# by hand");
  await page.keyboard.press("Control+s");
  await page.locator(".st-panel-head", { hasText: "Version 2" }).waitFor();
  // The editor takes Tab for itself; Escape first gives it back.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await focused()).not.toBe("The scene's code");
  await tabTo(/^Remove scene 3$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".st-scene-title").length === 2);
  await tabTo(/Add scene$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Fourth");
  await page.keyboard.press("Enter");
  await page.locator(".st-scene", { hasText: "Fourth" }).waitFor();
});
