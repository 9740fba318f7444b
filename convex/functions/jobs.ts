/** Asking the server for work: signed requests, sent again until it has taken them. */
import { v, type Infer } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalAction, type ActionCtx } from "./_generated/server";
import { serverUrl, signedHeaders, signingSecret } from "./signing";
import type { outcome, Sending } from "./triggers";

const TIMEOUT_MS = 15_000;
/** Answers that another try may change: a secret being exchanged, a proxy, a server starting or busy. */
const PASSING = new Set([401, 408, 425, 429]);
/** The same request is being answered at this moment: the one before, whose answer was given up too early. */
const IN_FLIGHT = "idempotency_in_flight";

type Outcome = Infer<typeof outcome>;

export interface Triggered {
  /** `taken` by the server; `waiting` to be sent again; `failed`: refused, the reason is shown where one looks. */
  status: "taken" | "waiting" | "failed";
  correlationId: string;
}

/** Have the server fill a session with scenes. The session is `queued` at once. */
export const triggerGenerate = action({
  args: { projectId: v.string(), sessionId: v.string(), sceneCount: v.number(), prompt: v.string() },
  handler: async (ctx, args): Promise<Triggered> => {
    const correlationId = crypto.randomUUID();
    return await deliver(ctx, await ctx.runMutation(internal.triggers.beginGenerate, { ...args, correlationId }));
  },
});

/** Have the server change one scene. The scene is `queued` at once; its video stays until the new one is there. */
export const triggerEdit = action({
  args: { sceneId: v.string(), projectId: v.string(), prompt: v.string() },
  handler: async (ctx, args): Promise<Triggered> => {
    const correlationId = crypto.randomUUID();
    return await deliver(ctx, await ctx.runMutation(internal.triggers.beginEdit, { ...args, correlationId }));
  },
});

/** Send what the server hasn't taken yet and is due. Returns how many there were. */
export const retryMissed = internalAction({
  args: {},
  handler: async (ctx): Promise<number> => {
    const due = await ctx.runMutation(internal.triggers.claimDue, {});
    await Promise.all(due.map((sending) => deliver(ctx, sending)));
    return due.length;
  },
});

async function deliver(ctx: ActionCtx, sending: Sending): Promise<Triggered> {
  const { triggerId, correlationId } = sending;
  const status = await ctx.runMutation(internal.triggers.settle, { triggerId, outcome: await sent(sending) });
  return { status, correlationId };
}

/**
 * Send one request. The correlation id stays the same from try to try: by it the server knows a request that it
 * took though its answer was lost.
 */
async function sent({ path, body, correlationId }: Sending): Promise<Outcome> {
  const url = serverUrl();
  const secret = signingSecret();
  if (!url || !secret) return missed(correlationId, "PROOFREEL_SERVER_URL or PROOFREEL_SECRET is not set");
  const headers = await signedHeaders(secret, body, Date.now(), correlationId);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error(`no answer in ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  try {
    const response = await fetch(url + path, { method: "POST", headers, body, signal: giveUp.signal });
    return read(response.status, await answerOf(response), correlationId);
  } catch (error) {
    return missed(correlationId, error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function read(status: number, answer: Record<string, unknown>, correlationId: string): Outcome {
  if (status >= 200 && status < 300) {
    return typeof answer["job_id"] === "string" ? { kind: "taken", jobId: answer["job_id"] } : { kind: "taken" };
  }
  const text = (name: string, otherwise: string) => (typeof answer[name] === "string" ? answer[name] : otherwise);
  const code = text("code", "");
  // A 404 that isn't the server's own is a proxy's, or a server's that is being exchanged.
  if (status >= 500 || PASSING.has(status) || code === IN_FLIGHT || (status === 404 && !code)) {
    return missed(correlationId, text("detail", `it answered ${status}`).replace(/\.$/, ""));
  }
  const message = text("detail", text("title", `The server answered ${status}.`));
  return { kind: "refused", error: { code: code || "refused", message, fix: text("fix", ""), correlationId } };
}

function missed(correlationId: string, why: string): Outcome {
  const message = `The server hasn't taken it: ${why}.`;
  const fix = "It is tried again by itself, for about two hours.";
  return { kind: "missed", error: { code: "server_unreachable", message, fix, correlationId } };
}

async function answerOf(response: Response): Promise<Record<string, unknown>> {
  const answer: unknown = await response.json().catch(() => null);
  return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
}
