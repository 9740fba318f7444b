/**
 * What was asked of the server, kept until the server has taken it or has said no.
 *
 * A trigger is written in the same transaction as the optimistic status, before anything is sent: an action that
 * dies on its way leaves it behind, and the sweep of `crons.ts` finds it.
 */
import { v, type Infer } from "convex/values";
import { ownScene, ownSession, problem } from "./access";
import type { Doc } from "./_generated/dataModel";
import { internalMutation, type MutationCtx } from "./_generated/server";
import { limit } from "./limits";
import { sceneError } from "./payloads";
import { ownerOf } from "./users";

/** How long a send may take before another may try: the request's own limit and some. */
const LEASE_MS = 30_000;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** With those waits, about two hours. */
const MAX_ATTEMPTS = 14;
const DUE_AT_ONCE = 20;
/** How long the server may say nothing of what it took: whoever waits may ask again then. */
const SILENCE_MS = 15 * 60_000;
const MAX_PROMPT = 20_000;
const MAX_SCENES = 50;
const KEPT_MS = 7 * 24 * 60 * 60_000;

/** A request as it is to be sent. */
export const sending = v.object({
  triggerId: v.id("triggers"),
  path: v.string(),
  body: v.string(),
  correlationId: v.string(),
});

export type Sending = Infer<typeof sending>;

/** How a send ended. */
export const outcome = v.union(
  v.object({ kind: v.literal("taken"), jobId: v.optional(v.string()) }),
  v.object({ kind: v.literal("refused"), error: sceneError }),
  v.object({ kind: v.literal("missed"), error: sceneError }),
);

export const beginGenerate = internalMutation({
  args: {
    projectId: v.string(),
    sessionId: v.string(),
    sceneCount: v.number(),
    prompt: v.string(),
    correlationId: v.string(),
  },
  handler: async (ctx, { projectId, sessionId, sceneCount, prompt, correlationId }): Promise<Sending> => {
    const { user, project, session } = await ownSession(ctx, sessionId);
    if (project.externalId !== projectId) {
      throw problem("not_found", "There is no such session.", "Pick one from the list of your projects.");
    }
    if (!Number.isInteger(sceneCount) || sceneCount < 1 || sceneCount > MAX_SCENES) {
      throw problem("bad_scene_count", `A video has 1 to ${MAX_SCENES} scenes.`, "Ask for fewer.");
    }
    const quality = session.format.profile === "final" ? "full" : "preview";
    // What was begun here is new to the server.
    const names = { projectTitle: project.title || "Untitled", sessionTitle: session.title || "Untitled", quality };
    const body = { projectId, sessionId, sceneCount, prompt: prompted(prompt), begin: names, owner: ownerThere(user, project) };
    if (session.waiting && !session.waiting.error) throw busy("session");
    if (session.waiting && !session.waiting.error) throw busy("session");
    await limit(ctx, "generate", user._id);
    const since = Date.now();
    await ctx.db.patch("videoSessions", session._id, { waiting: { error: null, since } });
    const ids = { userId: user._id, sessionId: session._id, since };
    return await begin(ctx, { kind: "generate", path: "/jobs/generate", ...ids }, body, correlationId);
  },
});

export const beginEdit = internalMutation({
  args: { projectId: v.string(), sceneId: v.string(), prompt: v.string(), correlationId: v.string() },
  handler: async (ctx, { projectId, sceneId, prompt, correlationId }): Promise<Sending> => {
    const { user, project, session, scene } = await ownScene(ctx, sceneId);
    if (project.externalId !== projectId) {
      throw problem("not_found", "There is no such scene.", "Pick one from the list of your projects.");
    }
    const body = { sceneId, projectId, prompt: prompted(prompt), owner: ownerThere(user, project) };
    if (scene.waiting && !scene.waiting.error) throw busy("scene");
    await limit(ctx, "edit", user._id);
    const since = Date.now();
    await ctx.db.patch("scenes", scene._id, { waiting: { error: null, since } });
    const ids = { userId: user._id, sessionId: session._id, sceneId: scene._id, since };
    return await begin(ctx, { kind: "edit", path: "/jobs/edit", ...ids }, body, correlationId);
  },
});

/** Write down how a send ended, and tell whoever waits. */
export const settle = internalMutation({
  args: { triggerId: v.id("triggers"), outcome },
  handler: async (ctx, args): Promise<"taken" | "waiting" | "failed"> => {
    const trigger = await ctx.db.get("triggers", args.triggerId);
    if (!trigger || trigger.status === "failed") return "failed";
    if (trigger.status !== "waiting") return "taken";
    const attempts = trigger.attempts + 1;
    if (args.outcome.kind === "taken") {
      const { jobId } = args.outcome;
      const nextAt = Date.now() + SILENCE_MS;
      await ctx.db.patch("triggers", trigger._id, { status: "taken", attempts, nextAt, ...(jobId ? { jobId } : {}) });
      await tell(ctx, trigger, null);
      return "taken";
    }
    const over = args.outcome.kind === "refused" || attempts >= MAX_ATTEMPTS;
    const status = over ? "failed" : "waiting";
    await ctx.db.patch("triggers", trigger._id, { status, attempts, nextAt: Date.now() + backoff(attempts) });
    await tell(ctx, trigger, args.outcome.error);
    return status;
  },
});

/** Take the triggers that are due, for as long as sending them may take. */
export const claimDue = internalMutation({
  args: {},
  handler: async (ctx): Promise<Sending[]> => {
    const now = Date.now();
    const due = await ctx.db
      .query("triggers")
      .withIndex("by_status", (q) => q.eq("status", "waiting").lte("nextAt", now))
      .take(DUE_AT_ONCE);
    for (const { _id } of due) await ctx.db.patch("triggers", _id, { nextAt: now + LEASE_MS });
    return due.map(({ _id, path, body, correlationId }) => ({ triggerId: _id, path, body, correlationId }));
  },
});

/** End the waiting for a server that took something and then said nothing. Returns how many were looked at. */
export const expire = internalMutation({
  args: {},
  handler: async (ctx): Promise<number> => {
    const silent = await ctx.db
      .query("triggers")
      .withIndex("by_status", (q) => q.eq("status", "taken").lt("nextAt", Date.now()))
      .take(100);
    for (const trigger of silent) {
      await ctx.db.patch("triggers", trigger._id, { status: "done" });
      const message = "The server took this, but nothing has come of it.";
      const { correlationId } = trigger;
      await tell(ctx, trigger, { code: "server_silent", message, fix: "Ask again.", correlationId });
    }
    return silent.length;
  },
});

/** Forget triggers that were settled a week ago: their prompts are the user's own. */
export const forget = internalMutation({
  args: {},
  handler: async (ctx): Promise<number> => {
    let forgotten = 0;
    for (const status of ["done", "failed"] as const) {
      const old = await ctx.db
        .query("triggers")
        .withIndex("by_status", (q) => q.eq("status", status).lt("nextAt", Date.now() - KEPT_MS))
        .take(500);
      for (const { _id } of old) await ctx.db.delete("triggers", _id);
      forgotten += old.length;
    }
    return forgotten;
  },
});

type Target = Pick<Doc<"triggers">, "kind" | "path" | "userId" | "sessionId" | "since"> & Partial<Pick<Doc<"triggers">, "sceneId">>;

async function begin(
  ctx: MutationCtx,
  target: Target,
  fields: Record<string, unknown>,
  correlationId: string,
): Promise<Sending> {
  await supersede(ctx, target);
  const body = JSON.stringify(fields);
  const triggerId = await ctx.db.insert("triggers", {
    ...target,
    body,
    correlationId,
    status: "waiting",
    attempts: 0,
    nextAt: Date.now() + LEASE_MS,
  });
  return { triggerId, path: target.path, body, correlationId };
}

/** What was asked anew isn't sent a second time when the server comes back. */
async function supersede(ctx: MutationCtx, { kind, sessionId, sceneId }: Target): Promise<void> {
  const waiting = await ctx.db
    .query("triggers")
    .withIndex("by_session", (q) => q.eq("sessionId", sessionId).eq("status", "waiting"))
    .collect();
  for (const trigger of waiting) {
    if (trigger.kind === kind && trigger.sceneId === sceneId) await ctx.db.patch("triggers", trigger._id, { status: "failed" });
  }
}

/** The project's owner as the server calls them; who is linked to another name later keeps what was theirs. */
function ownerThere(user: Doc<"users">, project: Doc<"projects">): string {
  return project.ownerExternalId ?? ownerOf(user);
}

/** Change what is shown to whoever waits, unless the server's own word has come in the meantime. */
async function tell(ctx: MutationCtx, trigger: Doc<"triggers">, error: Infer<typeof sceneError> | null): Promise<void> {
  const own = (waiting: Doc<"scenes">["waiting"]) => waiting?.since === trigger.since;
  if (trigger.sceneId) {
    const scene = await ctx.db.get("scenes", trigger.sceneId);
    if (scene && own(scene.waiting)) await ctx.db.patch("scenes", scene._id, { waiting: { error, since: trigger.since } });
    return;
  }
  const session = await ctx.db.get("videoSessions", trigger.sessionId);
  if (session && own(session.waiting)) {
    await ctx.db.patch("videoSessions", session._id, { waiting: { error, since: trigger.since } });
  }
}

/** Twice as long each time, and anything down to half of it, so that many don't come back at once. */
function backoff(attempts: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
  return longest * (0.5 + Math.random() / 2);
}

function busy(what: string) {
  return problem("busy", `This ${what} waits for the server already.`, "Wait for its answer.");
}

function prompted(prompt: string): string {
  const trimmed = prompt.trim();
  if (trimmed && trimmed.length <= MAX_PROMPT) return trimmed;
  throw problem("bad_prompt", `A prompt has 1 to ${MAX_PROMPT} characters.`, "Say what the video is about.");
}
