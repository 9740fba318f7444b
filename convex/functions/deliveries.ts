/** Which of a session's numbers have arrived, so that a hole is noticed by the one who can fill it. */
import type { Id } from "./_generated/dataModel";
import type { MutationCtx } from "./_generated/server";

export interface Delivery {
  /** Every number up to here has arrived. */
  received: number;
  /** The highest number that has; beyond `received` there's a hole between them. */
  latest: number;
}

/** More numbers than this beyond a hole aren't remembered: a resync closes it anyway. */
const MAX_AHEAD = 1000;

/** Note numbers; everything up to `closedUpTo` counts as arrived. */
export async function record(
  ctx: MutationCtx,
  sessionId: Id<"videoSessions">,
  seqs: readonly number[],
  closedUpTo = 0,
): Promise<Delivery> {
  const known = await ctx.db
    .query("deliveries")
    .withIndex("by_session", (q) => q.eq("sessionId", sessionId))
    .unique();
  let received = Math.max(known?.received ?? 0, closedUpTo);
  const beyond = [...new Set([...(known?.ahead ?? []), ...seqs])].sort((a, b) => a - b);
  const ahead: number[] = [];
  for (const seq of beyond) {
    if (seq === received + 1) received = seq;
    else if (seq > received) ahead.push(seq);
  }
  const latest = ahead.at(-1) ?? received;
  const kept = { received, ahead: ahead.slice(-MAX_AHEAD) };
  if (known) await ctx.db.patch("deliveries", known._id, kept);
  else await ctx.db.insert("deliveries", { sessionId, ...kept });
  return { received, latest };
}
