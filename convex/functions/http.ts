/** What the server may call, and the routes of signing in. */
import { httpRouter } from "convex/server";
import { internal } from "./_generated/api";
import { httpAction, type ActionCtx } from "./_generated/server";
import { auth } from "./auth";
import type { Receipt } from "./callbacks";
import { sceneUpdate, sessionUpdate } from "./payloads";
import { shaped, ShapeError } from "./shape";
import { acceptedSecrets, timely, TOLERANCE_MS, verified } from "./signing";

const MAX_BYTES = 1024 * 1024;
const MAX_UPDATES = 100;

interface Envelope {
  signature: string;
  expiresAt: number;
}

type Apply = (ctx: ActionCtx, envelope: Envelope, body: unknown) => Promise<Receipt>;

function answer(status: number, body: Record<string, unknown>): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

/** A signed callback: refuses what is forged, stale or replayed before anything of it is read. */
function callback(apply: Apply) {
  return httpAction(async (ctx, request) => {
    const secrets = acceptedSecrets();
    if (secrets.length === 0) return answer(503, { code: "not_configured", message: "PROOFREEL_SECRET is not set" });
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length > MAX_BYTES) return answer(413, { code: "too_large", message: "over 1 MiB" });
    const timestamp = request.headers.get("x-timestamp") ?? "";
    const signature = (request.headers.get("x-signature") ?? "").toLowerCase();
    if (!(await verified(secrets, signature, timestamp, bytes))) {
      return answer(401, { code: "bad_signature", message: "the signature doesn't fit" });
    }
    if (!timely(timestamp, Date.now())) {
      return answer(401, { code: "stale_timestamp", message: "the timestamp is more than 5 minutes off" });
    }
    try {
      const body: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      const receipt = await apply(ctx, { signature, expiresAt: Number(timestamp) + 2 * TOLERANCE_MS }, body);
      if (receipt.replayed) return answer(409, { code: "replayed", message: "this signature was used before" });
      return answer(200, { applied: receipt.applied, received: receipt.received, latest: receipt.latest });
    } catch (error) {
      if (error instanceof ShapeError || error instanceof SyntaxError || error instanceof TypeError) {
        return answer(400, { code: "bad_body", message: error.message });
      }
      throw error;
    }
  });
}

/** One update as it is, or `{updates: […]}`; all of one session. */
function updatesIn<T extends { sessionId: string }>(body: unknown, parse: (value: unknown, path: string) => T): T[] {
  const many = typeof body === "object" && body !== null && "updates" in body ? body.updates : [body];
  if (!Array.isArray(many) || many.length === 0 || many.length > MAX_UPDATES) {
    throw new ShapeError("updates", `a list of 1 to ${MAX_UPDATES}`);
  }
  const updates = many.map((value, at) => parse(value, many.length > 1 ? `updates[${at}]` : ""));
  if (new Set(updates.map((update) => update.sessionId)).size > 1) {
    throw new ShapeError("updates", "of one session");
  }
  return updates;
}

const http = httpRouter();

http.route({
  path: "/callbacks/scene-updated",
  method: "POST",
  handler: callback((ctx, envelope, body) => {
    const updates = updatesIn(body, (value, path) => shaped(sceneUpdate, value, path));
    return ctx.runMutation(internal.callbacks.applyScenes, { ...envelope, updates });
  }),
});

http.route({
  path: "/callbacks/session-updated",
  method: "POST",
  handler: callback((ctx, envelope, body) => {
    const updates = updatesIn(body, (value, path) => shaped(sessionUpdate, value, path));
    return ctx.runMutation(internal.callbacks.applySessions, { ...envelope, updates });
  }),
});

auth.addHttpRoutes(http);

export default http;
