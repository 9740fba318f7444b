/** How events change what is known of a session. Pure: state in, state out; the same object when nothing changed. */
import type { ProgressEvent, Scene, SceneEvent, SessionInfo, Snapshot, WritingEvent } from "./types.ts";

/**
 * Take a scene's event. `seq` counts all changes of a session, so it orders a scene's states even where `version`
 * does not: two statuses of one version, or an older version made current again.
 */
export function applyScene(state: Snapshot, event: SceneEvent): Snapshot {
  const known = state.scenes.find((scene) => scene.id === event.scene.id);
  if (known && event.seq <= known.seq) return state;
  const scene: Scene = { ...event.scene, seq: event.seq, version: event.version };
  const rest = state.scenes.filter((other) => other.id !== scene.id);
  const scenes = [...rest, scene].sort((a, b) => a.index - b.index || a.seq - b.seq);
  return { ...state, seq: Math.max(state.seq, event.seq), scenes: ranged(scenes, scene) };
}

/** Take a session's event: everything but its scenes. */
export function applySession(state: Snapshot, event: SessionInfo): Snapshot {
  if (event.seq < state.seq) return state;
  return { ...state, ...event, scenes: state.scenes };
}

export function applyProgress(state: Snapshot, { sceneId, done, total }: ProgressEvent): Snapshot {
  return withNews(state, sceneId, { progress: { done, total } });
}

export function applyWriting(state: Snapshot, { sceneId, ...writing }: WritingEvent): Snapshot {
  return withNews(state, sceneId, { writing });
}

/** How far a scene is, as long as it is being made. */
function withNews(state: Snapshot, sceneId: string, news: Partial<Scene>): Snapshot {
  const index = state.scenes.findIndex((scene) => scene.id === sceneId);
  const scene = state.scenes[index];
  if (!scene || scene.status === "ready" || scene.status === "error") return state;
  return { ...state, scenes: state.scenes.with(index, { ...scene, ...news }) };
}

/** Whether the pieces don't fit together, so that a fresh snapshot is due (a scene was removed elsewhere, say). */
export function isTorn(state: Snapshot): boolean {
  const frames = state.scenes.reduce((sum, scene) => sum + scene.durationInFrames, 0);
  return frames !== state.totalFrames || state.scenes.some((scene, place) => scene.index !== place);
}

/** Scenes with their frame ranges following one another, as the changed scene's new length shifts all after it. */
function ranged(scenes: Scene[], changed: Scene): Scene[] {
  let startFrame = 0;
  return scenes.map((scene) => {
    const at = startFrame;
    startFrame += scene.durationInFrames;
    if (scene === changed || scene.startFrame === at) return scene;
    return { ...scene, startFrame: at, endFrame: at + scene.durationInFrames - 1 };
  });
}
