/** A session of a proofreel server: a snapshot first, then its events as they happen, resumed where they broke off. */
import { openEventStream, type StreamEvent } from "./event-stream.ts";
import { FeedStore, type FeedState, type SceneActions, type SceneFeed } from "./feed.ts";
import type { HttpApi } from "./http.ts";
import { Problem } from "./problem.ts";
import { applyProgress, applyScene, applySession, applyWriting, isTorn } from "./state.ts";
import type { ProgressEvent, SceneEvent, SessionInfo, Snapshot, WritingEvent } from "./types.ts";

/** Time for the events of one change to arrive before the whole is asked for again. */
const SETTLE_MS = 400;

export class SseFeed implements SceneFeed {
  readonly actions: SceneActions;
  readonly #api: HttpApi;
  readonly #sessionId: string;
  readonly #store: FeedStore;
  #refetch: ReturnType<typeof setTimeout> | undefined;
  #canPrompt = false;
  /** The number of the snapshot: it has all changes up to this one in it. */
  #upTo = -1;

  constructor(api: HttpApi, sessionId: string) {
    this.#api = api;
    this.#sessionId = sessionId;
    this.#store = new FeedStore(() => this.#connect());
    this.actions = api.actions(
      sessionId,
      (scene) => this.#store.update((session) => applyScene(session, { seq: scene.seq, version: scene.version, scene })),
      () => this.#fetchSnapshot(),
    );
  }

  get(): FeedState {
    return this.#store.get();
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  #connect(): () => void {
    // Beside the stream, because the plain request is answered from a cold start and says a 404 as a problem.
    void this.#fetchSnapshot();
    void this.#fetchAbilities();
    const url = `${this.#api.base}/api/sessions/${encodeURIComponent(this.#sessionId)}/events`;
    const close = openEventStream(url, {
      onOpen: () => this.#store.set({ connection: "live", problem: null }),
      onEvent: (event) => this.#take(event),
      onDrop: (reason) => this.#drop(reason),
    });
    return () => {
      close();
      clearTimeout(this.#refetch);
      this.#store.set({ connection: "connecting" });
    };
  }

  #take(event: StreamEvent): void {
    const data: unknown = JSON.parse(event.data);
    if (event.event === "snapshot") this.#adopt(data as Snapshot);
    else if (event.event === "scene") this.#takeScene(data as SceneEvent);
    else if (event.event === "session") this.#store.update((s) => applySession(s, data as SessionInfo));
    else if (event.event === "progress") this.#store.update((s) => applyProgress(s, data as ProgressEvent));
    else if (event.event === "writing") this.#store.update((s) => applyWriting(s, data as WritingEvent));
    this.#mendLater();
  }

  /** A change of a scene that the snapshot doesn't know of: a scene that it lacks may be removed by now, not new. */
  #takeScene(event: SceneEvent): void {
    if (event.seq > this.#upTo) this.#store.update((session) => applyScene(session, event));
  }

  /** A snapshot, unless what is known is newer: a plain request may be overtaken by events. */
  #adopt(snapshot: Snapshot): void {
    const known = this.#store.get().session;
    if (known && known.seq > snapshot.seq) return;
    this.#upTo = snapshot.seq;
    this.#store.set({ session: { canPrompt: this.#canPrompt, ...snapshot }, problem: null });
  }

  #mendLater(): void {
    clearTimeout(this.#refetch);
    const session = this.#store.get().session;
    if (session && isTorn(session)) this.#refetch = setTimeout(() => void this.#fetchSnapshot(), SETTLE_MS);
  }

  async #fetchAbilities(): Promise<void> {
    // A server that can't tell takes no prompts.
    this.#canPrompt = await this.#api.canPrompt().catch(() => false);
    if (this.#canPrompt) this.#store.update((session) => ({ ...session, canPrompt: true }));
  }

  async #fetchSnapshot(): Promise<void> {
    try {
      this.#adopt(await this.#api.session(this.#sessionId));
    } catch (thrown) {
      if (!this.#store.get().session) this.#store.set({ problem: Problem.of(thrown) });
    }
  }

  #drop(reason: unknown): boolean {
    const gone = reason instanceof Response && [401, 403, 404, 410].includes(reason.status);
    this.#store.set({ connection: gone ? "closed" : "reconnecting" });
    return !gone;
  }
}
