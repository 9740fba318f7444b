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

/** Its place in the queue. */
export interface Waiting {
  ahead: number;
  expectedS: number | null;
}

/** What a model has used so far to write it. */
export interface Writing {
  answers: number;
  tokens: number;
  usd: number | null;
}

export interface Caption {
  startMs: number;
  endMs: number;
  text: string;
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
  /** Where they come with the scene: in milliseconds from its start. Otherwise the session has `captionsUrl`. */
  captions?: readonly Caption[];
  error: SceneError | null;
  progress: Progress | null;
  waiting?: Waiting | null;
  writing?: Writing | null;
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
  /** Why what was asked for hasn't begun, or couldn't be done. */
  error?: SceneError | null;
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

export interface WritingEvent extends Writing {
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
  /** A picture of one of its scenes. */
  posterUrl?: string | null;
}

export interface Project {
  id: string;
  title: string;
  updatedAt: number;
  sessions: SessionSummary[];
}

/** A part of a scene: its kind, and the fields of that kind. */
export type Block = { kind: string } & Record<string, unknown>;

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

/** Left, bottom, right, top, in the scene's own units. */
export type Box = readonly [number, number, number, number];

/** What the checker says of a source, or a rehearsal of what it drew. */
export interface Finding {
  rule: string;
  severity: "error" | "warning";
  stage?: "source" | "layout";
  /** 1-based; null where no line is to blame. */
  line: number | null;
  column?: number;
  end_line?: number | null;
  end_column?: number | null;
  message: string;
  fix?: string | null;
  /** A replacement that mends it: `old` is there exactly once. */
  edit?: { old: string; new: string } | null;
  /** Of the layout: when it shows first, what it is about, and what the camera saw then. */
  frame?: number;
  time_s?: number;
  things?: readonly { name: string; text: string; box: Box }[];
  view?: Box;
}

/** A change as it would come out, before it is saved. */
export interface Preview {
  ok: boolean;
  findings: Finding[];
  /** What the scene raised. */
  error: { type: string; message: string; line: number | null; hint?: { write?: string } | null } | null;
  frames: number | null;
  durationS: number | null;
  /** Frame number → image URL, for the frames that findings are about. */
  pictures: Record<string, string>;
}

export type SceneEdit =
  | { version: number; code: string }
  | { version: number; replacements: { old: string; new: string }[] }
  | { version: number; blocks: Block[] };

export type SceneDraft = { code: string } | { blocks: Block[] };

export type NewScene = { index: number; title: string } & SceneDraft;

/** Files to keep; null where there is none. */
export interface Downloads {
  /** Everything in one: asks for it to be joined if it isn't yet. */
  video: (() => Promise<string>) | null;
  vtt: string | null;
  srt: string | null;
  source: string | null;
}
