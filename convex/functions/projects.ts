/** A user's projects. */
import { v } from "convex/values";
import { problem, requireUser } from "./access";
import { mutation, query } from "./_generated/server";
import type { QueryCtx } from "./_generated/server";
import { ownerOf } from "./users";
import type { Doc } from "./_generated/dataModel";
import { newId } from "./ids";
import { limit } from "./limits";
import { scenesOf } from "./sessions";
import { sessionSummary, type SessionSummary } from "./views";

const MAX_PROJECTS = 100;
const MAX_SESSIONS = 50;
const MAX_TITLE = 200;

export interface ProjectView {
  id: string;
  title: string;
  updatedAt: number;
  /** Newest first. */
  sessions: SessionSummary[];
}

/** The user's projects with their sessions, the last changed first. */
export const list = query({
  args: { limit: v.optional(v.number()) },
  handler: async (ctx, { limit = 20 }): Promise<ProjectView[]> => {
    const user = await requireUser(ctx);
    const projects = await ctx.db
      .query("projects")
      .withIndex("by_owner", (q) => q.eq("ownerId", user._id))
      .order("desc")
      .take(Math.min(Math.max(1, Math.floor(limit)), MAX_PROJECTS));
    return await Promise.all(projects.map((project) => projectView(ctx, project)));
  },
});

/** A new, empty project. */
export const create = mutation({
  args: { title: v.string() },
  handler: async (ctx, { title }): Promise<{ id: string }> => {
    const user = await requireUser(ctx);
    await limit(ctx, "create", user._id);
    const externalId = newId("prj");
    await ctx.db.insert("projects", {
      externalId,
      ownerId: user._id,
      ownerExternalId: ownerOf(user),
      title: titled(title),
      updatedAt: Date.now(),
    });
    return { id: externalId };
  },
});

/** A title as it is kept. Throws `bad_title`. */
export function titled(title: string): string {
  const trimmed = title.trim();
  if (trimmed && trimmed.length <= MAX_TITLE) return trimmed;
  throw problem("bad_title", `A title has 1 to ${MAX_TITLE} characters.`, "Write a shorter one.");
}

async function projectView(ctx: QueryCtx, project: Doc<"projects">): Promise<ProjectView> {
  const sessions = await ctx.db
    .query("videoSessions")
    .withIndex("by_project", (q) => q.eq("projectId", project._id))
    .order("desc")
    .filter((q) => q.neq(q.field("removed"), true))
    .take(MAX_SESSIONS);
  const summaries = sessions.map(async (session) => sessionSummary(session, await scenesOf(ctx, session._id)));
  const { externalId: id, title, updatedAt } = project;
  return { id, title, updatedAt, sessions: await Promise.all(summaries) };
}
