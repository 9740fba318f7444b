/** convex-test's engine behind what a deployment does around its functions: public ones only, and real tokens. */
import { convexToJson, jsonToConvex, type JSONValue } from "convex/values";
import { makeFunctionReference } from "convex/server";
import { createLocalJWKSet, exportJWK, exportPKCS8, generateKeyPair, jwtVerify, type JSONWebKeySet } from "jose";
import { internal } from "../../functions/_generated/api";
import { deployment, type Deployment } from "../deployment";

export type Kind = "query" | "mutation" | "action";

export type Answer = { ok: true; value: JSONValue } | { ok: false; message: string; data: JSONValue | null };

interface Registered {
  isPublic?: boolean;
  isQuery?: boolean;
  isMutation?: boolean;
  isAction?: boolean;
}

const modules = import.meta.glob<Record<string, Registered>>(["../../functions/*.ts", "!**/*.config.ts"]);

// Loaded before the first call: afterwards the bundle is gone.
const components = import.meta.glob([
  "../../node_modules/@convex-dev/{rate-limiter,batch-worker}/src/component/*.ts",
  "!**/*.{test,config}.ts",
]);

/** Load every function. */
export async function loadFunctions(): Promise<void> {
  for (const load of [...Object.values(modules), ...Object.values(components)]) await load();
}

type Caller = Pick<Deployment, Kind>;

/** A key pair as Convex Auth's own set-up makes it, put where Convex Auth reads it. */
export async function installKeys(siteUrl: string): Promise<void> {
  const keys = await generateKeyPair("RS256", { extractable: true });
  process.env["JWT_PRIVATE_KEY"] = (await exportPKCS8(keys.privateKey)).trimEnd().replaceAll("\n", " ");
  process.env["JWKS"] = JSON.stringify({ keys: [{ use: "sig", ...(await exportJWK(keys.publicKey)) }] });
  process.env["CONVEX_SITE_URL"] = siteUrl;
  process.env["SITE_URL"] = siteUrl;
}

export class Engine {
  t: Deployment = deployment();

  /** Who a token is of. Checked as a deployment does it: by the key set that Convex Auth publishes. */
  async identified(token: string | null): Promise<Caller> {
    if (token === null) return this.t;
    const published = await this.t.fetch("/.well-known/jwks.json");
    const keys = createLocalJWKSet((await published.json()) as JSONWebKeySet);
    const issuer = process.env["CONVEX_SITE_URL"]!;
    const { payload } = await jwtVerify(token, keys, { issuer, audience: "convex" });
    return this.t.withIdentity({
      subject: payload.sub!,
      issuer,
      tokenIdentifier: `${issuer}|${payload.sub!}`,
    });
  }

  /** A signed-in user with a token of Convex Auth's own making. */
  async signIn(email: string, owner?: string): Promise<{ token: string; refreshToken: string; userId: string }> {
    const userId = await this.t.run(async (ctx) => {
      const known = await ctx.db.query("users").withIndex("email", (q) => q.eq("email", email)).first();
      return known?._id ?? (await ctx.db.insert("users", { email, emailVerificationTime: Date.now() }));
    });
    if (owner !== undefined) await this.t.mutation(internal.users.link, { email, owner });
    const { tokens } = (await this.t.mutation(internal.auth.store, {
      args: { type: "signIn", userId, generateTokens: true },
    })) as unknown as { tokens: { token: string; refreshToken: string } };
    return { ...tokens, userId };
  }

  async call(kind: Kind, path: string, args: JSONValue, caller: Caller): Promise<Answer> {
    const name = path.replace(/\.js:/, ":");
    try {
      await requirePublic(kind, name);
      const given = (jsonToConvex(args) ?? {}) as Record<string, never>;
      const value: unknown = await callOf(caller, kind, name, given);
      return { ok: true, value: convexToJson((value ?? null) as never) };
    } catch (error) {
      const { message = String(error), data } = error as { message?: string; data?: unknown };
      const read: unknown = typeof data === "string" ? JSON.parse(data) : data;
      return { ok: false, message, data: (read ?? null) as JSONValue };
    }
  }
}

function callOf(caller: Caller, kind: Kind, name: string, args: Record<string, never>): Promise<unknown> {
  if (kind === "query") return caller.query(makeFunctionReference<"query">(name), args);
  if (kind === "mutation") return caller.mutation(makeFunctionReference<"mutation">(name), args);
  return caller.action(makeFunctionReference<"action">(name), args);
}

/** Internal functions can't be called from outside; convex-test alone would let them. */
async function requirePublic(kind: Kind, name: string): Promise<void> {
  const [module = "", exported = "default"] = name.split(":");
  const found = (await modules[`../../functions/${module}.ts`]?.())?.[exported];
  const fits = { query: found?.isQuery, mutation: found?.isMutation, action: found?.isAction }[kind];
  if (!found?.isPublic || !fits) throw new Error(`Could not find public function for '${name}'.`);
}
