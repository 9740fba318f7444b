/** Who may see and do what. Every public function begins here. */
import { getAuthUserId } from "@convex-dev/auth/server";
import { ConvexError } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import type { QueryCtx } from "./_generated/server";

/** What a client is told when a function refuses. The shape of the server's own problems. */
export interface Problem {
  [field: string]: string;
  code: string;
  message: string;
  fix: string;
}

export function problem(code: string, message: string, fix: string): ConvexError<Problem> {
  return new ConvexError({ code, message, fix });
}

/** Whoever is signed in. Throws `unauthenticated`. */
export async function requireUser(ctx: QueryCtx): Promise<Doc<"users">> {
  const id = await getAuthUserId(ctx);
  const user = id && (await ctx.db.get("users", id));
  if (!user) throw problem("unauthenticated", "You are not signed in.", "Sign in and try again.");
  return user;
}

/** The user's own project. Somebody else's is answered as one that doesn't exist: `not_found`. */
export async function ownProject(ctx: QueryCtx, projectId: string): Promise<Owned> {
  const user = await requireUser(ctx);
  const project = await ctx.db
    .query("projects")
    .withIndex("by_externalId", (q) => q.eq("externalId", projectId))
    .unique();
  return owned(user, project, "project");
}

/** A session of the user's own. */
export async function ownSession(
  ctx: QueryCtx,
  sessionId: string,
): Promise<Owned & { session: Doc<"videoSessions"> }> {
  const user = await requireUser(ctx);
  const session = await ctx.db
    .query("videoSessions")
    .withIndex("by_externalId", (q) => q.eq("externalId", sessionId))
    .unique();
  const project = session && !session.removed ? await ctx.db.get("projects", session.projectId) : null;
  return { ...owned(user, project, "session"), session: session as Doc<"videoSessions"> };
}

/** A scene of the user's own that hasn't been removed. */
export async function ownScene(
  ctx: QueryCtx,
  sceneId: string,
): Promise<Owned & { session: Doc<"videoSessions">; scene: Doc<"scenes"> }> {
  const user = await requireUser(ctx);
  const scene = await ctx.db
    .query("scenes")
    .withIndex("by_externalId", (q) => q.eq("externalId", sceneId))
    .unique();
  const session = scene && !scene.removed ? await ctx.db.get("videoSessions", scene.sessionId) : null;
  const project = session && !session.removed ? await ctx.db.get("projects", session.projectId) : null;
  const found = owned(user, project, "scene");
  return { ...found, session: session as Doc<"videoSessions">, scene: scene as Doc<"scenes"> };
}

interface Owned {
  user: Doc<"users">;
  project: Doc<"projects">;
}

function owned(user: Doc<"users">, project: Doc<"projects"> | null, what: string): Owned {
  // The message never repeats the id: nothing tells a foreign one from a missing one.
  if (!project || project.ownerId !== user._id) {
    throw problem("not_found", `There is no such ${what}.`, "Pick one from the list of your projects.");
  }
  return { user, project };
}
