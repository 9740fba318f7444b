/** Where sessions come from, by configuration: a proofreel server, or Convex. */
import type { Config } from "../config.ts";
import type { ProjectDirectory, SceneFeed } from "./feed.ts";
import { HttpApi } from "./http.ts";
import { SseFeed } from "./sse.ts";

export interface Source {
  readonly directory: ProjectDirectory;
  /** The feed of one session; connects when somebody subscribes. */
  open(sessionId: string): Promise<SceneFeed>;
}

export function sourceOf(config: Config): Source {
  const api = new HttpApi(config.api);
  const { convexUrl } = config;
  if (convexUrl === null) {
    return { directory: api, open: (id) => Promise.resolve(new SseFeed(api, id)) };
  }
  const convex = import("./convex.ts").then((module) => new module.ConvexSource(convexUrl));
  return {
    directory: { projects: async () => (await convex).projects() },
    open: async (id) => (await convex).open(id),
  };
}
