import { describe, expect, test } from "vitest";
import { KINDS, fitsForm, gist, withField } from "../../../player/src/studio/blocks.ts";
import { within } from "../../../player/src/studio/Findings.tsx";
import { kindOf } from "../../../player/src/studio/DiffView.tsx";

test.for(KINDS.map((kind) => [kind.kind, kind] as const))("a new block of the kind %s fits its own form", ([, kind]) => {
  expect(kind.fresh.kind).toBe(kind.kind);
  expect(fitsForm(kind.fresh)).toBe(true);
});

describe("the form", () => {
  test("leaves to JSON what it has no field for, wherever it stands", () => {
    expect(fitsForm({ kind: "plot", curves: [{ y: "x" }], bars: { a: 1 } })).toBe(false);
    expect(fitsForm({ kind: "steps", steps: [{ tex: "x", colour: "red" }] })).toBe(false);
    expect(fitsForm({ kind: "hologram" })).toBe(false);
    expect(fitsForm({ kind: "code", code: "x", highlight: [[1, 2], [4, 4]] })).toBe(true);
  });

  test("leaves out what is emptied, and changes nothing else", () => {
    const block = { kind: "quote", text: "Eureka", by: "Archimedes" };
    expect(withField(block, "by", "")).toEqual({ kind: "quote", text: "Eureka" });
    expect(Object.keys(withField(block, "text", "Heureka"))).toEqual(["kind", "text", "by"]);
    expect(withField({ kind: "bullets" }, "ordered", true)).toEqual({ kind: "bullets", ordered: true });
  });

  test("says in a line what a block is about", () => {
    expect(gist({ kind: "compare", sides: [{ title: "A", points: ["b"] }] })).toBe("A · b");
  });
});

test("boxes lie on the frame as the scene's units say, with the top upwards, and are cut at its edges", () => {
  const quarter = within([0, 0, 4, 2], [-4, -2, 4, 2]);
  expect([quarter.x, quarter.y]).toEqual([50, 0.4]);
  expect(quarter.width).toBeCloseTo(49.6);
  expect(quarter.height).toBeCloseTo(49.6);
  const outside = within([10, 10, 12, 12], [-4, -2, 4, 2]);
  expect(outside.x + outside.width).toBeLessThanOrEqual(100);
  expect(outside.y).toBeGreaterThanOrEqual(0);
});

test("lines of a diff are told apart", () => {
  expect(["@@ -1 +1 @@", "+a", "-b", " c", "--- v1"].map(kindOf)).toEqual(["place", "added", "removed", "same", "place"]);
});
