import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyProgress, applyScene, applySession, applyWriting, isTorn } from "../../../player/src/feed/state.ts";
import type { Scene, SceneEvent, Snapshot } from "../../../player/src/feed/types.ts";
import { soFar } from "../../../player/src/watch/status.ts";
import { STATUSES, scene, session, sessions } from "./samples.ts";

const event = (changed: Scene): SceneEvent => ({ seq: changed.seq, version: changed.version, scene: changed });
const apply = (state: Snapshot, events: readonly SceneEvent[]): Snapshot => events.reduce(applyScene, state);

/** A history of one scene: (version, seq) as a server counts them. */
const histories = fc
  .array(fc.record({ status: fc.constantFrom(...STATUSES), newVersion: fc.boolean(), frames: fc.nat({ max: 90 }) }), { minLength: 1, maxLength: 12 })
  .map((steps) => {
    let version = 1;
    return steps.map((step, at) => {
      if (step.newVersion) version += 1;
      return scene("scn_0", { seq: 100 + at, version, status: step.status, durationInFrames: step.frames });
    });
  });

describe("events by (version, seq)", () => {
  test("whatever order they arrive in, and however often, the newest state stands", () => {
    fc.assert(
      fc.property(sessions, histories, fc.array(fc.nat()), (state, history, picks) => {
        const again = picks.map((pick) => history[pick % history.length]!);
        const shuffled = [...again, ...history].sort((a, b) => ((a.seq * 7919) % 13) - ((b.seq * 7919) % 13));
        const end = apply(state, shuffled.map(event));
        const straight = apply(state, history.map(event));
        expect(end).toEqual(straight);
        expect(end.scenes.find((one) => one.id === "scn_0")).toMatchObject({
          seq: history.at(-1)!.seq, version: history.at(-1)!.version, status: history.at(-1)!.status,
        });
      }),
    );
  });

  test("an older version made current again wins by its newer seq", () => {
    const state = session([scene("a", { version: 5, seq: 9 })]);
    expect(applyScene(state, event(scene("a", { version: 2, seq: 10 }))).scenes[0]!.version).toBe(2);
    expect(applyScene(state, event(scene("a", { version: 6, seq: 8 })))).toBe(state);
  });

  test("frame ranges follow one another after any change of a length", () => {
    fc.assert(
      fc.property(sessions, fc.nat(), fc.nat({ max: 500 }), (state, pick, frames) => {
        const chosen = state.scenes[pick % state.scenes.length]!;
        const next = applyScene(state, event({ ...chosen, seq: state.seq + 1, durationInFrames: frames, endFrame: chosen.startFrame + frames - 1 }));
        let at = 0;
        for (const one of next.scenes) {
          expect([one.startFrame, one.endFrame]).toEqual([at, at + one.durationInFrames - 1]);
          at += one.durationInFrames;
        }
      }),
    );
  });

  test("scenes that nothing changed stay the same objects, so that nothing of them is drawn anew", () => {
    const state = session([scene("a", { durationInFrames: 5 }), scene("b", { durationInFrames: 5 })]);
    const next = applyScene(state, event({ ...state.scenes[1]!, seq: 4, status: "rendering" }));
    expect(next.scenes[0]).toBe(state.scenes[0]);
  });
});

test("a session's event leaves the scenes alone, and an old one changes nothing", () => {
  const state = session([scene("a", { seq: 5 })]);
  const { scenes: _, ...info } = state;
  expect(applySession(state, { ...info, seq: 6, title: "New" })).toMatchObject({ title: "New", scenes: state.scenes });
  expect(applySession(state, { ...info, seq: 4, title: "Old" })).toBe(state);
});

test("progress is for scenes that are made, not for those that are done", () => {
  const state = session([scene("a", { status: "rendering" }), scene("b", { status: "ready" })]);
  expect(applyProgress(state, { sceneId: "a", done: 3, total: 9 }).scenes[0]!.progress).toEqual({ done: 3, total: 9 });
  expect(applyProgress(state, { sceneId: "b", done: 3, total: 9 })).toBe(state);
  expect(applyProgress(state, { sceneId: "gone", done: 3, total: 9 })).toBe(state);
});

test("what a model has used is told of the scene that it writes", () => {
  const state = session([scene("a", { status: "generating_code" }), scene("b", { status: "ready" })]);
  const told = applyWriting(state, { sceneId: "a", answers: 1, tokens: 12_400, usd: 0.036 });
  expect(soFar(told.scenes[0]!)).toBe("1 answer, 12,400 tokens, $0.04");
  expect(applyWriting(state, { sceneId: "b", answers: 1, tokens: 2, usd: null })).toBe(state);
});

test("what is so far is said of frames, of the queue, or not at all", () => {
  expect(soFar(scene("a", { status: "rendering", progress: { done: 46, total: 120 } }))).toBe("46 of 120 frames");
  expect(soFar(scene("a", { status: "queued", waiting: { ahead: 2, expectedS: 200 } }))).toBe("2 before it, about 3 min");
  expect(soFar(scene("a", { status: "queued" }))).toBe("It plays as soon as it is ready.");
});

test("a hole in the order or in the frames is noticed", () => {
  fc.assert(fc.property(sessions, (state) => !isTorn(state)));
  const state = session([scene("a", { durationInFrames: 5 }), scene("b", { durationInFrames: 5 })]);
  expect(isTorn({ ...state, scenes: state.scenes.slice(1) })).toBe(true);
  expect(isTorn({ ...state, totalFrames: 11 })).toBe(true);
});
