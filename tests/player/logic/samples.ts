/** Sessions as fast-check makes them up. */
import fc from "fast-check";
import type { Scene, SceneStatus, Snapshot } from "../../../player/src/feed/types.ts";

export const STATUSES: readonly SceneStatus[] = ["queued", "generating_code", "rendering", "uploading", "ready", "error"];

export function scene(id: string, change: Partial<Scene> = {}): Scene {
  return {
    id, index: 0, title: id, status: "ready", version: 1, seq: 0, startFrame: 0, endFrame: -1, durationInFrames: 0,
    url: null, posterUrl: null, error: null, progress: null, updatedAt: 0, ...change,
  };
}

/** A session whose scenes follow one another in order. */
export function session(scenes: readonly Scene[], change: Partial<Snapshot> = {}): Snapshot {
  let startFrame = 0;
  const placed = scenes.map((one, index) => {
    const at = startFrame;
    startFrame += one.durationInFrames;
    return { ...one, index, startFrame: at, endFrame: startFrame - 1 };
  });
  return {
    id: "ses_1", projectId: "prj_1", title: "A session", status: "ready",
    seq: Math.max(0, ...scenes.map((one) => one.seq)), format: { width: 854, height: 480, fps: 15, quality: "preview" },
    totalFrames: startFrame, exportUrl: null, captionsUrl: null, scenes: placed, ...change,
  };
}

/** Sessions of 1 to 8 scenes, some of them without a chunk yet. */
export const sessions: fc.Arbitrary<Snapshot> = fc
  .array(fc.record({ frames: fc.nat({ max: 400 }), status: fc.constantFrom(...STATUSES) }), { minLength: 1, maxLength: 8 })
  .map((made) =>
    session(made.map(({ frames, status }, at) =>
      scene(`scn_${at}`, { durationInFrames: frames, status, seq: at + 1, url: frames > 0 ? `/v${at}.mp4` : null }))),
  );
