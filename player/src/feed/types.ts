/** What goes over the wire between a server (or Convex, or an MCP host) and the player. camelCase, as sent. */

export type SceneStatus = "queued" | "generating_code" | "rendering" | "uploading" | "ready" | "error";
export type SessionStatus = "idle" | "queued" | "generating" | "rendering" | "ready" | "error";

export interface Format {
  width: number;
  height: number;
  fps: number;
  quality: string;
}

export interface SceneError {
  code: string;
  message: string;
  fix: string | null;
  line: number | null;
  correlationId: string | null;
}

export interface Progress {
  /** Frames drawn so far. */
  done: number;
  /** Frames expected, if it can be known. */
  total: number | null;
}

export interface Scene {
  id: string;
  /** 0-based place in the session. */
  index: number;
  title: string;
  status: SceneStatus;
  version: number;
  /** The session-wide number of the last change of this scene. */
  seq: number;
  startFrame: number;
  /** Inclusive. */
  endFrame: number;
  durationInFrames: number;
  url: string | null;
  posterUrl: string | null;
  error: SceneError | null;
  progress: Progress | null;
  updatedAt: number;
}

export interface SessionInfo {
  id: string;
  projectId: string;
  title: string;
  status: SessionStatus;
  seq: number;
  format: Format;
  totalFrames: number;
  exportUrl: string | null;
  captionsUrl: string | null;
  /** Whether the server has somebody who changes a scene by words. */
  canPrompt?: boolean;
}

export interface Snapshot extends SessionInfo {
  scenes: Scene[];
}

export interface SceneEvent {
  seq: number;
  version: number;
  scene: Scene;
}

export interface ProgressEvent extends Progress {
  sceneId: string;
}

export interface SessionSummary {
  id: string;
  title: string;
  status: SessionStatus;
  totalFrames: number;
  sceneCount: number;
  readyCount: number;
  updatedAt: number;
}

export interface Project {
  id: string;
  title: string;
  updatedAt: number;
  sessions: SessionSummary[];
}

export type Block = Record<string, unknown> & { type?: string };

export interface SceneSource {
  version: number;
  kind: "code" | "blocks";
  code: string;
  blocks: Block[] | null;
}

export interface SceneVersion {
  version: number;
  createdAt: number;
  author: string;
  change: string;
  checksum: string | null;
  current: boolean;
  /** Unified diff against the version before; empty for the first. */
  diff: string;
}

export interface Finding {
  rule: string;
  severity: "error" | "warning";
  /** 1-based. */
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
  message: string;
  fix?: string | null;
  replacement?: { old: string; new: string } | [string, string] | null;
}

export type SceneEdit =
  | { version: number; code: string }
  | { version: number; replacements: { old: string; new: string }[] }
  | { version: number; blocks: Block[] }
  | { version: number; prompt: string };

export interface NewScene {
  index: number;
  title: string;
  code?: string;
  blocks?: Block[];
}
