import { beforeEach, describe, expect, test } from "vitest";
import { internal } from "../functions/_generated/api";
import { signedHeaders } from "../functions/signing";
import { deployment, post, postScene, postSession, scene, SECRET, session, storedScene, tick, type Deployment } from "./deployment";

let t: Deployment;
beforeEach(() => {
  t = deployment();
});

const code = async (response: Response): Promise<unknown> => ((await response.json()) as { code: unknown }).code;

describe("what a callback must be", () => {
  test("a forged signature is refused and changes nothing", async () => {
    const response = await postScene(t, scene(), { secret: "another secret" });
    expect(response.status).toBe(401);
    expect(await code(response)).toBe("bad_signature");
    expect(await storedScene(t)).toBeNull();
  });

  test("a body changed after signing is refused", async () => {
    const headers = await signedHeaders(SECRET, JSON.stringify(scene()), tick(), crypto.randomUUID());
    const body = JSON.stringify(scene({ title: "Squares" }));
    const response = await t.fetch("/callbacks/scene-updated", { method: "POST", headers, body });
    expect(response.status).toBe(401);
  });

  test.each(["", "00", "zz".repeat(32), "ab".repeat(33)])("the signature %j is refused", async (signature) => {
    const headers = { "x-signature": signature, "x-timestamp": String(tick()) };
    const response = await t.fetch("/callbacks/scene-updated", { method: "POST", headers, body: JSON.stringify(scene()) });
    expect(response.status).toBe(401);
  });

  test.each([-5 * 60_000 - 1000, 5 * 60_000 + 1000])("a timestamp %d ms off is refused", async (off) => {
    const response = await postScene(t, scene(), { timestamp: Date.now() + off });
    expect(response.status).toBe(401);
    expect(await code(response)).toBe("stale_timestamp");
  });

  test.each([-4 * 60_000, 4 * 60_000])("a timestamp %d ms off is taken", async (off) => {
    expect((await postScene(t, scene(), { timestamp: Date.now() + off })).status).toBe(200);
  });

  test("a replay is refused", async () => {
    const timestamp = tick();
    expect((await postScene(t, scene(), { timestamp })).status).toBe(200);
    const again = await postScene(t, scene(), { timestamp });
    expect(again.status).toBe(409);
    expect(await code(again)).toBe("replayed");
  });

  test("the secret before is taken while it is set, and no longer", async () => {
    process.env["PROOFREEL_PREVIOUS_SECRET"] = "the secret before";
    expect((await postScene(t, scene(), { secret: "the secret before" })).status).toBe(200);
    expect((await postScene(t, scene({ seq: 2 }))).status).toBe(200);
    delete process.env["PROOFREEL_PREVIOUS_SECRET"];
    expect((await postScene(t, scene({ seq: 3 }), { secret: "the secret before" })).status).toBe(401);
  });

  test("without a secret nothing is taken", async () => {
    delete process.env["PROOFREEL_SECRET"];
    expect((await postScene(t, scene(), { secret: "undefined" })).status).toBe(503);
  });

  test.each([
    ["no JSON", "{"],
    ["no update", {}],
    ["an unknown status", scene({ status: "done" })],
    ["a fraction of a frame", scene({ endFrame: 1.5 })],
    ["an empty batch", { updates: [] }],
    ["a batch of two sessions", { updates: [scene(), scene({ sessionId: "ses_2" })] }],
  ])("%s is refused with what is wrong", async (_name, body) => {
    const response = await postScene(t, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "bad_body", message: expect.stringMatching(/\w+/) });
    expect(await storedScene(t)).toBeNull();
  });

  test("a batch of more than a hundred is refused and changes nothing", async () => {
    const response = await postScene(t, { updates: Array.from({ length: 101 }, (_, seq) => scene({ seq })) });
    expect(response.status).toBe(400);
    expect(await code(response)).toBe("bad_body");
    expect(await storedScene(t)).toBeNull();
  });

  test("a field of a newer server is passed over", async () => {
    expect((await postScene(t, scene({ colour: "blue" }))).status).toBe(200);
  });
});

describe("order", () => {
  test("an older update arriving late changes nothing", async () => {
    await postScene(t, scene({ seq: 5, version: 1, status: "ready" }));
    const late = await postScene(t, scene({ seq: 3, version: 1, status: "rendering" }));
    expect(await late.json()).toMatchObject({ applied: 0 });
    expect(await storedScene(t)).toMatchObject({ status: "ready", seq: 5 });
  });

  test("the version orders before the number", async () => {
    await postScene(t, scene({ seq: 2, version: 2, status: "queued" }));
    await postScene(t, scene({ seq: 9, version: 1, status: "ready" }));
    expect(await storedScene(t)).toMatchObject({ version: 2, status: "queued" });
  });

  test("fifty concurrent duplicates, signed alike, are one", async () => {
    const timestamp = tick();
    const responses = await Promise.all(Array.from({ length: 50 }, () => postScene(t, scene(), { timestamp })));
    expect(responses.map((response) => response.status).sort()).toEqual([200, ...Array(49).fill(409)]);
    expect(await t.run((ctx) => ctx.db.query("scenes").collect())).toHaveLength(1);
  });

  test("fifty concurrent duplicates, signed anew, leave one scene, session, project and version", async () => {
    const responses = await Promise.all(Array.from({ length: 50 }, () => postScene(t, scene())));
    const applied = await Promise.all(responses.map(async (r) => ((await r.json()) as { applied: number }).applied));
    expect(applied.reduce((sum, one) => sum + one)).toBe(1);
    for (const table of ["scenes", "videoSessions", "projects", "sceneVersions", "deliveries"] as const) {
      expect(await t.run((ctx) => ctx.db.query(table).collect())).toHaveLength(1);
    }
  });

  test("a removed scene stays removed when an older update arrives late", async () => {
    await postScene(t, scene({ seq: 4, removed: true }));
    await postScene(t, scene({ seq: 2, status: "rendering" }));
    expect(await storedScene(t)).toMatchObject({ removed: true, seq: 4 });
  });

  test("a removed session stays removed, with its scenes, when older updates arrive late", async () => {
    await postScene(t, scene({ seq: 2 }));
    await postSession(t, session({ seq: 5, title: "", sceneIds: [], removed: true }));
    await postSession(t, session({ seq: 3 }));
    await postScene(t, scene({ seq: 4, status: "ready" }));
    const [stored] = await t.run((ctx) => ctx.db.query("videoSessions").collect());
    expect(stored).toMatchObject({ removed: true, title: "", seq: 5 });
    expect(await storedScene(t)).toMatchObject({ removed: true });
  });

  test("a session that arrives after its scenes gets its own fields", async () => {
    await postScene(t, scene({ seq: 2 }));
    await postSession(t, session({ seq: 1, title: "Circles", status: "queued" }));
    const [stored] = await t.run((ctx) => ctx.db.query("videoSessions").collect());
    expect(stored).toMatchObject({ title: "Circles", status: "queued", seq: 1 });
  });
});

describe("numbers", () => {
  const numbers = async (response: Response) => {
    const { received, latest } = (await response.json()) as { received: number; latest: number };
    return [received, latest];
  };

  test("a hole is told, and closed by what was missing", async () => {
    expect(await numbers(await postSession(t, session({ seq: 1 })))).toEqual([1, 1]);
    expect(await numbers(await postScene(t, scene({ seq: 4 })))).toEqual([1, 4]);
    expect(await numbers(await postScene(t, scene({ seq: 3 })))).toEqual([1, 4]);
    expect(await numbers(await postScene(t, scene({ seq: 2 })))).toEqual([4, 4]);
  });

  test("a resync closes every hole before it and removes the scenes it doesn't name", async () => {
    await postScene(t, scene({ seq: 2 }));
    await postScene(t, scene({ seq: 3, sceneId: "scn_2", index: 1 }));
    expect(await numbers(await postSession(t, session({ seq: 9, sceneIds: ["scn_2"] })))).toEqual([9, 9]);
    expect(await storedScene(t, "scn_1")).toMatchObject({ removed: true });
    expect(await storedScene(t, "scn_2")).toMatchObject({ removed: false });
  });

  test("a resync leaves a scene that was made after it", async () => {
    await postScene(t, scene({ seq: 10 }));
    await postSession(t, session({ seq: 9, sceneIds: [] }));
    expect(await storedScene(t)).toMatchObject({ removed: false });
  });
});

test("signatures are forgotten once their timestamp would be refused", async () => {
  await t.run((ctx) => ctx.db.insert("signatures", { signature: "old", expiresAt: Date.now() - 1 }));
  await postScene(t, scene());
  expect(await t.mutation(internal.signatures.sweep, {})).toBe(1);
  expect(await t.run((ctx) => ctx.db.query("signatures").collect())).toHaveLength(1);
});

test("a project's owner never changes by an update", async () => {
  await postScene(t, scene());
  await post(t, "/callbacks/scene-updated", scene({ seq: 2, project: { title: "x", owner: "eve" } }));
  const [project] = await t.run((ctx) => ctx.db.query("projects").collect());
  expect(project).toMatchObject({ title: "Geometry", ownerExternalId: "ada" });
});

/** What holds for a scene's callback holds for a session's. */
describe("a session's callback", () => {
  const sessions = () => t.run((ctx) => ctx.db.query("videoSessions").collect());

  test("forged, stale or replayed is refused", async () => {
    expect(await code(await postSession(t, session(), { secret: "another secret" }))).toBe("bad_signature");
    expect(await code(await postSession(t, session(), { timestamp: Date.now() - 6 * 60_000 }))).toBe("stale_timestamp");
    expect(await code(await postSession(t, session(), { timestamp: Date.now() + 6 * 60_000 }))).toBe("stale_timestamp");
    expect(await sessions()).toHaveLength(0);
    const timestamp = tick();
    expect((await postSession(t, session(), { timestamp })).status).toBe(200);
    expect(await code(await postSession(t, session(), { timestamp }))).toBe("replayed");
  });

  test("isn't taken by a scene's signature, nor a scene's by a session's route", async () => {
    expect(await code(await postSession(t, scene()))).toBe("bad_body");
    expect(await code(await postScene(t, session()))).toBe("bad_body");
  });

  test("arriving late changes nothing", async () => {
    await postSession(t, session({ seq: 5, status: "ready", title: "New" }));
    expect(await (await postSession(t, session({ seq: 4, status: "rendering", title: "Old" }))).json()).toMatchObject({ applied: 0 });
    expect(await sessions()).toMatchObject([{ seq: 5, status: "ready", title: "New" }]);
  });

  test("fifty times at once is one", async () => {
    const responses = await Promise.all(Array.from({ length: 50 }, () => postSession(t, session({ seq: 3, status: "ready" }))));
    const applied = await Promise.all(responses.map(async (r) => ((await r.json()) as { applied: number }).applied));
    expect(applied.reduce((sum, one) => sum + one)).toBe(1);
    expect(await sessions()).toMatchObject([{ seq: 3, status: "ready" }]);
  });
});

test("every order of a scene's updates ends in the same", async () => {
  const updates = [
    scene({ seq: 1, version: 1, status: "ready", checksum: "one", durationInFrames: 30, endFrame: 29 }),
    scene({ seq: 2, version: 2, status: "queued", checksum: "one", durationInFrames: 30, endFrame: 29 }),
    scene({ seq: 3, version: 2, status: "ready", checksum: "two", durationInFrames: 45, endFrame: 44 }),
    scene({ seq: 4, version: 2, status: "queued", checksum: "two", durationInFrames: 45, endFrame: 44, index: 1 }),
  ];
  const ends = new Set<string>();
  for (const order of permutations(updates)) {
    t = deployment();
    for (const update of order) await postScene(t, update);
    // Without what Convex adds: ids and times of its own.
    const own = (key: string, value: unknown) => (key.startsWith("_") || key === "sessionId" ? undefined : value);
    const versions = await t.run((ctx) => ctx.db.query("sceneVersions").withIndex("by_scene").collect());
    const sorted = versions.sort((a, b) => a.version - b.version);
    ends.add(JSON.stringify([await storedScene(t), sorted.map((one) => [one.version, one.status, one.checksum, one.durationInFrames])], own));
  }
  expect([...ends]).toHaveLength(1);
  expect([...ends][0]).toContain('[[1,"ready","one",30],[2,"queued","two",45]]');
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
