/** Every public function, found by looking, before somebody who may not call it. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { api } from "../functions/_generated/api";
import { deployment, postScene, postSession, scene, session, type Deployment } from "./deployment";
import { call, person, publicFunctions, refusal, type Person } from "./people";

let t: Deployment;
let ada: Person;
let eve: Person;

beforeEach(async () => {
  t = deployment();
  ada = await person(t, "ada");
  eve = await person(t, "eve");
  await postSession(t, session());
  await postScene(t, scene({ seq: 2, status: "ready", durationInFrames: 30, endFrame: 29 }));
  vi.stubGlobal("fetch", () => Promise.reject(new Error("nothing is sent in this test")));
});

/** Arguments that name what is Ada's, for each function that takes any of it. */
const OF_ADA: Record<string, Record<string, unknown>> = {
  "jobs:triggerEdit": { sceneId: "scn_1", projectId: "prj_1", prompt: "bigger" },
  "jobs:triggerGenerate": { projectId: "prj_1", sessionId: "ses_1", sceneCount: 3, prompt: "circles" },
  "scenes:history": { sceneId: "scn_1" },
  "sessions:create": { projectId: "prj_1", title: "Again" },
  "sessions:snapshot": { sessionId: "ses_1" },
};

/** Functions that take nothing of anybody's, but need to know who asks. */
const OF_SOMEBODY: Record<string, Record<string, unknown>> = {
  "projects:create": { title: "Mine" },
  "projects:list": {},
  "users:me": {},
};

/** Convex Auth's own: how one comes to be signed in. */
const OF_ANYBODY = ["auth:isAuthenticated", "auth:signIn", "auth:signOut"];

test("every public function is in one of the lists", async () => {
  const names = (await publicFunctions()).map(({ name }) => name);
  expect(names).toEqual([...Object.keys(OF_ADA), ...Object.keys(OF_SOMEBODY), ...OF_ANYBODY].sort());
});

describe.each([...Object.entries(OF_ADA), ...Object.entries(OF_SOMEBODY)])("%s", (name, args) => {
  const found = async () => (await publicFunctions()).find((one) => one.name === name)!;

  test("refuses whoever isn't signed in", async () => {
    expect(await refusal(call(t, await found(), args))).toMatchObject({ code: "unauthenticated" });
  });

  test("refuses a token whose user is gone", async () => {
    await t.run((ctx) => ctx.db.delete("users", eve.id));
    expect(await refusal(call(eve.as, await found(), args))).toMatchObject({ code: "unauthenticated" });
  });

  test("serves the one whose it is", async () => {
    expect(await refusal(call(ada.as, await found(), args))).toBeNull();
  });
});

test("what was removed is as if it had never been", async () => {
  await postSession(t, session({ seq: 3, sceneIds: [], removed: true }));
  for (const name of ["sessions:snapshot", "scenes:history", "jobs:triggerEdit", "jobs:triggerGenerate"]) {
    const found = (await publicFunctions()).find((one) => one.name === name)!;
    expect(await refusal(call(ada.as, found, OF_ADA[name] as Record<string, unknown>))).toMatchObject({ code: "not_found" });
  }
});

describe.each(Object.entries(OF_ADA))("%s of somebody else's", (name, args) => {
  test("answers as for what doesn't exist, and changes nothing", async () => {
    const found = (await publicFunctions()).find((one) => one.name === name)!;
    const missing = Object.fromEntries(
      Object.entries(args).map(([key, value]) => [key, key.endsWith("Id") ? `${String(value)}_missing` : value]),
    );
    const before = await everything();
    const foreign = await refusal(call(eve.as, found, args));
    expect(foreign).toMatchObject({ code: "not_found" });
    expect(foreign).toEqual(await refusal(call(eve.as, found, missing)));
    expect(foreign).toEqual(await refusal(call(ada.as, found, missing)));
    expect(await everything()).toEqual(before);
  });

  async function everything() {
    return await t.run(async (ctx) => ({
      projects: await ctx.db.query("projects").collect(),
      sessions: await ctx.db.query("videoSessions").collect(),
      scenes: await ctx.db.query("scenes").collect(),
      triggers: await ctx.db.query("triggers").collect(),
    }));
  }
});

test.each(["jobs:triggerEdit", "jobs:triggerGenerate"])("%s isn't let in by a project of one's own", async (name) => {
  const { id } = await eve.as.mutation(api.projects.create, { title: "Eve's" });
  const found = (await publicFunctions()).find((one) => one.name === name)!;
  const args = { ...OF_ADA[name], projectId: id };
  expect(await refusal(call(eve.as, found, args))).toMatchObject({ code: "not_found" });
  expect(await refusal(call(ada.as, found, args))).toMatchObject({ code: "not_found" });
});

test("a project of an owner without an account is nobody's", async () => {
  const orphan = { title: "Orphan", owner: "local" };
  await postSession(t, session({ projectId: "prj_9", sessionId: "ses_9", project: orphan }));
  for (const { as } of [ada, eve]) {
    expect(await refusal(as.query(api.sessions.snapshot, { sessionId: "ses_9" }))).toMatchObject({ code: "not_found" });
  }
});

test("a removed scene isn't there, for its owner either", async () => {
  await postScene(t, scene({ seq: 3, removed: true }));
  expect(await refusal(ada.as.query(api.scenes.history, { sceneId: "scn_1" }))).toMatchObject({ code: "not_found" });
});
