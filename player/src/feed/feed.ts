/** The one interface between the views and wherever a session lives. */
import type {
  Downloads,
  Finding,
  NewScene,
  Preview,
  Project,
  Scene,
  SceneDraft,
  SceneEdit,
  SceneSource,
  SceneVersion,
  Snapshot,
} from "./types.ts";
import type { Problem } from "./problem.ts";

export type Connection = "connecting" | "live" | "reconnecting" | "closed";

export interface FeedState {
  /** Null until the first snapshot. */
  session: Snapshot | null;
  connection: Connection;
  /** Why there's no session, or why the last try to connect failed. */
  problem: Problem | null;
}

/** What can be done to a session. Each rejects with a `Problem`. */
export interface SceneActions {
  history(sceneId: string): Promise<SceneVersion[]>;
  /** Ask for a change in words. Whether anybody listens: `canPrompt` of the session. */
  prompt(sceneId: string, prompt: string): Promise<void>;
  readonly downloads: Downloads;
  /** Null where sources can't be reached: one can watch, and ask. */
  readonly author: AuthorActions | null;
}

/** What takes the sources of a session, and somebody who renders. */
export interface AuthorActions {
  source(sceneId: string): Promise<SceneSource>;
  /** What the checker says of code, in milliseconds. */
  check(sceneId: string, code: string): Promise<Finding[]>;
  /** What a change would draw, in about a second. */
  preview(sceneId: string, draft: SceneDraft): Promise<Preview>;
  /** Gives the number of the new version. */
  edit(sceneId: string, edit: SceneEdit): Promise<number>;
  retry(sceneId: string): Promise<void>;
  revert(sceneId: string, version: number): Promise<void>;
  insert(scene: NewScene): Promise<void>;
  move(sceneId: string, index: number): Promise<void>;
  /** The same scene once more, right behind it. */
  duplicate(sceneId: string): Promise<void>;
  remove(sceneId: string): Promise<void>;
}

export interface SceneFeed {
  /** Call back after each change of `get()`; returns how to stop. The first subscriber connects, the last one out disconnects. */
  subscribe(listener: () => void): () => void;
  /** The state now; the same object until it changes. */
  get(): FeedState;
  /** Null where one can only watch. */
  readonly actions: SceneActions | null;
}

/** Where projects and sessions are listed. */
export interface ProjectDirectory {
  projects(): Promise<Project[]>;
  /** Ask for a video about something; gives the new session's id. Missing where nobody takes that here. */
  generate?(prompt: string, sceneCount: number): Promise<string>;
  /** Take a session away for good. Missing where one can't. */
  remove?(sessionId: string): Promise<void>;
}

/** Listeners and the state they are told of; the implementations differ in what feeds it. */
export class FeedStore {
  #state: FeedState = { session: null, connection: "connecting", problem: null };
  readonly #listeners = new Set<() => void>();
  readonly #connect: () => () => void;
  #disconnect: (() => void) | null = null;

  /** `connect` starts whatever feeds the store and returns how to stop it. */
  constructor(connect: () => () => void) {
    this.#connect = connect;
  }

  get(): FeedState {
    return this.#state;
  }

  set(change: Partial<FeedState>): void {
    const next = { ...this.#state, ...change };
    const same = (Object.keys(next) as (keyof FeedState)[]).every((key) => next[key] === this.#state[key]);
    if (same) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  /** Change the session, if there is one. */
  update(change: (session: Snapshot) => Snapshot): void {
    if (this.#state.session) this.set({ session: change(this.#state.session) });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#disconnect ??= this.#connect();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#disconnect?.();
      this.#disconnect = null;
    };
  }
}

export type { Scene, Snapshot };
