/** Documents as a player reads them: the same shapes that the server's HTTP API has. */
import type { Infer } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import type { sceneStatus, sessionStatus } from "./payloads";

export interface SceneErrorView {
  code: string;
  message: string;
  fix: string | null;
  line: number | null;
  correlationId: string | null;
}

export interface SceneView {
  id: string;
  index: number;
  title: string;
  status: Infer<typeof sceneStatus>;
  version: number;
  seq: number;
  startFrame: number;
  /** Inclusive. */
  endFrame: number;
  durationInFrames: number;
  url: string | null;
  posterUrl: string | null;
  /** In milliseconds from the scene's start. */
  captions: { startMs: number; endMs: number; text: string }[];
  error: SceneErrorView | null;
  /** Frames drawn so far aren't sent here: they would be hundreds of writes a scene. */
  progress: null;
  updatedAt: number;
}

export interface SessionSummary {
  id: string;
  title: string;
  status: Infer<typeof sessionStatus>;
  totalFrames: number;
  sceneCount: number;
  readyCount: number;
  updatedAt: number;
  /** A picture of one of its scenes. */
  posterUrl: string | null;
}

export interface SnapshotView {
  id: string;
  projectId: string;
  title: string;
  status: Infer<typeof sessionStatus>;
  seq: number;
  format: { width: number; height: number; fps: number; quality: "full" | "preview" };
  totalFrames: number;
  /** Why what was asked for hasn't begun. */
  error: SceneErrorView | null;
  exportUrl: null;
  captionsUrl: null;
  /** Whether a server is set that takes prompts. */
  canPrompt: boolean;
  updatedAt: number;
  scenes: SceneView[];
}

/** What was asked for and not yet answered stands for the status: `queued`, or `error` when it couldn't be sent. */
function expected<S extends string>(
  document: { status: S; waiting?: Doc<"scenes">["waiting"] },
): S | "queued" | "error" {
  if (!document.waiting) return document.status;
  return document.waiting.error ? "error" : "queued";
}

function errorView(error: Doc<"scenes">["error"] | undefined): SceneErrorView | null {
  if (!error) return null;
  const { code, message, fix = null, line = null, correlationId = null } = error;
  return { code, message, fix, line, correlationId };
}

export function sceneView(scene: Doc<"scenes">): SceneView {
  return {
    id: scene.externalId,
    index: scene.index,
    title: scene.title,
    status: expected(scene),
    version: scene.version,
    seq: scene.seq,
    startFrame: scene.startFrame,
    endFrame: scene.endFrame,
    durationInFrames: scene.durationInFrames,
    url: scene.videoUrl,
    posterUrl: scene.posterUrl ?? null,
    captions: scene.captions ?? [],
    error: errorView(scene.waiting ? scene.waiting.error : scene.error),
    progress: null,
    updatedAt: Math.max(scene.updatedAt, scene.waiting?.since ?? 0),
  };
}

const frames = (scenes: readonly Doc<"scenes">[]) => scenes.reduce((sum, scene) => sum + scene.durationInFrames, 0);

export function sessionSummary(session: Doc<"videoSessions">, scenes: readonly Doc<"scenes">[]): SessionSummary {
  return {
    id: session.externalId,
    title: session.title,
    status: expected(session),
    totalFrames: frames(scenes),
    sceneCount: scenes.length,
    readyCount: scenes.filter((scene) => scene.status === "ready").length,
    updatedAt: session.updatedAt,
    posterUrl: scenes.find((scene) => scene.posterUrl)?.posterUrl ?? null,
  };
}

export function snapshotView(
  project: Doc<"projects">,
  session: Doc<"videoSessions">,
  scenes: readonly Doc<"scenes">[],
  canPrompt: boolean,
): SnapshotView {
  const { width, height, fps, profile } = session.format;
  return {
    id: session.externalId,
    projectId: project.externalId,
    title: session.title,
    status: expected(session),
    // A scene's update may come before the session's own: the newest of them is how far this is.
    seq: Math.max(session.seq, ...scenes.map((scene) => scene.seq)),
    format: { width, height, fps, quality: profile === "final" ? "full" : "preview" },
    totalFrames: frames(scenes),
    error: errorView(session.waiting?.error),
    exportUrl: null,
    captionsUrl: null,
    canPrompt,
    updatedAt: Math.max(session.updatedAt, session.waiting?.since ?? 0),
    scenes: scenes.map(sceneView),
  };
}
