import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pending, duplicated, inserted, moved, queued, removed, type Change } from "../../../player/src/studio/optimistic.ts";
import type { Snapshot } from "../../../player/src/feed/types.ts";
import { scene, session, sessions } from "./samples.ts";

const KNOWN = new Set(Array.from({ length: 8 }, (_, at) => `scn_${at}`));
const ids = (state: Snapshot): string[] => state.scenes.map((one) => one.id);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ at: fc.nat({ max: 7 }), to: fc.nat({ max: 7 }) }).map(({ at, to }) => moved(`scn_${at}`, to)),
  fc.nat({ max: 7 }).map((at) => removed(`scn_${at}`)),
  fc.nat({ max: 7 }).map((at) => duplicated(`scn_${at}`, KNOWN)),
  fc.nat({ max: 7 }).map((at) => queued(`scn_${at}`)),
  fc.nat({ max: 7 }).map((index) => inserted({ index, title: "New", code: "pass" }, KNOWN)),
);

function consistent(state: Snapshot): void {
  let at = 0;
  state.scenes.forEach((one, index) => {
    expect([one.index, one.startFrame, one.endFrame]).toEqual([index, at, at + one.durationInFrames - 1]);
    at += one.durationInFrames;
  });
}

describe("what is shown before the server has answered", () => {
  test("any changes leave an order without holes", () => {
    fc.assert(fc.property(sessions, fc.array(changes, { maxLength: 6 }), (state, list) => consistent(list.reduce((s, change) => change(s), state))));
  });

  test("taking a change back leaves what would be there without it", () => {
    fc.assert(
      fc.property(sessions, fc.array(changes, { minLength: 1, maxLength: 6 }), fc.nat(), (state, list, pick) => {
        const refused = pick % list.length;
        let pending = new Pending();
        const tickets = list.map((change) => {
          const [next, id] = pending.with(change);
          pending = next;
          return id;
        });
        const after = pending.without(tickets[refused]!).over(state);
        expect(after).toEqual(list.filter((_, at) => at !== refused).reduce((s, change) => change(s), state));
        expect(tickets.reduce((left, id) => left.without(id), pending).over(state)).toBe(state);
      }),
    );
  });

  test("a change made on an old state holds over a newer one", () => {
    const before = session([scene("a"), scene("b"), scene("c")]);
    const [pending] = new Pending().with(moved("c", 0));
    expect(ids(pending.over(before))).toEqual(["c", "a", "b"]);
    expect(ids(pending.over(session([scene("a"), scene("c")])))).toEqual(["c", "a"]);
  });

  test("a scene that the feed brings before the answer is not shown twice", () => {
    const before = session([scene("a"), scene("b")]);
    const known = new Set(ids(before));
    const add = inserted({ index: 1, title: "New", code: "pass" }, known);
    const copy = duplicated("a", known);
    expect([ids(add(before)), ids(copy(before))]).toEqual([["a", "new:New", "b"], ["a", "copy:a", "b"]]);
    expect(ids(add(session([scene("a"), scene("n", { title: "New" }), scene("b")])))).toEqual(["a", "n", "b"]);
    expect(ids(copy(session([scene("a"), scene("c", { title: scene("a").title }), scene("b")])))).toEqual(["a", "c", "b"]);
  });

  test("an edited scene waits, and goes on showing its old video", () => {
    const state = session([scene("a", { url: "/a.mp4", durationInFrames: 9 })]);
    expect(queued("a")(state).scenes[0]).toMatchObject({ status: "queued", url: "/a.mp4", durationInFrames: 9 });
  });
});
