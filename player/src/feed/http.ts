/** The HTTP API of a proofreel server. */
import type { AuthorActions, ProjectDirectory, SceneActions } from "./feed.ts";
import { Problem } from "./problem.ts";
import type { Finding, Preview, Project, Scene, SceneSource, SceneVersion, Snapshot } from "./types.ts";

export class HttpApi implements ProjectDirectory {
  /** Without a slash at its end; empty for the server the page came from. */
  readonly base: string;

  constructor(base = "") {
    this.base = base;
  }

  /** What the server sent, or a Problem. */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (thrown) {
      throw Problem.of(thrown);
    }
    if (!response.ok) throw await Problem.ofResponse(response);
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }

  async projects(): Promise<Project[]> {
    return (await this.request<{ projects: Project[] }>("GET", "/api/projects")).projects;
  }

  remove(sessionId: string): Promise<void> {
    return this.request("DELETE", `/api/sessions/${encodeURIComponent(sessionId)}`);
  }

  /** Whether the server has somebody who changes scenes by words. */
  async canPrompt(): Promise<boolean> {
    return (await this.request<{ canPrompt?: boolean }>("GET", "/api/status")).canPrompt ?? false;
  }

  session(id: string): Promise<Snapshot> {
    return this.request("GET", `/api/sessions/${encodeURIComponent(id)}`);
  }

  /** The actions of one session; `onScene` gets the scenes that answers carry, ahead of their events. */
  actions(sessionId: string, onScene: (scene: Scene) => void, onReordered: () => Promise<void>): SceneActions {
    const session = `/api/sessions/${encodeURIComponent(sessionId)}`;
    const scene = (id: string): string => `/api/scenes/${encodeURIComponent(id)}`;
    const post = async (path: string, body?: unknown): Promise<void> => {
      const answer = await this.request<unknown>("POST", path, body ?? {});
      if (isScene(answer)) onScene(answer);
    };
    const author: AuthorActions = {
      source: (id) => this.request<SceneSource>("GET", `${scene(id)}/source`),
      check: async (id, code) =>
        (await this.request<{ findings: Finding[] }>("POST", `${scene(id)}/check`, { code })).findings,
      preview: (id, draft) => this.request<Preview>("POST", `${scene(id)}/preview`, draft),
      edit: async (id, edit) => {
        const changed = await this.request<Scene>("POST", `${scene(id)}/edit`, edit);
        onScene(changed);
        return changed.version;
      },
      retry: (id) => post(`${scene(id)}/retry`),
      revert: (id, version) => post(`${scene(id)}/revert`, { version }),
      insert: async (added) => {
        await this.request("POST", `${session}/scenes`, { ...added, render: true });
        await onReordered();
      },
      move: async (id, index) => {
        await this.request("POST", `${scene(id)}/move`, { index });
        await onReordered();
      },
      duplicate: async (id) => {
        await this.request("POST", `${scene(id)}/duplicate`, {});
        await onReordered();
      },
      remove: async (id) => {
        await this.request("DELETE", scene(id));
        await onReordered();
      },
    };
    return {
      history: async (id) =>
        (await this.request<{ versions: SceneVersion[] }>("GET", `${scene(id)}/history`)).versions,
      prompt: (id, prompt) => post(`${scene(id)}/prompt`, { prompt }),
      downloads: {
        video: async () => (await this.request<{ url: string }>("POST", `${session}/export`, {})).url,
        vtt: `${this.base}${session}/captions.vtt`,
        srt: `${this.base}${session}/captions.srt`,
        source: `${this.base}${session}/source.zip`,
      },
      author,
    };
  }
}

function isScene(value: unknown): value is Scene {
  return typeof value === "object" && value !== null && "durationInFrames" in value && "seq" in value;
}
