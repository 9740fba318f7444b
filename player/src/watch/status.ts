/** Statuses in words. */
import type { Scene, SceneStatus, SessionStatus, Writing } from "../feed/types.ts";

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

/** How far a scene that can't be played yet is, in a sentence. */
export function soFar(scene: Scene): string {
  const { progress, writing, waiting } = scene;
  if (scene.status === "generating_code" && writing) return used(writing);
  if (progress?.done) return `${progress.done}${progress.total ? ` of ${progress.total}` : ""} frames`;
  if (scene.status === "queued" && waiting?.ahead) return `${waiting.ahead} before it${expected(waiting.expectedS)}`;
  return "It plays as soon as it is ready.";
}

function used({ answers, tokens, usd }: Writing): string {
  const words = [`${answers} ${answers === 1 ? "answer" : "answers"}`, `${tokens.toLocaleString("en")} tokens`];
  return (usd === null ? words : [...words, `$${usd.toFixed(2)}`]).join(", ");
}

function expected(seconds: number | null): string {
  return seconds ? `, about ${Math.max(1, Math.round(seconds / 60))} min` : "";
}
