/** Signing in with GitHub or Google. */
import GitHub from "@auth/core/providers/github";
import Google from "@auth/core/providers/google";
import { convexAuth } from "@convex-dev/auth/server";
import type { Id } from "./_generated/dataModel";
import type { MutationCtx } from "./_generated/server";
import { welcome } from "./users";

/** As the server names whom it knows by the same provider: its issuer and the id there. */
const github = GitHub({
  profile: ({ id, name, login, email, avatar_url }) => ({
    id: String(id),
    name: name ?? login,
    email,
    image: avatar_url,
    subject: `github|${id}`,
  }),
});

const google = Google({
  profile: ({ sub, name, email, picture }) => ({
    id: sub,
    name,
    email,
    image: picture,
    subject: `https://accounts.google.com|${sub}`,
  }),
});

export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({
  providers: [github, google],
  callbacks: {
    async afterUserCreatedOrUpdated(ctx, { userId }) {
      // Convex Auth knows its own tables alone; these are the same.
      await welcome(ctx as unknown as MutationCtx, userId as Id<"users">);
    },
  },
});
