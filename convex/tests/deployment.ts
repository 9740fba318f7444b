/** The real functions in convex-test's engine, and signed callbacks into them. */
import rateLimiter from "@convex-dev/rate-limiter/test";
import { convexTest } from "convex-test";
import schema from "../functions/schema";
import { signedHeaders } from "../functions/signing";

const modules = import.meta.glob("../functions/**/*.*s");

export const SECRET = "a secret of thirty-two characters";

export function deployment() {
  process.env["PROOFREEL_SECRET"] = SECRET;
  delete process.env["PROOFREEL_PREVIOUS_SECRET"];
  const t = convexTest(schema, modules);
  rateLimiter.register(t);
  return t;
}

export type Deployment = ReturnType<typeof deployment>;

let clock = 0;

/** Now, but never the same twice: two requests of one millisecond would be each other's replay. */
export function tick(): number {
  clock = Math.max(clock + 1, Date.now());
  return clock;
}

export interface Sending {
  secret?: string;
  timestamp?: number;
}

export async function post(t: Deployment, path: string, body: unknown, sending: Sending = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = await signedHeaders(sending.secret ?? SECRET, text, sending.timestamp ?? tick(), crypto.randomUUID());
  return t.fetch(path, { method: "POST", headers, body: text });
}

export const postScene = (t: Deployment, body: unknown, sending?: Sending) =>
  post(t, "/callbacks/scene-updated", body, sending);

export const postSession = (t: Deployment, body: unknown, sending?: Sending) =>
  post(t, "/callbacks/session-updated", body, sending);

export function scene(change: Record<string, unknown> = {}) {
  return {
    projectId: "prj_1",
    sessionId: "ses_1",
    sceneId: "scn_1",
    seq: 1,
    version: 1,
    index: 0,
    title: "Circles",
    status: "queued",
    startFrame: 0,
    endFrame: -1,
    durationInFrames: 0,
    videoUrl: null,
    checksum: null,
    error: null,
    updatedAt: 1_700_000_000_000,
    project: { title: "Geometry", owner: "ada" },
    ...change,
  };
}

export function session(change: Record<string, unknown> = {}) {
  return {
    projectId: "prj_1",
    sessionId: "ses_1",
    seq: 1,
    title: "Circles",
    status: "idle",
    totalFrames: 0,
    sceneCount: 0,
    format: { width: 1920, height: 1080, fps: 30, profile: "final" },
    updatedAt: 1_700_000_000_000,
    project: { title: "Geometry", owner: "ada" },
    ...change,
  };
}

/** The one stored scene, without Convex' own fields. */
export async function storedScene(t: Deployment, sceneId = "scn_1") {
  return await t.run(async (ctx) =>
    ctx.db
      .query("scenes")
      .withIndex("by_externalId", (q) => q.eq("externalId", sceneId))
      .unique(),
  );
}
