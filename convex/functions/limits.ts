/** How often a user may ask for what costs something. Held by Convex' rate-limiter component. */
import { HOUR, MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import type { ComponentApi } from "@convex-dev/rate-limiter/_generated/component.js";
import { componentsGeneric } from "convex/server";
import type { Id } from "./_generated/dataModel";
import type { MutationCtx } from "./_generated/server";
import { problem } from "./access";

// Generated offline, `_generated` knows no components: their types need a deployment to ask.
const components = componentsGeneric() as unknown as { rateLimiter: ComponentApi<"rateLimiter"> };

const limiter = new RateLimiter(components.rateLimiter, {
  /** New projects and sessions. */
  create: { kind: "token bucket", rate: 60, period: HOUR, capacity: 30 },
  /** Whole videos. */
  generate: { kind: "token bucket", rate: 20, period: HOUR, capacity: 5 },
  /** Changes of one scene. */
  edit: { kind: "token bucket", rate: 20, period: MINUTE, capacity: 20 },
});

/** Count one use. Throws `rate_limited` with the seconds to wait. */
export async function limit(
  ctx: MutationCtx,
  name: "create" | "generate" | "edit",
  userId: Id<"users">,
): Promise<void> {
  const { ok, retryAfter = 0 } = await limiter.limit(ctx, name, { key: userId });
  if (ok) return;
  const seconds = Math.max(1, Math.ceil(retryAfter / 1000));
  throw problem("rate_limited", "That was asked for too often.", `Try again in ${seconds} s.`);
}
