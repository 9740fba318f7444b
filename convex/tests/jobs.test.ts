/** Asking the server for work, and a server that is there, away, slow, or says no. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../functions/_generated/api";
import { verified } from "../functions/signing";
import { deployment, postScene, postSession, scene, SECRET, session, storedScene, type Deployment } from "./deployment";
import { person, refusal, type Person } from "./people";

let t: Deployment;
let ada: Person;
let requests: { url: string; headers: Record<string, string>; body: string }[];
let answers: (() => Response)[];

const accepted = () => Response.json({ job_id: "job_1", status: "queued" }, { status: 202 });
const away = (): Response => {
  throw new TypeError("connection refused");
};

beforeEach(async () => {
  t = deployment();
  ada = await person(t, "ada");
  await postSession(t, session());
  await postScene(t, scene({ seq: 2, status: "ready", durationInFrames: 30, endFrame: 29 }));
  process.env["PROOFREEL_SERVER_URL"] = "https://studio.example/";
  requests = [];
  answers = [];
  vi.stubGlobal("fetch", (url: string, init: { headers: Record<string, string>; body: string }) => {
    requests.push({ url, headers: init.headers, body: init.body });
    return Promise.resolve().then(() => (answers.shift() ?? accepted)());
  });
});

afterEach(() => {
  delete process.env["PROOFREEL_SERVER_URL"];
  vi.useRealTimers();
});

const generate = (change = {}) =>
  ada.as.action(api.jobs.triggerGenerate, { projectId: "prj_1", sessionId: "ses_1", sceneCount: 3, prompt: "circles", ...change });
const edit = (change = {}) =>
  ada.as.action(api.jobs.triggerEdit, { projectId: "prj_1", sceneId: "scn_1", prompt: "bigger", ...change });
const snapshot = () => ada.as.query(api.sessions.snapshot, { sessionId: "ses_1" });
const triggers = () => t.run((ctx) => ctx.db.query("triggers").collect());

/** Let every trigger that waits be due, and sweep. */
async function sweep(): Promise<number> {
  await t.run(async (ctx) => {
    for (const { _id } of await ctx.db.query("triggers").collect()) await ctx.db.patch("triggers", _id, { nextAt: 0 });
  });
  return await t.action(internal.jobs.retryMissed, {});
}

describe("a server that is there", () => {
  test("gets a signed request with what was asked and who asks", async () => {
    expect(await generate()).toMatchObject({ status: "taken" });
    const [{ url, headers, body }] = requests as [(typeof requests)[0]];
    expect(url).toBe("https://studio.example/jobs/generate");
    const begin = { projectTitle: "Geometry", sessionTitle: "Circles", quality: "full" };
    const asked = { projectId: "prj_1", sessionId: "ses_1", sceneCount: 3, prompt: "circles" };
    expect(JSON.parse(body)).toEqual({ ...asked, begin, owner: "ada" });
    const bytes = new TextEncoder().encode(body);
    expect(await verified([SECRET], headers["x-signature"]!, headers["x-timestamp"]!, bytes)).toBe(true);
    expect(headers["x-correlation-id"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(await triggers()).toMatchObject([{ status: "taken", jobId: "job_1", attempts: 1 }]);
  });

  test("an edit names its scene", async () => {
    expect(await edit()).toMatchObject({ status: "taken" });
    expect(requests[0]!.url).toBe("https://studio.example/jobs/edit");
    expect(JSON.parse(requests[0]!.body)).toEqual({ sceneId: "scn_1", projectId: "prj_1", prompt: "bigger", owner: "ada" });
  });

  test("the status is queued before the server has answered, and the server's word ends the waiting", async () => {
    let seen: unknown;
    answers = [() => {
      seen = "asked";
      return accepted();
    }];
    await edit();
    expect(seen).toBe("asked");
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "queued", version: 1, durationInFrames: 30 });
    await postScene(t, scene({ seq: 3, version: 2, status: "rendering", durationInFrames: 30, endFrame: 29 }));
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "rendering", version: 2 });
  });

  test("a word of the server that comes before its answer isn't covered by it", async () => {
    vi.stubGlobal("fetch", async () => {
      await postScene(t, scene({ seq: 3, version: 2, status: "rendering" }));
      return accepted();
    });
    await edit();
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "rendering" });
    expect(await storedScene(t)).not.toHaveProperty("waiting");
  });

  test("asked fifty times at once is asked once", async () => {
    for (const ask of [generate, edit]) {
      requests = [];
      const refusals = await Promise.all(Array.from({ length: 50 }, () => refusal(ask())));
      expect(refusals.filter((one) => one === null)).toHaveLength(1);
      expect(refusals.filter((one) => (one as { code?: string } | null)?.code === "busy")).toHaveLength(49);
      expect(requests).toHaveLength(1);
    }
  });

  test("asking again while it waits is refused", async () => {
    await edit();
    expect(await refusal(edit())).toMatchObject({ code: "busy" });
    await generate();
    expect(await refusal(generate())).toMatchObject({ code: "busy" });
    expect(requests).toHaveLength(2);
  });
});

describe("a server that is away", () => {
  test("is shown as an error at once, and gets the same request when it is back", async () => {
    answers = [away, away];
    expect(await generate()).toMatchObject({ status: "waiting" });
    expect(await snapshot()).toMatchObject({ status: "error", error: { code: "server_unreachable" } });
    expect(await sweep()).toBe(1);
    expect(await snapshot()).toMatchObject({ status: "error" });
    expect(await sweep()).toBe(1);
    expect(await snapshot()).toMatchObject({ status: "queued", error: null });
    expect(new Set(requests.map(({ headers }) => headers["x-correlation-id"])).size).toBe(1);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    expect(await sweep()).toBe(0);
  });

  test.each([401, 404, 429, 500, 502, 503])("an answer of %d is tried again", async (status) => {
    answers = [() => new Response("", { status })];
    expect(await edit()).toMatchObject({ status: "waiting" });
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "error", error: { code: "server_unreachable" } });
  });

  test("a request that the server is still answering is asked after again, one for something unknown isn't", async () => {
    const problem = (status: number, code: string) => () => Response.json({ code, detail: "Wait." }, { status });
    answers = [problem(409, "idempotency_in_flight"), problem(404, "not_found")];
    expect(await edit()).toMatchObject({ status: "waiting" });
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "error", error: { code: "not_found" } });
  });

  test("waits longer from try to try, and gives up after the last", async () => {
    answers = Array(20).fill(away);
    await edit();
    let longest = 0;
    for (let at = 1; at < 14; at++) {
      const [trigger] = await triggers();
      longest = Math.max(longest, trigger!.nextAt - Date.now());
      expect(trigger).toMatchObject({ status: "waiting", attempts: at });
      await sweep();
    }
    expect(longest).toBeGreaterThan(7 * 60_000);
    expect(await triggers()).toMatchObject([{ status: "failed", attempts: 14 }]);
    expect(await sweep()).toBe(0);
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "error", durationInFrames: 30 });
  });

  test("an action that died on its way is found by the sweep", async () => {
    await ada.as.mutation(internal.triggers.beginGenerate, {
      projectId: "prj_1", sessionId: "ses_1", sceneCount: 3, prompt: "circles", correlationId: crypto.randomUUID(),
    });
    expect(await t.action(internal.jobs.retryMissed, {})).toBe(0);
    expect(await sweep()).toBe(1);
    expect(await triggers()).toMatchObject([{ status: "taken" }]);
  });

  test("what is asked anew takes the place of what waits", async () => {
    answers = [away];
    await edit({ prompt: "bigger" });
    expect(await edit({ prompt: "smaller" })).toMatchObject({ status: "taken" });
    expect(await sweep()).toBe(0);
    expect(requests.map(({ body }) => (JSON.parse(body) as { prompt: string }).prompt)).toEqual(["bigger", "smaller"]);
  });

  test("two sweeps at once send a request once", async () => {
    answers = [away];
    await edit();
    await t.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("triggers").collect()) await ctx.db.patch("triggers", _id, { nextAt: 0 });
    });
    const both = await Promise.all([t.action(internal.jobs.retryMissed, {}), t.action(internal.jobs.retryMissed, {})]);
    expect(both.sort()).toEqual([0, 1]);
    expect(requests).toHaveLength(2);
  });

  test("a server that isn't set is said to be missing", async () => {
    delete process.env["PROOFREEL_SERVER_URL"];
    expect(await generate()).toMatchObject({ status: "waiting" });
    expect((await snapshot()).error?.message).toContain("PROOFREEL_SERVER_URL");
    expect(requests).toHaveLength(0);
  });
});

describe("a server that says no", () => {
  test("is believed: its reason is shown, and nothing is sent again", async () => {
    const refused = { code: "director_missing", detail: "No director is set up.", fix: "Set a key." };
    answers = [() => Response.json(refused, { status: 400 })];
    expect(await generate()).toMatchObject({ status: "failed" });
    expect(await snapshot()).toMatchObject({ status: "error", error: { code: "director_missing", message: "No director is set up." } });
    expect(await sweep()).toBe(0);
  });

  test("can be asked again", async () => {
    answers = [() => new Response("no", { status: 422 })];
    await edit();
    expect(await edit()).toMatchObject({ status: "taken" });
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "queued", error: null });
  });
});

describe("what may be asked", () => {
  test.each([0, 51, 1.5])("%d scenes are refused", async (sceneCount) => {
    expect(await refusal(generate({ sceneCount }))).toMatchObject({ code: "bad_scene_count" });
  });

  test.each(["", " ", "x".repeat(20_001)])("a prompt of the wrong length is refused", async (prompt) => {
    expect(await refusal(generate({ prompt }))).toMatchObject({ code: "bad_prompt" });
    expect(await refusal(edit({ prompt }))).toMatchObject({ code: "bad_prompt" });
    expect(await triggers()).toHaveLength(0);
  });

  test("a sixth video at once is refused, and its session isn't left waiting", async () => {
    for (let at = 0; at < 6; at++) {
      await postSession(t, session({ sessionId: `ses_a${at}` }));
      const answer = await refusal(generate({ sessionId: `ses_a${at}` }));
      if (at < 5) expect(answer).toBeNull();
      else expect(answer).toMatchObject({ code: "rate_limited", fix: expect.stringMatching(/\d+ s/) });
    }
    expect(await ada.as.query(api.sessions.snapshot, { sessionId: "ses_a5" })).toMatchObject({ status: "idle" });
  });
});

describe("a server that took it and says nothing", () => {
  const later = () =>
    t.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("triggers").collect()) await ctx.db.patch("triggers", _id, { nextAt: 0 });
    });

  test("is waited for, then said to be silent, and can be asked again", async () => {
    await edit();
    expect(await t.mutation(internal.triggers.expire, {})).toBe(0);
    await later();
    expect(await t.mutation(internal.triggers.expire, {})).toBe(1);
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "error", error: { code: "server_silent" } });
    expect(await edit()).toMatchObject({ status: "taken" });
  });

  test("doesn't end the waiting for what was asked after its word", async () => {
    await edit();
    await postScene(t, scene({ seq: 3, version: 2, status: "ready" }));
    await later();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await edit();
    expect(await t.mutation(internal.triggers.expire, {})).toBe(1);
    expect((await snapshot()).scenes[0]).toMatchObject({ status: "queued", error: null });
  });

  test("isn't said to be silent when it has spoken", async () => {
    await generate();
    await postSession(t, session({ seq: 5, status: "generating" }));
    await later();
    await t.mutation(internal.triggers.expire, {});
    expect(await snapshot()).toMatchObject({ status: "generating", error: null });
  });
});

test("settled triggers are forgotten after a week, those that wait never", async () => {
  answers = [accepted, away];
  await generate();
  await edit();
  await t.run(async (ctx) => {
    for (const { _id } of await ctx.db.query("triggers").collect()) await ctx.db.patch("triggers", _id, { nextAt: 0 });
  });
  await t.mutation(internal.triggers.expire, {});
  expect(await t.mutation(internal.triggers.forget, {})).toBe(1);
  expect(await triggers()).toMatchObject([{ status: "waiting" }]);
});
