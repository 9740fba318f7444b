/** How a timeline is laid out on the scrubber: a scene of unknown length gets room too, so that it is seen and can be chosen. */
import { clamp, type Place, type Timeline } from "../playback/timeline.ts";

export interface Slot {
  readonly index: number;
  /** Where the slot begins and how wide it is, as shares of the whole. */
  readonly left: number;
  readonly width: number;
}

/** Seconds a scene without frames counts for while nothing better is known. */
const GUESS_S = 6;

export function slotsOf(timeline: Timeline): Slot[] {
  const known = timeline.segments.filter((segment) => segment.frames > 0);
  const guess = known.length > 0 ? timeline.frames / known.length : GUESS_S * timeline.fps;
  const weights = timeline.segments.map((segment) => (segment.frames > 0 ? segment.frames : guess));
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  let left = 0;
  return weights.map((weight, index) => {
    const slot = { index, left: left / total, width: weight / total };
    left += weight;
    return slot;
  });
}

/** The place under a share of the scrubber's width. */
export function placeAt(timeline: Timeline, slots: readonly Slot[], share: number): Place {
  const wanted = clamp(share, 0, 1);
  const slot = slots.findLast((candidate) => candidate.left <= wanted + 1e-9) ?? slots[0];
  const segment = slot && timeline.segments[slot.index];
  if (!slot || !segment) return { segment: 0, local: 0 };
  const inside = slot.width > 0 ? (wanted - slot.left) / slot.width : 0;
  return { segment: slot.index, local: clamp(Math.floor(inside * segment.frames), 0, Math.max(0, segment.frames - 1)) };
}

/** How far along the scrubber a place is. */
export function shareOf(timeline: Timeline, slots: readonly Slot[], place: Place): number {
  const slot = slots[place.segment];
  const segment = timeline.segments[place.segment];
  if (!slot || !segment) return 0;
  const last = Math.max(1, segment.frames - 1);
  return slot.left + slot.width * clamp(place.local / last, 0, 1);
}
