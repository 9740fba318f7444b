import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clock, frameAt, frameOfTime, locate, middleOf, timelineOf } from "../../../player/src/playback/timeline.ts";
import { placeAt, shareOf, slotsOf } from "../../../player/src/watch/layout.ts";
import { scene, session, sessions } from "./samples.ts";

const timelines = sessions.map(timelineOf);

describe("places on the line", () => {
  test("every frame has one place, and the place is that frame", () => {
    fc.assert(
      fc.property(timelines.filter((line) => line.frames > 0), fc.nat(), (line, any) => {
        const frame = any % line.frames;
        const place = locate(line, frame);
        expect(frameAt(line, place)).toBe(frame);
        expect(place.local).toBeLessThan(line.segments[place.segment]!.frames);
      }),
    );
  });

  test("frames outside are taken to the nearest end", () => {
    fc.assert(
      fc.property(timelines.filter((line) => line.frames > 0), fc.integer(), (line, frame) => {
        const shown = frameAt(line, locate(line, frame));
        expect(shown).toBe(Math.min(Math.max(frame, 0), line.frames - 1));
      }),
    );
  });

  test("both sides of a boundary belong to different scenes", () => {
    const line = timelineOf(session([scene("a", { durationInFrames: 10 }), scene("b"), scene("c", { durationInFrames: 5 })]));
    expect(locate(line, 9)).toEqual({ segment: 0, local: 9 });
    expect(locate(line, 10)).toEqual({ segment: 2, local: 0 });
  });

  test("a scene without frames has no chunk to play, even if it names one", () => {
    expect(timelineOf(session([scene("a", { url: "/a.mp4" })])).segments[0]!.url).toBeNull();
  });
});

test("the middle of a frame is that frame, at any rate that the renderer knows", () => {
  fc.assert(
    fc.property(fc.constantFrom(12, 15, 24, 25, 30, 50, 60), fc.nat({ max: 100_000 }), (fps, frame) => {
      // Media times come rounded to the container's time base, microseconds at worst.
      const rounded = Math.floor(middleOf(frame, fps) * 1e6) / 1e6;
      expect(frameOfTime(rounded, fps, frame + 1)).toBe(frame);
      expect(frameOfTime(Math.floor((frame / fps) * 1e6) / 1e6, fps, frame + 1)).toBe(frame);
    }),
  );
});

describe("the scrubber", () => {
  test("its slots fill it without gaps, a scene of unknown length included", () => {
    fc.assert(
      fc.property(timelines, (line) => {
        const slots = slotsOf(line);
        expect(slots.reduce((sum, slot) => sum + slot.width, 0)).toBeCloseTo(1, 9);
        slots.slice(1).forEach((slot, at) => expect(slot.left).toBeCloseTo(slots[at]!.left + slots[at]!.width, 9));
        for (const slot of slots) expect(slot.width).toBeGreaterThan(0);
      }),
    );
  });

  test("what is under a share lies in the slot under it, and shares grow with places", () => {
    fc.assert(
      fc.property(timelines, fc.double({ min: 0, max: 1, noNaN: true }), (line, share) => {
        const slots = slotsOf(line);
        const place = placeAt(line, slots, share);
        const slot = slots[place.segment]!;
        expect(share).toBeGreaterThanOrEqual(slot.left - 1e-6);
        expect(share).toBeLessThanOrEqual(slot.left + slot.width + 1e-6);
        const next = { ...place, local: place.local + 1 };
        expect(shareOf(line, slots, next)).toBeGreaterThanOrEqual(shareOf(line, slots, place));
      }),
    );
  });
});

test.for([[0, "0:00"], [65.9, "1:05"], [3725, "1:02:05"], [-3, "0:00"]] as const)("%d seconds are said as %s", ([seconds, said]) => {
  expect(clock(seconds)).toBe(said);
});
