/** Signing in by Convex Auth's own functions, and the tokens that its own key set makes. */
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
  vi.unstubAllGlobals();
});

/** As the providers of `auth.ts` name people. */
const NAMED = {
  github: (id: string) => ({ subject: `github|${id}` }),
  google: (id: string) => ({ subject: `https://accounts.google.com|${id}` }),
};

/** What happens after GitHub or Google have sent a person back: Convex Auth's own steps, without their servers. */
async function signInWith(provider: "github" | "google", providerAccountId: string, email: string): Promise<string> {
  const store = (args: Record<string, unknown>) =>
    engine.t.mutation(internal.auth.store, { args } as never) as unknown as Promise<unknown>;
  const verifier = await store({ type: "verifier" });
  const signature = `${providerAccountId} ${crypto.randomUUID()}`;
  await store({ type: "verifierSignature", verifier, signature });
  const { subject } = NAMED[provider](providerAccountId);
  const profile = { email, name: "Ada", image: "https://pictures.example/ada.png", subject };
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

/** All of it, from the button to the tokens, with GitHub's three addresses answered here. */
async function throughGitHub(account: { id: number; login: string; email: string }): Promise<string> {
  vi.stubGlobal("fetch", async (input: string | URL | Request) => {
    const { host, pathname } = new URL(input instanceof Request ? input.url : String(input));
    const answers: Record<string, unknown> = {
      "/login/oauth/access_token": { access_token: "gho_1", token_type: "bearer", scope: "read:user,user:email" },
      "/user": { ...account, name: null, avatar_url: "https://pictures.example/ada.png" },
      "/user/emails": [{ email: account.email, primary: true, verified: true }],
    };
    const known = host === "github.com" || host === "api.github.com" ? answers[pathname] : undefined;
    return known ? Response.json(known) : new Response(`${host}${pathname}`, { status: 404 });
  });
  const begun = await engine.t.action(api.auth.signIn, { provider: "github", params: {} });
  const { pathname, search } = new URL(begun.redirect!);
  const sent = await engine.t.fetch(pathname + search);
  const state = new URL(sent.headers.get("location")!).searchParams.get("state");
  const cookie = sent.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const query = new URLSearchParams({ code: "from GitHub", ...(state ? { state } : {}) });
  const back = await engine.t.fetch(`/api/auth/callback/github?${query}`, { headers: { cookie } });
  const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
  const done = await engine.t.action(api.auth.signIn, { params: { code }, verifier: begun.verifier! });
  return done.tokens!.token;
}

const me = async (token: string) => (await engine.identified(token)).query(api.users.me, {});

describe("signing in", () => {
  test.each(["github", "google"] as const)("with %s gives a user whom the server knows by the same name", async (provider) => {
    const user = await me(await signInWith(provider, "583231", "ada@example.org"));
    expect(user).toMatchObject({ name: "Ada", email: "ada@example.org", owner: NAMED[provider]("583231").subject });
  });

  test("goes all the way through GitHub", async () => {
    const token = await throughGitHub({ id: 583231, login: "ada", email: "ada@example.org" });
    expect(await me(token)).toMatchObject({ name: "ada", email: "ada@example.org", owner: "github|583231" });
  });

  test("shows what the server had made for that person before", async () => {
    const project = { title: "Geometry", owner: "github|583231" };
    await postSession(engine.t, session({ project }));
    const caller = await engine.identified(await signInWith("github", "583231", "ada@example.org"));
    expect(await caller.query(api.projects.list, {})).toMatchObject([{ title: "Geometry" }]);
  });

  test("under a name that is linked to somebody else gives one's own", async () => {
    await signInWith("google", "1", "eve@example.org");
    await engine.t.mutation(internal.users.link, { email: "eve@example.org", owner: "github|583231" });
    const user = await me(await signInWith("github", "583231", "ada@example.org"));
    expect(user.owner).toBe(user.id);
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
