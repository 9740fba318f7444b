/** What a viewer reads. */
import { beforeEach, expect, test } from "vitest";
import { api, internal } from "../functions/_generated/api";
import { deployment, postScene, postSession, scene, session, type Deployment } from "./deployment";
import { person, refusal, type Person } from "./people";

let t: Deployment;
let ada: Person;

beforeEach(async () => {
  t = deployment();
  ada = await person(t, "ada");
});

test("a snapshot has the shape of the server's own, scenes in order, totals counted from them", async () => {
  await postSession(t, session({ seq: 1, status: "rendering" }));
  const error = { code: "scene_failed", message: "x is not defined", fix: null, line: 3 };
  await postScene(t, scene({ seq: 4, sceneId: "scn_2", index: 1, title: "Squares", status: "error", error }));
  const ready = { status: "ready", durationInFrames: 30, endFrame: 29, videoUrl: "https://chunks.example/v1.mp4" };
  const captions = [{ startMs: 0, endMs: 900, text: "A circle." }];
  const posterUrl = "https://chunks.example/v1.jpg";
  await postScene(t, scene({ seq: 3, ...ready, checksum: "ab", posterUrl, captions }));

  const updatedAt = 1_700_000_000_000;
  expect(await ada.as.query(api.sessions.snapshot, { sessionId: "ses_1" })).toEqual({
    id: "ses_1",
    projectId: "prj_1",
    title: "Circles",
    status: "rendering",
    seq: 4,
    format: { width: 1920, height: 1080, fps: 30, quality: "full" },
    totalFrames: 30,
    error: null,
    exportUrl: null,
    captionsUrl: null,
    canPrompt: false,
    updatedAt,
    scenes: [
      {
        id: "scn_1", index: 0, title: "Circles", status: "ready", version: 1, seq: 3, startFrame: 0, endFrame: 29,
        durationInFrames: 30, url: "https://chunks.example/v1.mp4", posterUrl, captions, error: null, progress: null, updatedAt,
      },
      {
        id: "scn_2", index: 1, title: "Squares", status: "error", version: 1, seq: 4, startFrame: 0, endFrame: -1,
        durationInFrames: 0, url: null, posterUrl: null, captions: [], progress: null, updatedAt,
        error: { code: "scene_failed", message: "x is not defined", fix: null, line: 3, correlationId: null },
      },
    ],
  });
});

test("projects come with their sessions, the last changed first", async () => {
  await postSession(t, session({ seq: 1, updatedAt: 1000 }));
  await postScene(t, scene({ seq: 2, status: "ready", durationInFrames: 30, endFrame: 29, posterUrl: "https://chunks.example/v1.jpg" }));
  const other = { projectId: "prj_2", sessionId: "ses_2", project: { title: "Algebra", owner: "ada" } };
  await postSession(t, session({ ...other, updatedAt: 2000 }));
  const listed = await ada.as.query(api.projects.list, {});
  expect(listed.map(({ title }) => title)).toEqual(["Algebra", "Geometry"]);
  expect(listed[1]!.sessions).toEqual([
    { id: "ses_1", title: "Circles", status: "idle", totalFrames: 30, sceneCount: 1, readyCount: 1, updatedAt: 1000, posterUrl: "https://chunks.example/v1.jpg" },
  ]);
  expect(await ada.as.query(api.projects.list, { limit: 1 })).toHaveLength(1);
});

test("a scene's history keeps what each version came to", async () => {
  await postScene(t, scene({ seq: 1, status: "ready", checksum: "one", author: "agent", change: "written" }));
  await postScene(t, scene({ seq: 2, version: 2, updatedAt: 1_700_000_000_500, author: "person", change: "new code" }));
  const { versions } = await ada.as.query(api.scenes.history, { sceneId: "scn_1" });
  expect(versions.map(({ version, author, change, checksum, current }) => [version, author, change, checksum, current])).toEqual([
    [1, "agent", "written", "one", false],
    [2, "person", "new code", null, true],
  ]);
});

test("a project and a session that are begun here take the server's updates", async () => {
  const project = await ada.as.mutation(api.projects.create, { title: "  Algebra " });
  const made = await ada.as.mutation(api.sessions.create, { projectId: project.id, title: "Groups", quality: "preview" });
  expect(project.id).toMatch(/^prj_[0-9a-hjkmnp-tv-z]{26}$/);
  await postScene(t, scene({ projectId: project.id, sessionId: made.id, project: { title: "Theirs", owner: "eve" } }));
  const snapshot = await ada.as.query(api.sessions.snapshot, { sessionId: made.id });
  expect(snapshot).toMatchObject({ title: "Groups", format: { width: 854, fps: 15, quality: "preview" } });
  expect(snapshot.scenes).toHaveLength(1);
});

test.each(["", "   ", "x".repeat(201)])("the title %j is refused", async (title) => {
  expect(await refusal(ada.as.mutation(api.projects.create, { title }))).toMatchObject({ code: "bad_title" });
});

test("what is made too often is refused, for that user alone", async () => {
  const eve = await person(t, "eve");
  for (let at = 0; at < 30; at++) await ada.as.mutation(api.projects.create, { title: "One more" });
  expect(await refusal(ada.as.mutation(api.projects.create, { title: "Too many" }))).toMatchObject({ code: "rate_limited" });
  expect(await refusal(eve.as.mutation(api.projects.create, { title: "Mine" }))).toBeNull();
});

test("a user says who they are to the server", async () => {
  expect(await ada.as.query(api.users.me, {})).toMatchObject({ id: ada.id, owner: "ada", email: "ada@example.org" });
});

test("linking a user to an owner gives them the owner's projects, and only those that are nobody's", async () => {
  const local = { title: "Before accounts", owner: "local" };
  await postSession(t, session({ projectId: "prj_9", sessionId: "ses_9", project: local }));
  expect(await t.mutation(internal.users.link, { email: "ada@example.org", owner: "local" })).toEqual({ adopted: 1 });
  expect(await ada.as.query(api.sessions.snapshot, { sessionId: "ses_9" })).toMatchObject({ id: "ses_9" });
  await person(t, "eve");
  const again = t.mutation(internal.users.link, { email: "eve@example.org", owner: "local" });
  await expect(again).rejects.toThrow(/linked to another user/);
});

test("linking needs one user with that verified address", async () => {
  await t.run((ctx) => ctx.db.insert("users", { email: "bob@example.org" }));
  await expect(t.mutation(internal.users.link, { email: "bob@example.org", owner: "local" })).rejects.toThrow(/0 users/);
});
