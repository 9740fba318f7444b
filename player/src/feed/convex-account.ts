/**
 * Signing in at a Convex deployment, as Convex Auth's own client does it: the same storage and the same calls, so that
 * whoever signs in elsewhere on this page is signed in here too.
 */
import { ConvexHttpClient } from "convex/browser";
import type { ConvexReactClient } from "convex/react";
import { makeFunctionReference } from "convex/server";
import type { Account } from "./source.ts";

interface Tokens {
  token: string;
  refreshToken: string;
}

interface SignInAnswer {
  redirect?: string;
  verifier?: string;
  tokens?: Tokens | null;
}

const signIn = makeFunctionReference<"action", Record<string, unknown>, SignInAnswer>("auth:signIn");
const signOut = makeFunctionReference<"action", Record<string, never>, null>("auth:signOut");

export class ConvexAccount implements Account {
  readonly providers = ["github", "google"] as const;
  readonly #client: ConvexReactClient;
  /** Without a token: what makes one can't need one. */
  readonly #plain: ConvexHttpClient;
  readonly #suffix: string;
  unfinished = false;

  constructor(client: ConvexReactClient, url: string) {
    this.#client = client;
    this.#plain = new ConvexHttpClient(url, { skipConvexDeploymentUrlCheck: true });
    this.#suffix = `_${url.replaceAll(/[^a-zA-Z0-9]/g, "")}`;
  }

  /** Take the code that a provider sent back in the address, if there is one; then stay signed in. */
  async begin(): Promise<void> {
    const address = new URL(location.href);
    const code = address.searchParams.get("code");
    // It stays until a code comes: another tab may be at the provider's yet.
    this.unfinished = !code && this.#get("__convexAuthOAuthVerifier") !== null;
    if (code) {
      const verifier = this.#take("__convexAuthOAuthVerifier");
      address.searchParams.delete("code");
      history.replaceState(null, "", address);
      const { tokens } = await this.#plain.action(signIn, { params: { code }, ...(verifier ? { verifier } : {}) });
      this.#keep(tokens ?? null);
    }
    if (!this.#get("__convexAuthJWT")) return;
    this.#client.setAuth(async ({ forceRefreshToken }) => {
      if (forceRefreshToken) await this.#refresh();
      return this.#get("__convexAuthJWT");
    });
  }

  get signedIn(): boolean {
    return this.#get("__convexAuthJWT") !== null;
  }

  async signIn(provider: string): Promise<void> {
    const params = { redirectTo: location.pathname };
    const { redirect, verifier } = await this.#plain.action(signIn, { provider, params });
    if (!redirect) return;
    if (verifier) localStorage.setItem(`__convexAuthOAuthVerifier${this.#suffix}`, verifier);
    location.href = redirect;
  }

  async signOut(): Promise<void> {
    // One who is signed out elsewhere already is signed out here all the same.
    await this.#client.action(signOut, {}).catch(() => undefined);
    this.#keep(null);
    location.reload();
  }

  async #refresh(): Promise<void> {
    const before = this.#get("__convexAuthJWT");
    // One tab at a time: a refresh token holds once.
    await navigator.locks.request(`proofreel-refresh${this.#suffix}`, async () => {
      if (this.#get("__convexAuthJWT") !== before) return;
      const refreshToken = this.#get("__convexAuthRefreshToken");
      const answer = refreshToken ? await this.#plain.action(signIn, { refreshToken }) : { tokens: null };
      this.#keep(answer.tokens ?? null);
    });
  }

  #keep(tokens: Tokens | null): void {
    for (const [key, value] of [["__convexAuthJWT", tokens?.token], ["__convexAuthRefreshToken", tokens?.refreshToken]] as const) {
      if (value === undefined) localStorage.removeItem(key + this.#suffix);
      else localStorage.setItem(key + this.#suffix, value);
    }
  }

  #get(key: string): string | null {
    return localStorage.getItem(key + this.#suffix);
  }

  #take(key: string): string | null {
    const value = this.#get(key);
    localStorage.removeItem(key + this.#suffix);
    return value;
  }
}
