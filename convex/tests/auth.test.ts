/** Signing in by Convex Auth's own functions, and the tokens that its own key set makes. */
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "../functions/_generated/api";
import { postSession, session } from "./deployment";
import { Engine, installKeys } from "./loopback/engine";

const SITE = "https://proofreel.example";
const NAMES = ["JWT_PRIVATE_KEY", "JWKS", "CONVEX_SITE_URL", "SITE_URL"];
let engine: Engine;

beforeEach(async () => {
  engine = new Engine();
  await installKeys(SITE);
});

afterEach(() => {
  for (const name of NAMES) delete process.env[name];
});

/** What happens after GitHub or Google have sent a person back: Convex Auth's own steps, without their servers. */
async function signInWith(provider: "github" | "google", providerAccountId: string, email: string): Promise<string> {
  const store = (args: Record<string, unknown>) =>
    engine.t.mutation(internal.auth.store, { args } as never) as unknown as Promise<unknown>;
  const verifier = await store({ type: "verifier" });
  const signature = `${providerAccountId} ${crypto.randomUUID()}`;
  await store({ type: "verifierSignature", verifier, signature });
  const profile = { email, name: "Ada", image: "https://pictures.example/ada.png" };
  const code = await store({ type: "userOAuth", provider, providerAccountId, profile, signature });
  const signedIn = (await store({
    type: "verifyCodeAndSignIn",
    params: { code },
    provider,
    verifier,
    generateTokens: true,
    allowExtraProviders: false,
  })) as { tokens: { token: string } };
  return signedIn.tokens.token;
}

const me = async (token: string) => (await engine.identified(token)).query(api.users.me, {});

describe("signing in", () => {
  test.each(["github", "google"] as const)("with %s gives a user whom the server can name", async (provider) => {
    const user = await me(await signInWith(provider, "583231", "ada@example.org"));
    expect(user).toMatchObject({ name: "Ada", email: "ada@example.org", owner: user.id });
  });

  test("again, or with the other provider and the same address, is the same user", async () => {
    const first = await me(await signInWith("github", "583231", "ada@example.org"));
    expect(await me(await signInWith("github", "583231", "ada@example.org"))).toEqual(first);
    expect(await me(await signInWith("google", "1029", "ada@example.org"))).toEqual(first);
    expect(await me(await signInWith("google", "7", "eve@example.org"))).not.toEqual(first);
  });

  test("keeps the owner that a user was linked to", async () => {
    await signInWith("github", "583231", "ada@example.org");
    await engine.t.mutation(internal.users.link, { email: "ada@example.org", owner: "local" });
    expect(await me(await signInWith("github", "583231", "ada@example.org"))).toMatchObject({ owner: "local" });
  });

  test("shows what the server sent for that owner, before the sign-in and after it", async () => {
    const token = await signInWith("github", "583231", "ada@example.org");
    const { owner } = await me(token);
    await postSession(engine.t, session({ project: { title: "Geometry", owner } }));
    const caller = await engine.identified(token);
    expect(await caller.query(api.sessions.snapshot, { sessionId: "ses_1" })).toMatchObject({ id: "ses_1" });
  });
});

describe("a token", () => {
  const claims = (change: Record<string, unknown> = {}) => new SignJWT(change).setProtectedHeader({ alg: "RS256" }).setIssuedAt();
  const ownKey = () => importPKCS8(process.env["JWT_PRIVATE_KEY"]!.replace(/ (?!PRIVATE|KEY)/g, "\n"), "RS256");

  test("of another key is refused", async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    expect((await exportJWK(publicKey)).kty).toBe("RSA");
    const forged = claims().setSubject("user|session").setIssuer(SITE).setAudience("convex").setExpirationTime("1h");
    await expect(engine.identified(await forged.sign(privateKey))).rejects.toThrow(/signature/);
  });

  test.each([
    ["that ran out", (token: SignJWT) => token.setIssuer(SITE).setAudience("convex").setExpirationTime(1), /exp/],
    ["of another deployment", (token: SignJWT) => token.setIssuer("https://else.example").setAudience("convex").setExpirationTime("1h"), /iss/],
    ["for something else", (token: SignJWT) => token.setIssuer(SITE).setAudience("else").setExpirationTime("1h"), /aud/],
  ])("%s is refused", async (_name, made, why) => {
    const token = await made(claims().setSubject("user|session")).sign(await ownKey());
    await expect(engine.identified(token)).rejects.toThrow(why);
  });

  test("whose text was changed is refused", async () => {
    const [head, , mark] = (await signInWith("github", "1", "ada@example.org")).split(".");
    const other = (await signInWith("github", "2", "eve@example.org")).split(".")[1];
    await expect(engine.identified(`${head}.${other}.${mark}`)).rejects.toThrow(/signature/);
  });
});
