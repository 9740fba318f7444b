/** Applies what the server says, in whatever order and however often it arrives. */
import { v } from "convex/values";
import type { Doc, Id } from "./_generated/dataModel";
import { internalMutation, type MutationCtx } from "./_generated/server";
import { record, type Delivery } from "./deliveries";
import { sceneUpdate, sessionUpdate, type SceneUpdate, type SessionUpdate } from "./payloads";
import { remember } from "./signatures";

export interface Receipt extends Delivery {
  replayed: boolean;
  /** Updates that were news. */
  applied: number;
}

const REPLAYED: Receipt = { replayed: true, applied: 0, received: 0, latest: 0 };

/** One session's scenes. A scene's updates are ordered by `(version, seq)`. */
export const applyScenes = internalMutation({
  args: { signature: v.string(), expiresAt: v.number(), updates: v.array(sceneUpdate) },
  handler: async (ctx, { signature, expiresAt, updates }): Promise<Receipt> => {
    const [first] = updates;
    if (!first || !(await remember(ctx, signature, expiresAt))) return REPLAYED;
    const session = await sessionOf(ctx, first);
    let applied = 0;
    for (const update of updates) applied += (await applyScene(ctx, session._id, update)) ? 1 : 0;
    const delivery = await record(ctx, session._id, updates.map((update) => update.seq));
    return { replayed: false, applied, ...delivery };
  },
});

/** One session's own fields, ordered by `seq`. */
export const applySessions = internalMutation({
  args: { signature: v.string(), expiresAt: v.number(), updates: v.array(sessionUpdate) },
  handler: async (ctx, { signature, expiresAt, updates }): Promise<Receipt> => {
    const [first] = updates;
    if (!first || !(await remember(ctx, signature, expiresAt))) return REPLAYED;
    const session = await sessionOf(ctx, first);
    let applied = 0;
    let closedUpTo = 0;
    for (const update of updates) {
      applied += (await applySession(ctx, session._id, update)) ? 1 : 0;
      if (update.sceneIds) {
        await removeOthers(ctx, session._id, update.sceneIds, update.seq);
        closedUpTo = Math.max(closedUpTo, update.seq);
      }
    }
    const delivery = await record(ctx, session._id, updates.map((update) => update.seq), closedUpTo);
    return { replayed: false, applied, ...delivery };
  },
});

async function applyScene(ctx: MutationCtx, sessionId: Id<"videoSessions">, update: SceneUpdate): Promise<boolean> {
  const known = await ctx.db
    .query("scenes")
    .withIndex("by_externalId", (q) => q.eq("externalId", update.sceneId))
    .unique();
  const { projectId: _project, sessionId: _session, sceneId, removed = false, project: _known, author: _a, change: _c, ...state } =
    update;
  const fields = { externalId: sceneId, sessionId, ...state, removed };
  if (!known) {
    const id = await ctx.db.insert("scenes", fields);
    await keepVersion(ctx, id, update);
    return true;
  }
  await keepVersion(ctx, known._id, update);
  const newer = update.version > known.version || (update.version === known.version && update.seq > known.seq);
  // `replace` forgets what the viewer was waiting for: here is the server's word on it.
  if (newer) await ctx.db.replace("scenes", known._id, fields);
  return newer;
}

async function keepVersion(ctx: MutationCtx, sceneId: Id<"scenes">, update: SceneUpdate): Promise<void> {
  const { version, seq, title, status, updatedAt, author, change } = update;
  const known = await ctx.db
    .query("sceneVersions")
    .withIndex("by_scene", (q) => q.eq("sceneId", sceneId).eq("version", version))
    .unique();
  const words = { ...(author === undefined ? {} : { author }), ...(change === undefined ? {} : { change }) };
  // Until a version is ready, its updates carry the chunk of the one before, which viewers still see.
  const { checksum, durationInFrames } =
    status === "ready" ? update : (known ?? { checksum: null, durationInFrames: 0 });
  const chunk = { checksum, durationInFrames };
  const state = { seq, title, status, ...words, ...chunk };
  if (!known) {
    await ctx.db.insert("sceneVersions", { sceneId, version, ...state, createdAt: updatedAt });
    return;
  }
  const createdAt = Math.min(known.createdAt, updatedAt);
  const late = known.checksum === null ? chunk : {};
  await ctx.db.patch("sceneVersions", known._id, { ...(seq > known.seq ? state : late), createdAt });
}

async function applySession(ctx: MutationCtx, id: Id<"videoSessions">, update: SessionUpdate): Promise<boolean> {
  const session = await ctx.db.get("videoSessions", id);
  if (!session || update.seq <= session.seq) return false;
  const { title, status, seq, format, totalFrames, sceneCount, updatedAt, removed } = update;
  const state = { title, status, seq, format, totalFrames, sceneCount, updatedAt, ...(removed ? { removed } : {}) };
  await ctx.db.patch("videoSessions", id, { ...state, waiting: undefined });
  await ctx.db.patch("projects", session.projectId, { updatedAt });
  return true;
}

/** Scenes that a resync didn't name are gone, unless they were made after it. */
async function removeOthers(
  ctx: MutationCtx,
  sessionId: Id<"videoSessions">,
  sceneIds: readonly string[],
  seq: number,
): Promise<void> {
  const scenes = await ctx.db
    .query("scenes")
    .withIndex("by_session", (q) => q.eq("sessionId", sessionId).eq("removed", false))
    .collect();
  for (const scene of scenes) {
    if (scene.seq < seq && !sceneIds.includes(scene.externalId)) {
      await ctx.db.patch("scenes", scene._id, { removed: true, seq });
    }
  }
}

/** The session an update belongs to; made, with its project, when the update is the first word of it. */
async function sessionOf(ctx: MutationCtx, update: SceneUpdate | SessionUpdate): Promise<Doc<"videoSessions">> {
  const project = await projectOf(ctx, update);
  const known = await ctx.db
    .query("videoSessions")
    .withIndex("by_externalId", (q) => q.eq("externalId", update.sessionId))
    .unique();
  if (known) return known;
  const id = await ctx.db.insert("videoSessions", {
    externalId: update.sessionId,
    projectId: project,
    title: "",
    status: "idle",
    seq: 0,
    format: { width: 1920, height: 1080, fps: 30, profile: "final" },
    totalFrames: 0,
    sceneCount: 0,
    updatedAt: update.updatedAt,
  });
  return (await ctx.db.get("videoSessions", id)) as Doc<"videoSessions">;
}

async function projectOf(ctx: MutationCtx, update: SceneUpdate | SessionUpdate): Promise<Id<"projects">> {
  const known = await ctx.db
    .query("projects")
    .withIndex("by_externalId", (q) => q.eq("externalId", update.projectId))
    .unique();
  // Whose a project is was settled when it was made; an update never changes that.
  if (known) return known._id;
  const { title = "", owner } = update.project ?? {};
  const user = owner
    ? await ctx.db.query("users").withIndex("by_externalId", (q) => q.eq("externalId", owner)).unique()
    : null;
  return await ctx.db.insert("projects", {
    externalId: update.projectId,
    ...(user ? { ownerId: user._id } : {}),
    ...(owner ? { ownerExternalId: owner } : {}),
    title,
    updatedAt: update.updatedAt,
  });
}
