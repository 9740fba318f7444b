/**
 * A session as a Convex deployment has it. The queries are watched as `useQuery` watches them; each result is the whole
 * session at one moment, so nothing has to be put in order here.
 */
import { ConvexReactClient } from "convex/react";
import { makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { ConvexAccount } from "./convex-account.ts";
import { FeedStore, type FeedState, type SceneActions, type SceneFeed } from "./feed.ts";
import { Problem } from "./problem.ts";
import type { Source } from "./source.ts";
import type { Project, SceneVersion, Snapshot } from "./types.ts";

const listProjects = makeFunctionReference<"query", { limit: number }, Project[]>("projects:list");
const createProject = makeFunctionReference<"mutation", { title: string }, { id: string }>("projects:create");
const createSession = makeFunctionReference<"mutation", { projectId: string; title: string }, { id: string }>("sessions:create");
const watchSession = makeFunctionReference<"query", { sessionId: string }, Snapshot>("sessions:snapshot");
const listVersions = makeFunctionReference<"query", { sceneId: string }, { versions: SceneVersion[] }>("scenes:history");
const triggerEdit = makeFunctionReference<"action", { sceneId: string; projectId: string; prompt: string }>("jobs:triggerEdit");
const triggerGenerate = makeFunctionReference<
  "action",
  { projectId: string; sessionId: string; sceneCount: number; prompt: string }
>("jobs:triggerGenerate");

const TITLE_LENGTH = 80;

export class ConvexSource implements Source {
  readonly account: ConvexAccount;
  readonly #client: ConvexReactClient;
  readonly #ready: Promise<void>;

  constructor(url: string) {
    // Any address: deployments of one's own and the tests' aren't at convex.cloud.
    this.#client = new ConvexReactClient(url, { skipConvexDeploymentUrlCheck: true });
    this.account = new ConvexAccount(this.#client, url);
    this.#ready = this.account.begin();
  }

  readonly directory = {
    projects: (): Promise<Project[]> => this.#told(() => this.#client.query(listProjects, { limit: 50 })),
    generate: (prompt: string, sceneCount: number): Promise<string> =>
      this.#told(async () => {
        const title = prompt.length > TITLE_LENGTH ? `${prompt.slice(0, TITLE_LENGTH - 1)}…` : prompt;
        const project = await this.#client.mutation(createProject, { title });
        const session = await this.#client.mutation(createSession, { projectId: project.id, title });
        await this.#client.action(triggerGenerate, { projectId: project.id, sessionId: session.id, sceneCount, prompt });
        return session.id;
      }),
  };

  async open(sessionId: string): Promise<SceneFeed> {
    await this.#ready;
    return new ConvexFeed(this.#client, sessionId);
  }

  async #told<T>(act: () => Promise<T>): Promise<T> {
    try {
      await this.#ready;
      return await act();
    } catch (thrown) {
      throw problemOf(thrown);
    }
  }
}

export class ConvexFeed implements SceneFeed {
  readonly actions: SceneActions;
  readonly #client: ConvexReactClient;
  readonly #sessionId: string;
  readonly #store: FeedStore;

  constructor(client: ConvexReactClient, sessionId: string) {
    this.#client = client;
    this.#sessionId = sessionId;
    this.#store = new FeedStore(() => this.#connect());
    this.actions = {
      history: async (sceneId) => {
        const { versions } = await client.query(listVersions, { sceneId }).catch(rethrow);
        return versions.toReversed();
      },
      prompt: async (sceneId, prompt) => {
        const projectId = this.get().session?.projectId ?? "";
        await client.action(triggerEdit, { sceneId, projectId, prompt }).catch(rethrow);
      },
      // Sources and whole videos stay with the server.
      downloads: { video: null, vtt: null, srt: null, source: null },
      author: null,
    };
  }

  get(): FeedState {
    return this.#store.get();
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  #connect(): () => void {
    const watch = this.#client.watchQuery(watchSession, { sessionId: this.#sessionId });
    const take = (): void => {
      try {
        const session = watch.localQueryResult();
        if (session) this.#store.set({ session, connection: this.#connection(), problem: null });
      } catch (thrown) {
        this.#store.set({ session: null, connection: "closed", problem: problemOf(thrown) });
      }
    };
    const stop = watch.onUpdate(take);
    const unsubscribe = this.#client.subscribeToConnectionState(() => {
      if (this.#store.get().session) this.#store.set({ connection: this.#connection() });
    });
    take();
    return () => {
      stop();
      unsubscribe();
      this.#store.set({ connection: "connecting" });
    };
  }

  #connection(): "live" | "reconnecting" {
    return this.#client.connectionState().isWebSocketConnected ? "live" : "reconnecting";
  }
}

/** What a function refused with, as the server's problems are told. */
export function problemOf(thrown: unknown): Problem {
  if (!(thrown instanceof ConvexError)) return Problem.of(thrown);
  const data = thrown.data as Record<string, unknown> | string;
  if (typeof data === "string") return new Problem({ title: "Convex refused", detail: data, code: "refused" }, 0);
  return new Problem({ title: "Convex refused", ...data, detail: data["message"] }, data["code"] === "not_found" ? 404 : 0);
}

function rethrow(thrown: unknown): never {
  throw problemOf(thrown);
}
