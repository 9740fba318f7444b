/** Users, and who they are to the server. */
import { v } from "convex/values";
import { requireUser } from "./access";
import type { Doc, Id } from "./_generated/dataModel";
import { internalMutation, query, type MutationCtx } from "./_generated/server";

/** The signed-in user. */
export const me = query({
  args: {},
  handler: async (ctx) => {
    const user = await requireUser(ctx);
    const { name = null, image = null, email = null } = user;
    return { id: user._id, name, image, email, owner: ownerOf(user) };
  },
});

/**
 * Who a new user is to the server: the one who signs in there with the same provider. Settled at the first sign-in,
 * until somebody links another.
 */
export async function welcome(ctx: MutationCtx, userId: Id<"users">): Promise<void> {
  const user = await ctx.db.get("users", userId);
  if (!user || user.externalId !== undefined) return;
  const owner = user.subject ?? userId;
  const taken = await ctx.db.query("users").withIndex("by_externalId", (q) => q.eq("externalId", owner)).first();
  const externalId = taken ? userId : owner;
  await ctx.db.patch("users", userId, { externalId });
  await adopt(ctx, userId, externalId);
}

/** The owner of this user's projects on the server. */
export function ownerOf(user: Doc<"users">): string {
  return user.externalId ?? user._id;
}

/**
 * Make a user the owner of what the server calls `owner`, the projects of a studio without accounts
 * (`local`) for example: `npx convex run users:link '{"email": "ada@example.org", "owner": "local"}'`.
 */
export const link = internalMutation({
  args: { email: v.string(), owner: v.string() },
  handler: async (ctx, { email, owner }): Promise<{ adopted: number }> => {
    const verified = (
      await ctx.db.query("users").withIndex("email", (q) => q.eq("email", email)).collect()
    ).filter((user) => user.emailVerificationTime !== undefined);
    const [user] = verified;
    if (!user || verified.length > 1) {
      throw new Error(`${verified.length} users have signed in with the verified address ${email}; one must have.`);
    }
    const taken = await ctx.db.query("users").withIndex("by_externalId", (q) => q.eq("externalId", owner)).first();
    if (taken && taken._id !== user._id) throw new Error(`${owner} is linked to another user already.`);
    await ctx.db.patch("users", user._id, { externalId: owner });
    return { adopted: await adopt(ctx, user._id, owner) };
  },
});

/** Give a user the projects that are nobody's here and the owner's on the server. Returns how many. */
export async function adopt(ctx: MutationCtx, userId: Id<"users">, owner: string): Promise<number> {
  const orphans = (
    await ctx.db
      .query("projects")
      .withIndex("by_ownerExternalId", (q) => q.eq("ownerExternalId", owner))
      .collect()
  ).filter((project) => project.ownerId === undefined);
  for (const { _id } of orphans) await ctx.db.patch("projects", _id, { ownerId: userId });
  return orphans.length;
}
