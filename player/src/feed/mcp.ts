/**
 * A session inside an MCP host: the tool's result brings the first snapshot, later ones are asked for with a tool.
 *
 * What the server has to offer: a tool with this page as its UI whose structured content is a Snapshot (or holds one as
 * `session`), and the app-only tool `session_snapshot({session_id})` that returns the same. URLs in them are absolute:
 * the page's origin is `null`. Hosts allow only what `_meta.ui.csp` names: the server in `resourceDomains` for media
 * and in `connectDomains` for reading chunks; without the latter the chunks still play, from the elements alone.
 */
import type { App } from "@modelcontextprotocol/ext-apps";
import { FeedStore, type AuthorActions, type FeedState, type SceneFeed } from "./feed.ts";
import { Problem } from "./problem.ts";
import type { Finding, Preview, SceneSource, Snapshot } from "./types.ts";

export const SNAPSHOT_TOOL = "session_snapshot";
const BUSY_MS = 2000;
const IDLE_MS = 15_000;

interface ToolResult {
  structuredContent?: unknown;
  content?: readonly { type: string; text?: string }[];
  isError?: boolean;
}

/** What this feed needs of ext-apps' App. */
export type Host = Pick<App, "addEventListener" | "callServerTool">;

export class McpFeed implements SceneFeed {
  /** Inside a chat one watches; what else the studio does is asked for in the chat. */
  readonly actions = null;
  /** One scene can be changed right there, by tools that the model never sees. */
  readonly author: Pick<AuthorActions, "source" | "check" | "preview" | "edit"> = {
    source: (id) => this.#call<SceneSource>("scene_source", { scene_id: id }),
    check: async (id, code) => (await this.#call<{ findings: Finding[] }>("scene_check", { scene_id: id, code })).findings,
    preview: async (id, draft) => (await this.#call<{ preview: Preview }>("scene_preview", { scene_id: id, ...draft })).preview,
    edit: async (id, edit) => {
      const saved = await this.#saved(id, { scene_id: id, ...edit });
      this.#take({ structuredContent: saved });
      return snapshotIn(saved)?.scenes.find((scene) => scene.id === id)?.version ?? edit.version + 1;
    },
  };
  readonly #host: Host;
  readonly #store: FeedStore;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connected = false;

  /** To be made before the app connects, so that the first result isn't missed. */
  constructor(host: Host) {
    this.#host = host;
    this.#store = new FeedStore(() => this.#connect());
    host.addEventListener("toolresult", (result) => this.#take(result as ToolResult));
  }

  get(): FeedState {
    return this.#store.get();
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  #connect(): () => void {
    this.#connected = true;
    this.#schedule();
    return () => {
      this.#connected = false;
      clearTimeout(this.#timer);
    };
  }

  #take(result: ToolResult): void {
    const snapshot = snapshotIn(result.structuredContent);
    const known = this.#store.get().session;
    if (snapshot && !(known?.id === snapshot.id && known.seq > snapshot.seq)) {
      this.#store.set({ session: snapshot, connection: "live", problem: null });
    } else if (!snapshot && !known) {
      const detail = result.content?.find((part) => part.type === "text")?.text ?? "The tool returned no session.";
      this.#store.set({ problem: new Problem({ title: "There's no video to show", detail, code: "no_session" }, 0) });
    }
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const { session } = this.#store.get();
    if (!this.#connected || !session) return;
    const settled = session.status === "ready" || session.status === "error" || session.status === "idle";
    this.#timer = setTimeout(() => void this.#ask(session.id), settled ? IDLE_MS : BUSY_MS);
  }

  async #saved(sceneId: string, change: Record<string, unknown>): Promise<unknown> {
    try {
      return await this.#call<unknown>("scene_save", change);
    } catch (thrown) {
      const problem = Problem.of(thrown);
      if (problem.code !== "stale_version") throw problem;
      // The editor offers both ways on, and has to know how far the other one is.
      const { version } = await this.author.source(sceneId);
      throw new Problem({ ...problem.details, currentVersion: version }, problem.status);
    }
  }

  /** What a tool gives, or a Problem. */
  async #call<T>(name: string, given: Record<string, unknown>): Promise<T> {
    const result = (await this.#host.callServerTool({ name, arguments: given })) as ToolResult;
    if (result.isError) throw problemIn(result.content?.find((part) => part.type === "text")?.text ?? "");
    return result.structuredContent as T;
  }

  async #ask(sessionId: string): Promise<void> {
    try {
      this.#take((await this.#host.callServerTool({ name: SNAPSHOT_TOOL, arguments: { session_id: sessionId } })) as ToolResult);
    } catch {
      // The host is busy or the server is away: what is known stays, and is asked for again.
      this.#store.set({ connection: "reconnecting" });
      this.#schedule();
    }
  }
}

/** A tool's error, which is text for models: `code: message`, `Fix: …`, `diff: …`. */
export function problemIn(said: string): Problem {
  const [, code = "tool_failed", detail = said] = /^([a-z_]+): ([\s\S]*?)(?:\nFix: |$)/.exec(said) ?? [];
  const fix = /\nFix: (.*)/.exec(said)?.[1] ?? null;
  const diff = /\ndiff: ([\s\S]*?)(?:\n(?:nearest|current_version|status|scenes): |$)/.exec(said)?.[1] ?? null;
  return new Problem({ title: "That was refused", detail, code, fix, ...(diff ? { diff } : {}) }, 0);
}

/** The snapshot in a tool's structured content. */
export function snapshotIn(content: unknown): Snapshot | null {
  if (typeof content !== "object" || content === null) return null;
  if ("scenes" in content && Array.isArray(content.scenes) && "format" in content) return content as unknown as Snapshot;
  return "session" in content ? snapshotIn(content.session) : null;
}
