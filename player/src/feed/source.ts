/** Where sessions come from, by configuration: a proofreel server, or Convex. */
import type { Config } from "../config.ts";
import type { ProjectDirectory, SceneFeed } from "./feed.ts";
import { HttpApi } from "./http.ts";
import { SseFeed } from "./sse.ts";

/** Who looks, where one signs in. */
export interface Account {
  readonly providers: readonly string[];
  readonly signedIn: boolean;
  /** Somebody went to a provider and came back without being signed in. */
  readonly unfinished: boolean;
  /** Leaves the page for the provider's. */
  signIn(provider: string): Promise<void>;
  signOut(): Promise<void>;
}

export interface Source {
  readonly directory: ProjectDirectory;
  /** Null where nobody signs in. */
  readonly account: Account | null;
  /** The feed of one session; connects when somebody subscribes. */
  open(sessionId: string): Promise<SceneFeed>;
}

export async function sourceOf(config: Config): Promise<Source> {
  const { convexUrl } = config;
  if (convexUrl !== null) return new (await import("./convex.ts")).ConvexSource(convexUrl);
  const api = new HttpApi(config.api);
  return { directory: api, account: null, open: (id) => Promise.resolve(new SseFeed(api, id)) };
}
