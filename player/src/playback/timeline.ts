/** A session as the player sees it: segments of frames on one line. Frames are counted, never computed from seconds. */
import type { Scene, Snapshot } from "../feed/types.ts";

export interface Segment {
  readonly scene: Scene;
  readonly index: number;
  /** On the session's line. */
  readonly start: number;
  /** Frames; 0 while unknown. */
  readonly frames: number;
  /** The chunk, once there is one. */
  readonly url: string | null;
}

export interface Timeline {
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly segments: readonly Segment[];
}

/** A place in a session: of all ways to say it the one that outlives changes of other scenes. */
export interface Place {
  readonly segment: number;
  /** 0-based frame in the segment. */
  readonly local: number;
}

export const EMPTY: Timeline = { fps: 30, width: 1920, height: 1080, frames: 0, segments: [] };

export function timelineOf(session: Snapshot): Timeline {
  let start = 0;
  const segments = session.scenes.map((scene, index) => {
    const frames = Math.max(0, scene.durationInFrames);
    const segment: Segment = { scene, index, start, frames, url: frames > 0 ? scene.url : null };
    start += frames;
    return segment;
  });
  const { fps, width, height } = session.format;
  return { fps, width, height, frames: start, segments };
}

/** Where a frame of the session lies; frames outside are taken to the nearest one. */
export function locate(timeline: Timeline, frame: number): Place {
  const wanted = clamp(Math.round(frame), 0, Math.max(0, timeline.frames - 1));
  const found = timeline.segments.findLast((segment) => segment.start <= wanted && segment.frames > 0);
  if (!found) return { segment: 0, local: 0 };
  return { segment: found.index, local: Math.min(wanted - found.start, found.frames - 1) };
}

/** The frame of the session at a place. */
export function frameAt(timeline: Timeline, place: Place): number {
  const segment = timeline.segments[place.segment];
  return segment ? segment.start + place.local : 0;
}

/** The time to seek a chunk to so that every decoder shows just this frame: its middle. */
export function middleOf(local: number, fps: number): number {
  return (local + 0.5) / fps;
}

/** How long a segment's pictures take. */
export function secondsOf(timeline: Timeline, segment: Segment): number {
  return segment.frames / timeline.fps;
}

/** The frame that is shown at a chunk's time. */
export function frameOfTime(seconds: number, fps: number, frames: number): number {
  // Media times are rounded to the container's time base: a hair before a frame's start is that frame.
  return clamp(Math.floor(seconds * fps + 0.01), 0, Math.max(0, frames - 1));
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** `1:05`, or `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
