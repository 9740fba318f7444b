/** Statuses in words. */
import type { Scene, SceneStatus, SessionStatus } from "../feed/types.ts";

const SCENE_WORDS: Record<SceneStatus, string> = {
  queued: "Queued",
  generating_code: "Writing",
  rendering: "Rendering",
  uploading: "Publishing",
  ready: "Ready",
  error: "Failed",
};

const SESSION_WORDS: Record<SessionStatus, string> = {
  idle: "Empty",
  queued: "Queued",
  generating: "Writing",
  rendering: "Rendering",
  ready: "Ready",
  error: "Needs a look",
};

export function sceneWord(status: SceneStatus): string {
  return SCENE_WORDS[status];
}

export function sessionWord(status: SessionStatus): string {
  return SESSION_WORDS[status];
}

/** How far a scene's rendering is, from 0 to 1; null where that can't be told. */
export function doneShare(scene: Scene): number | null {
  if (!scene.progress?.total) return null;
  return Math.min(1, scene.progress.done / scene.progress.total);
}
