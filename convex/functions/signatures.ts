/** Signatures already used: each is good for one request. */
import { internal } from "./_generated/api";
import { internalMutation, type MutationCtx } from "./_generated/server";

const SWEEP = 1000;

/** Note a signature; false if it was used before. In the same transaction as what it signs. */
export async function remember(ctx: MutationCtx, signature: string, expiresAt: number): Promise<boolean> {
  const seen = await ctx.db
    .query("signatures")
    .withIndex("by_signature", (q) => q.eq("signature", signature))
    .first();
  if (seen) return false;
  await ctx.db.insert("signatures", { signature, expiresAt });
  return true;
}

/** Forget the signatures whose timestamp would be refused by now. */
export const sweep = internalMutation({
  args: {},
  handler: async (ctx): Promise<number> => {
    const expired = await ctx.db
      .query("signatures")
      .withIndex("by_expiresAt", (q) => q.lt("expiresAt", Date.now()))
      .take(SWEEP);
    for (const { _id } of expired) await ctx.db.delete("signatures", _id);
    if (expired.length === SWEEP) await ctx.scheduler.runAfter(0, internal.signatures.sweep, {});
    return expired.length;
  },
});
