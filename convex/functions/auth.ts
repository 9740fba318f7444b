/** Signing in with GitHub or Google. */
import GitHub from "@auth/core/providers/github";
import Google from "@auth/core/providers/google";
import { convexAuth } from "@convex-dev/auth/server";
import type { Id } from "./_generated/dataModel";
import type { MutationCtx } from "./_generated/server";
import { welcome } from "./users";

export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({
  providers: [GitHub, Google],
  callbacks: {
    async afterUserCreatedOrUpdated(ctx, { userId }) {
      // Convex Auth knows its own tables alone; these are the same.
      await welcome(ctx as unknown as MutationCtx, userId as Id<"users">);
    },
  },
});
