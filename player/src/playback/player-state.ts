/** What is to be known of a player from outside. */
import type { Problem } from "../feed/problem.ts";
import { EMPTY, type Place, type Segment, type Timeline } from "./timeline.ts";

export type Phase =
  | "empty" // no scene yet
  | "loading" // a frame is being fetched or decoded
  | "waiting" // at a scene that has no chunk yet
  | "paused"
  | "playing"
  | "ended"
  | "failed"; // this scene's chunk can't be had

export interface PlayerState {
  readonly phase: Phase;
  /** Whether it plays, or will as soon as it can. */
  readonly wantsPlay: boolean;
  /** Frame of the session. */
  readonly frame: number;
  readonly place: Place;
  readonly timeline: Timeline;
  /** Whether a frame was asked for and is there. Before, the poster says more than a first frame, which is often black. */
  readonly shown: boolean;
  readonly rate: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly problem: Problem | null;
}

export const INITIAL: PlayerState = {
  phase: "empty",
  wantsPlay: false,
  frame: 0,
  place: { segment: 0, local: 0 },
  timeline: EMPTY,
  shown: false,
  rate: 1,
  volume: 1,
  muted: false,
  problem: null,
};

/** The segment that is seen, or the one that many after it. */
export function segmentOf({ timeline, place }: PlayerState, after = 0): Segment | undefined {
  return timeline.segments[place.segment + after];
}
