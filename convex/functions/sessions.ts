/** A session as it stands: what the player subscribes to. */
import { v } from "convex/values";
import { ownProject, ownSession } from "./access";
import { mutation, query, type QueryCtx } from "./_generated/server";
import type { Doc, Id } from "./_generated/dataModel";
import { newId } from "./ids";
import { limit } from "./limits";
import { titled } from "./projects";
import { serverUrl } from "./signing";
import { snapshotView, type SnapshotView } from "./views";

/** The session with its scenes, in order. Throws `not_found`, for a foreign session too. */
export const snapshot = query({
  args: { sessionId: v.string() },
  handler: async (ctx, { sessionId }): Promise<SnapshotView> => {
    const { project, session } = await ownSession(ctx, sessionId);
    return snapshotView(project, session, await scenesOf(ctx, session._id), serverUrl() !== null);
  },
});

const FORMATS = {
  full: { width: 1920, height: 1080, fps: 30, profile: "final" },
  preview: { width: 854, height: 480, fps: 15, profile: "preview" },
} as const;

/** A new session without scenes, for `jobs.triggerGenerate` to fill. */
export const create = mutation({
  args: {
    projectId: v.string(),
    title: v.string(),
    quality: v.optional(v.union(v.literal("full"), v.literal("preview"))),
  },
  handler: async (ctx, { projectId, title, quality = "full" }): Promise<{ id: string }> => {
    const { user, project } = await ownProject(ctx, projectId);
    await limit(ctx, "create", user._id);
    const externalId = newId("ses");
    await ctx.db.insert("videoSessions", {
      externalId,
      projectId: project._id,
      title: titled(title),
      status: "idle",
      seq: 0,
      format: FORMATS[quality],
      totalFrames: 0,
      sceneCount: 0,
      updatedAt: Date.now(),
    });
    return { id: externalId };
  },
});

/** The scenes of a session in order, without the removed ones. */
export async function scenesOf(ctx: QueryCtx, sessionId: Id<"videoSessions">): Promise<Doc<"scenes">[]> {
  return await ctx.db
    .query("scenes")
    .withIndex("by_session", (q) => q.eq("sessionId", sessionId).eq("removed", false))
    .collect();
}
